using CityActors.Deadlines;

namespace CityActors.Commits;

/// <summary>The deadlines of one owner as they stand in the table, and what has to be written when they change.</summary>
internal sealed class Bookings
{
    private DueTime[] booked = [];
    private bool isCertain;

    /// <summary>Takes over what is wanted as what is booked.</summary>
    /// <param name="wanted">What the state waits for.</param>
    /// <param name="isCertain">Whether all of it was just written. What is only derived from the state may be booked by older settings.</param>
    public void Adopt(IEnumerable<DueTime> wanted, bool isCertain = false)
    {
        booked = wanted as DueTime[] ?? [.. wanted];
        this.isCertain |= isCertain;
    }

    /// <summary>What is to be written. A deadline that fired is always deleted, so that a rule that changes nothing cannot loop.</summary>
    /// <param name="wanted">What the state waits for now.</param>
    /// <param name="fired">What fell due, or null.</param>
    /// <param name="again">When it is to fire again, or null.</param>
    /// <param name="now">The time of the commit: no deadline is booked before it, so that a replay meets each where it was set.</param>
    public IReadOnlyList<DeadlineWrite> Difference(DueTime[] wanted, Deadline? fired, DateTimeOffset? again, DateTimeOffset now)
    {
        if (booked.Length == 0 && wanted.Length == 0 && fired is null)
        {
            return [];
        }

        var isKnown = fired is null || isCertain;
        var (first, last) = isKnown ? SameAtEnds(wanted) : (0, 0); // A decision changes one or two of thousands.
        var known = isKnown ? booked[first..^last].ToDictionary(static due => due.Name, static due => due.At, StringComparer.Ordinal) : [];
        var writes = new SortedDictionary<string, DateTimeOffset?>(StringComparer.Ordinal);
        foreach (var due in booked[first..^last])
        {
            writes[due.Name] = null;
        }

        foreach (var due in wanted[first..^last])
        {
            writes[due.Name] = due.At > now ? due.At : now;
            if (known.TryGetValue(due.Name, out var at) && at == due.At)
            {
                writes.Remove(due.Name);
            }
        }

        if (fired is not null)
        {
            var later = Array.FindIndex(wanted, due => due.Name == fired.Name && due.At > fired.Due);
            writes[fired.Name] = later < 0 ? again : wanted[later].At;
        }

        return [.. writes.Select(static entry => new DeadlineWrite(entry.Key, entry.Value))];
    }

    /// <summary>How many at the beginning, and how many at the end, are booked as they are wanted.</summary>
    private (int First, int Last) SameAtEnds(DueTime[] wanted)
    {
        var most = Math.Min(booked.Length, wanted.Length);
        var first = 0;
        while (first < most && booked[first] == wanted[first])
        {
            first++;
        }

        var last = 0;
        while (last < most - first && booked[^(last + 1)] == wanted[^(last + 1)])
        {
            last++;
        }

        return (first, last);
    }
}
