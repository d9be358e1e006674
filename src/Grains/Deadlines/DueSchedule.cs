namespace CityActors.Deadlines;

/// <summary>The deadlines of a due-book in memory, by owner and by time.</summary>
internal sealed class DueSchedule
{
    private static readonly Comparer<DueEntry> ByTime = Comparer<DueEntry>.Create(static (a, b) =>
        a.At != b.At ? a.At.CompareTo(b.At)
        : string.CompareOrdinal(a.Owner, b.Owner) is var owner and not 0 ? owner
        : string.CompareOrdinal(a.Name, b.Name));

    private readonly SortedSet<DueEntry> byTime = new(ByTime);
    private readonly SortedDictionary<string, DueEntry[]> byOwner = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, DateTimeOffset> heldUntil = new(StringComparer.Ordinal);

    public DueSchedule(IEnumerable<DueEntry> entries)
    {
        foreach (var owner in entries.GroupBy(static entry => entry.Owner, StringComparer.Ordinal))
        {
            Set(owner.Key, owner.ToArray());
        }
    }

    /// <summary>Every deadline, soonest first.</summary>
    public IEnumerable<DueEntry> Entries => byTime;

    public IEnumerable<string> Owners => byOwner.Keys;

    public bool IsEmpty => byTime.Count == 0;

    /// <summary>Replaces an owner's deadlines and lets it be asked again at once.</summary>
    /// <returns>False where they are the same as before.</returns>
    public bool Set(string owner, IReadOnlyList<DueEntry> entries)
    {
        heldUntil.Remove(owner);
        var before = byOwner.GetValueOrDefault(owner, []);
        var after = new SortedSet<DueEntry>(entries.Select(entry => entry with { Owner = owner, At = entry.At.ToUniversalTime() }), ByTime);
        if (after.SetEquals(before))
        {
            return false;
        }

        byTime.ExceptWith(before);
        byTime.UnionWith(after);
        if (after.Count == 0)
        {
            byOwner.Remove(owner);
        }
        else
        {
            byOwner[owner] = after.ToArray();
        }

        return true;
    }

    /// <summary>Whether the owner waits for exactly this.</summary>
    public bool Has(DueEntry entry) => byTime.Contains(entry);

    /// <summary>An owner that failed is passed over until a time; its deadlines keep their order.</summary>
    public void Hold(string owner, DateTimeOffset until) => heldUntil[owner] = until;

    /// <summary>The soonest deadline whose owner is not held, at or before a time; or null.</summary>
    public DueEntry? Due(DateTimeOffset now)
    {
        foreach (var entry in byTime)
        {
            if (entry.At > now)
            {
                break;
            }

            if (!(heldUntil.TryGetValue(entry.Owner, out var until) && until > now))
            {
                return entry;
            }
        }

        return null;
    }

    /// <summary>When there is next something to do, or null.</summary>
    public DateTimeOffset? Next()
    {
        DateTimeOffset? soonest = null;
        foreach (var entry in byTime)
        {
            if (soonest <= entry.At)
            {
                break;
            }

            var at = heldUntil.TryGetValue(entry.Owner, out var until) && until > entry.At ? until : entry.At;
            soonest = soonest is null || at < soonest ? at : soonest;
        }

        return soonest;
    }
}
