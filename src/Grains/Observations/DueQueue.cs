namespace CityActors.Observations;

/// <summary>The due times of a router's entities, soonest first, ties by id: never in the order of a hash table.</summary>
internal sealed class DueQueue
{
    private readonly SortedSet<(DateTimeOffset At, string Id)> order = new(Comparer<(DateTimeOffset At, string Id)>.Create(Compare));

    /// <summary>How many wait.</summary>
    public int Count => order.Count;

    /// <summary>The soonest time, or null.</summary>
    public DateTimeOffset? Soonest => order.Count == 0 ? null : order.Min.At;

    /// <summary>The entity with the soonest time.</summary>
    public string SoonestId => order.Min.Id;

    /// <summary>All, soonest first.</summary>
    public IEnumerable<(DateTimeOffset At, string Id)> All => order;

    /// <summary>Sets or clears the due time of an entity.</summary>
    public void Set(RouterEntity entity, DateTimeOffset? due)
    {
        if (entity.Due == due)
        {
            return;
        }

        if (entity.Due is { } before)
        {
            order.Remove((before, entity.Id));
        }

        entity.Due = due;
        if (due is { } after)
        {
            order.Add((after, entity.Id));
        }
    }

    private static int Compare((DateTimeOffset At, string Id) left, (DateTimeOffset At, string Id) right)
    {
        var byTime = left.At.CompareTo(right.At);
        return byTime != 0 ? byTime : string.CompareOrdinal(left.Id, right.Id);
    }
}
