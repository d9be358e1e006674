using CityActors.Packs.Cases;

namespace CityActors.Packs.Checks;

/// <summary>Roles: named once, held by somebody, and good for something (R4).</summary>
internal static class RoleChecks
{
    private const string File = "roles.json";

    public static void Run(CheckRun run)
    {
        var roles = run.Pack.Roles.Roles;
        if (roles.Count == 0)
        {
            return;
        }

        var used = run.All.All.SelectMany(static pack => pack.Cases.Values).SelectMany(static spec => Used(CaseTraits.Expand(spec))).ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < roles.Count; i++)
        {
            var (role, path) = (roles[i], $"$.roles[{i}]");
            NameChecks.Name(run, File, $"{path}.role", role.Role);
            run.Holds(roles.Take(i).All(other => other.Role != role.Role), "N2", File, $"{path}.role", $"The role '{role.Role}' is there twice: take one out.");
            run.Holds(role.HeldBy.Count + role.Posts.Count > 0, "S1", File, $"{path}.held-by", "Nobody could ever hold it: name in 'held-by' at least one of officer, dispatcher, admin, responder, citizen, city, or in 'posts' a kind of unit.");
            run.Holds(used.Contains(role.Role) || role.May.Count > 0, "R4", File, path, $"The role '{role.Role}' may do nothing: no command, ask or text of a type of case names it, and it has no 'may'. Take it out, or name it there.");
            for (var j = 0; j < role.Posts.Count; j++)
            {
                run.Holds(role.Posts[j].Split('.').All(NameChecks.IsName), "S1", File, $"{path}.posts[{j}]", "Give the kind of unit whose posts hold it, for example \"district.court\".");
            }

            for (var j = 0; j < role.May.Count; j++)
            {
                Grant(run, role.May[j], $"{path}.may[{j}]");
            }
        }
    }

    private static void Grant(CheckRun run, Format.GrantSpec grant, string path)
    {
        run.Holds(grant.Read is null != grant.Write is null, "S1", File, path, "One thing is granted: 'read' or 'write', each with the name of a register.");
        run.Holds(grant.Write is null || grant.Class == Format.PrivacyClass.Internal, "S1", File, $"{path}.class", "'class' says how much of a record is read: who writes it gives what there is to give.");
        foreach (var (member, register) in ((string, string?)[])[("read", grant.Read), ("write", grant.Write)])
        {
            run.Holds(register is null || run.Registers.ContainsKey(register), "N1", File, $"{path}.{member}", $"There is no register '{register}' in this pack or those that it needs; there are {CheckRun.Join(run.Registers.Keys)}.");
        }
    }

    private static IEnumerable<string> Used(Format.CaseSpec spec) => spec.Commands.SelectMany(static command => command.By)
        .Concat(spec.Begin.Concat(spec.Commands.SelectMany(static command => command.Then)).Concat(spec.Events.SelectMany(static happening => happening.Then))
            .SelectMany(static effect => effect.Then.Concat(effect.Else).Append(effect))
            .SelectMany(static effect => effect.Of.Append(effect.Tell ?? "")));
}
