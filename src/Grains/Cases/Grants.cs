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

    /// <summary>Whether somebody has answered an ask: two accounts of one person are one.</summary>
    public static bool HasAnswered(CaseAsk ask, CaseState state, CaseCommand command)
    {
        var since = state.History.FindLastIndex(line => line.Asked.Any(asked => asked.Name == ask.Name));
        return ask.Yes.Contains(command.Actor) || ask.No.Contains(command.Actor)
            || (command.Person.Length > 0 && state.History.Skip(since + 1).Any(line => line.What == CaseFold.Answered && line.Subject == ask.Name && line.Person == command.Person));
    }

    /// <summary>As what somebody is asked; null: not at all.</summary>
    public static string? Asked(CaseAsk ask, CaseState state, CaseCommand command) =>
        ask.Of.Contains(command.Actor) ? state.Parties.FirstOrDefault(party => party.Value.Contains(command.Actor)).Key ?? state.Holders.FirstOrDefault(holder => holder.Who == command.Actor)?.Name ?? ""
            : state.History.FindLast(line => line.Asked.Any(asked => asked.Name == ask.Name))?.IsBy(command) == true ? null // Nobody decides what it asked for itself.
            : ask.Of.Select(static who => who.StartsWith("role:", StringComparison.Ordinal) ? who["role:".Length..] : "").FirstOrDefault(command.Roles.Contains);
}
