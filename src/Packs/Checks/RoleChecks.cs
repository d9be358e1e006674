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
            run.Holds(role.HeldBy.Count > 0, "S1", File, $"{path}.held-by", "Nobody could ever hold it: name at least one of officer, dispatcher, admin, responder, citizen, city.");
            run.Holds(used.Contains(role.Role), "R4", File, path, $"The role '{role.Role}' may do nothing: no command, ask or text of a type of case names it. Take it out, or name it there.");
        }
    }

    private static IEnumerable<string> Used(Format.CaseSpec spec) => spec.Commands.SelectMany(static command => command.By)
        .Concat(spec.Begin.Concat(spec.Commands.SelectMany(static command => command.Then)).Concat(spec.Events.SelectMany(static happening => happening.Then))
            .SelectMany(static effect => effect.Then.Concat(effect.Else).Append(effect))
            .SelectMany(static effect => effect.Of.Append(effect.Tell ?? "")));
}
