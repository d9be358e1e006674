namespace CityActors.Cases;

/// <summary>Who may do what about a case: parties, holders, and whoever has a role for it.</summary>
internal static class Grants
{
    /// <summary>As what somebody may do something; null: not at all.</summary>
    public static string? As(IReadOnlyList<string> by, CaseState state, CaseCommand command)
    {
        foreach (var who in by)
        {
            var isGranted = who switch
            {
                "$parties" => state.Parties.Values.Any(ids => ids.Contains(command.Actor)),
                ['$', .. var name] => (state.Parties.TryGetValue(name, out var ids) && ids.Contains(command.Actor)) || state.Holders.Any(holder => holder.Name == name && holder.Who == command.Actor),
                _ => command.Roles.Contains(who),
            };
            if (isGranted)
            {
                return who;
            }
        }

        return null;
    }

    /// <summary>As what somebody is asked; null: not at all.</summary>
    public static string? Asked(CaseAsk ask, CaseState state, CaseCommand command) =>
        ask.Of.Contains(command.Actor) ? state.Parties.FirstOrDefault(party => party.Value.Contains(command.Actor)).Key ?? state.Holders.FirstOrDefault(holder => holder.Who == command.Actor)?.Name ?? ""
            : state.History.FindLast(line => line.Asked.Any(asked => asked.Name == ask.Name))?.Actor == command.Actor ? null // Nobody decides what it asked for itself.
            : ask.Of.Select(static who => who.StartsWith("role:", StringComparison.Ordinal) ? who["role:".Length..] : "").FirstOrDefault(command.Roles.Contains);
}
