using System.Collections.Immutable;

namespace CityActors.Dispatch;

/// <summary>What a district's needs come to, kept in step with them so that no letter costs a look at all of them. Never stored.</summary>
internal sealed record DispatchIndex
{
    /// <summary>How many orders each responder carries or is offered; none where it is 0.</summary>
    public ImmutableDictionary<string, int> Loads { get; private init; } = ImmutableDictionary.Create<string, int>(StringComparer.Ordinal);

    /// <summary>Orders that the next round looks after, by the time of their asking.</summary>
    public ImmutableSortedSet<AskedOrder> Asking { get; private init; } = ImmutableSortedSet.Create(AskedOrder.ByTime);

    /// <summary>Orders that wait for somebody whom the last round did not find, by the time up to which was looked.</summary>
    public ImmutableSortedSet<AskedOrder> Waiting { get; private init; } = ImmutableSortedSet.Create(AskedOrder.ByTime);

    /// <summary>Offers that run out if nobody signs, oldest first.</summary>
    public ImmutableSortedSet<AskedOrder> Offered { get; private init; } = ImmutableSortedSet.Create(AskedOrder.ByTime);

    /// <summary>The index after a need came, changed or went.</summary>
    public DispatchIndex Replace(TrackedNeed? before, TrackedNeed? after) => this with
    {
        Loads = before?.Slots == after?.Slots ? Loads : Count(Count(Loads, before, -1), after, 1),
        Asking = Move(Asking, Asked(before, before?.IsAsking), Asked(after, after?.IsAsking)),
        Waiting = Move(Waiting, Asked(before, before?.IsWaiting()), Asked(after, after?.IsWaiting())),
        Offered = before?.Slots == after?.Slots ? Offered : Offered.Except(Offers(before)).Union(Offers(after)),
    };

    private static ImmutableDictionary<string, int> Count(ImmutableDictionary<string, int> loads, TrackedNeed? need, int by)
    {
        foreach (var slot in need?.Slots.Where(static slot => slot.Responder.Length > 0) ?? [])
        {
            var load = loads.GetValueOrDefault(slot.Responder) + by;
            loads = load == 0 ? loads.Remove(slot.Responder) : loads.SetItem(slot.Responder, load);
        }

        return loads;
    }

    private static AskedOrder? Asked(TrackedNeed? need, bool? isIn) => isIn == true ? new AskedOrder(need!.AskedAt, need.Need.Order) : null;

    private static ImmutableSortedSet<AskedOrder> Move(ImmutableSortedSet<AskedOrder> set, AskedOrder? before, AskedOrder? after)
    {
        if (before == after)
        {
            return set;
        }

        set = before is { } old ? set.Remove(old) : set;
        return after is { } other ? set.Add(other) : set;
    }

    private static IEnumerable<AskedOrder> Offers(TrackedNeed? need) =>
        from slot in need?.Slots ?? []
        where slot.MayRunOut()
        select new AskedOrder(slot.OfferedAt, need!.Need.Order, slot.Responder);
}

/// <summary>An order, and since when it waits for a choice or for a responder's answer.</summary>
/// <param name="At">The time of the last reason to choose, or of the offer, UTC.</param>
/// <param name="Order">The order.</param>
/// <param name="Responder">To whom it was offered; empty where somebody is to be chosen.</param>
internal readonly record struct AskedOrder(DateTimeOffset At, string Order, string Responder = "")
{
    /// <summary>By time, then by order and responder.</summary>
    public static IComparer<AskedOrder> ByTime { get; } = Comparer<AskedOrder>.Create(static (one, other) =>
        one.At != other.At ? one.At.CompareTo(other.At)
        : string.CompareOrdinal(one.Order, other.Order) is var byOrder and not 0 ? byOrder
        : string.CompareOrdinal(one.Responder, other.Responder));
}
