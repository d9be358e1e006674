using System.Collections.Immutable;
using CityActors.Packs.Expressions;

namespace CityActors.Cases;

/// <summary>Who has a case in hand: chosen, signed, let go. Pure.</summary>
internal static class CaseSeats
{
    /// <summary>Looks for a holder anew: what was offered before counts no more.</summary>
    /// <param name="state">The case.</param>
    /// <param name="name">As what.</param>
    /// <param name="asked">The number of the line that asks.</param>
    /// <param name="pool">The key of the pool of records that chooses, or null: no such pool does.</param>
    public static CaseState Wanted(CaseState state, string name, long asked, string? pool) => state with
    {
        Wanted = state.Wanted.SetItem(name, asked),
        Offers = [.. state.Offers.Where(offer => offer.Name != name)],
        Pools = pool is null ? state.Pools : state.Pools.SetItem(name, [pool, .. state.Pools.GetValueOrDefault(name, []).Where(other => other != pool)]),
    };

    /// <summary>Those named may take the case, and nobody else may any more.</summary>
    public static CaseState Offer(CaseState state, CaseLine line) => state with
    {
        Offers = [.. WithoutOffers(state, line.Subject).Offers, .. Offered(line).Select(one => new CaseOffer(one.Name, one.Who, one.Need, state.Unit, line.OfferedUntil))],
    };

    /// <summary>Who is asked by a line that offers the case.</summary>
    public static IEnumerable<CaseHolder> Offered(CaseLine line) => line.Seated.Where(one => one.Name == line.Subject);

    /// <summary>Nobody may take the case.</summary>
    public static CaseState WithoutOffers(CaseState state, string name) =>
        state.Offers.Any(offer => offer.Name == name && offer.Until is not null) ? state with { Offers = [.. state.Offers.Where(offer => offer.Name != name || offer.Until is null)] } : state;

    /// <summary>Without the pools of holders whom nobody looks for and nobody is.</summary>
    public static CaseState Forget(CaseState state) =>
        state.Pools.IsEmpty ? state : state with { Pools = state.Pools.RemoveRange(state.Pools.Keys.Where(name => !state.Wanted.ContainsKey(name) && !state.Holders.Any(holder => holder.Name == name))) };

    /// <summary>Those who were chosen take their places. Whoever signed keeps the own one; whoever did not loses it to another, or to nobody.</summary>
    public static CaseState Seat(CaseState state, string name, IReadOnlyList<CaseHolder> chosen)
    {
        CaseHolder[] found = [.. chosen.Where(static one => one.Who.Length > 0)];
        var stay = state.Holders.Where(holder => holder.Name != name || holder.HasSigned || !chosen.Any(one => one.Need == holder.Need));
        var come = found.Where(one => !state.Holders.Any(holder => holder.Name == name && holder.HasSigned && holder.Who == one.Who));
        return state with
        {
            Holders = [.. stay, .. come],
            Offers = [.. state.Offers.Where(offer => offer.Name != name || !found.Any(one => one.Who == offer.Who)), .. found.Select(one => new CaseOffer(name, one.Who, one.Need, state.Unit))],
            Wanted = found.Length > 0 ? state.Wanted.Remove(name) : state.Wanted,
        };
    }

    /// <summary>A holder takes it on, or comes back to the place that was lost.</summary>
    /// <param name="state">The case.</param>
    /// <param name="name">As what.</param>
    /// <param name="who">Who; null: all of them.</param>
    public static CaseState Sign(CaseState state, string name, string? who)
    {
        var isThere = who is null || state.Holders.Any(holder => holder.Name == name && holder.Who == who);
        return isThere
            ? state with { Holders = [.. state.Holders.Select(holder => holder.Name == name && (who is null || holder.Who == who) ? holder with { HasSigned = true } : holder)] }
            : state with { Holders = [.. state.Holders, .. Lapsed(state, name).Where(offer => offer.Who == who).Take(1).Select(offer => new CaseHolder(name, offer.Who, offer.Need, HasSigned: true))] };
    }

    /// <summary>Lets a holder go.</summary>
    /// <param name="state">The case.</param>
    /// <param name="name">As what.</param>
    /// <param name="who">Who, whose offer counts no more; null: all of them.</param>
    public static CaseState Release(CaseState state, string name, string? who) => state with
    {
        Holders = [.. state.Holders.Where(holder => holder.Name != name || (who is not null && holder.Who != who))],
        Offers = who is null ? state.Offers : [.. state.Offers.Where(offer => offer.Name != name || offer.Who != who)],
        Wanted = state.Wanted.Remove(name),
    };

    /// <summary>Who lost a place, under the unit that answers now, that nobody has.</summary>
    public static IEnumerable<CaseOffer> Lapsed(CaseState state, string name) => state.Offers.Where(offer =>
        offer.Name == name && offer.Unit == state.Unit && !state.Holders.Any(holder => holder.Name == name && (holder.Who == offer.Who || holder.Need == offer.Need)));

    /// <summary>Who was chosen for what, by a field that says so.</summary>
    public static IReadOnlyList<CaseHolder> Chosen(CaseProgram program, CaseState state, string name, string field, FieldReadings readings)
    {
        var scope = program.Types[field].Type!.Element!.Fields!;
        var (who, need) = (scope.IndexOf("who"), scope.IndexOf("need"));
        return CaseValues.FieldOf(program, state, field, readings).AsList is { Count: > 0 } rows ? [.. rows.Select(row => new CaseHolder(name, Text(row, who), Text(row, need)))] : [];
    }

    private static string Text(in Value row, int index) => (index < 0 ? null : row.AsRow![index].AsText) ?? "";
}

/// <summary>Fields of a case, each as JSON.</summary>
internal static class CaseFields
{
    /// <summary>The JSON of a field that has no value any more.</summary>
    public const string Nothing = "null";

    /// <summary>The fields after some of them changed.</summary>
    public static ImmutableSortedDictionary<string, string> With(this ImmutableSortedDictionary<string, string> fields, ImmutableSortedDictionary<string, string>? changes)
    {
        if (changes is not null)
        {
            foreach (var (name, json) in changes)
            {
                fields = json == Nothing ? fields.Remove(name) : fields.SetItem(name, json);
            }
        }

        return fields;
    }
}
