using CityActors.Packs.Format;

namespace CityActors.Cases;

/// <summary>What those whom a case concerns may read of each other. Pure.</summary>
internal static class CaseReaders
{
    /// <summary>Of those whom a case concerns, who may see a field though it is personal: those to whom its type opens it; else whoever alone wrote it.</summary>
    public static IReadOnlyList<string> Of(CaseState state, string name, FieldSpec field)
    {
        if (field.For.Count > 0)
        {
            return [.. field.For.SelectMany(party => PartyOf(state, party)).Distinct(StringComparer.Ordinal)];
        }

        string[] writers = [.. state.History.Where(line => (line.Changes ?? line.Beginning?.Fields)?.ContainsKey(name) == true).Select(static line => line.Actor).Distinct(StringComparer.Ordinal)];
        return writers is [var only] && state.Parties.Values.Any(ids => ids.Contains(only)) ? writers : [];
    }

    /// <summary>Of those whom a case concerns, to whom the reason of a line was given: to all of them where a command that wants a reason led the case elsewhere, and to whom a command told something.</summary>
    /// <param name="program">The type.</param>
    /// <param name="state">The case.</param>
    /// <param name="line">The line.</param>
    /// <param name="before">Where the case stood before it.</param>
    public static IReadOnlyList<string> OfReason(CaseProgram program, CaseState state, CaseLine line, string before)
    {
        if (state.Parties.Values.Any(ids => ids.Contains(line.Actor)))
        {
            return [line.Actor];
        }

        if (line.Rule is not (>= 0 and var number))
        {
            return []; // Why somebody was chosen, or what a part came to, is not said to them.
        }

        return program.Commands[number].Spec.Reason && line.Status != before ? [.. PartyOf(state, "$parties")] : [.. program.EffectsOf(line).SelectMany(effect => PartyOf(state, effect.Spec.Tell ?? "")).Distinct(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> PartyOf(CaseState state, string name) => name switch
    {
        "$parties" => state.Parties.Values.SelectMany(static ids => ids).Distinct(StringComparer.Ordinal),
        ['$', .. var party] => state.Parties.GetValueOrDefault(party, []),
        _ => [],
    };
}
