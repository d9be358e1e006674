using CityActors.Facts;
using CityActors.Observations;

namespace CityActors.Silo.Stores;

/// <summary>
/// The end of the fact log in memory. Routers, lists, feed and notifications all follow the log; together they read each fact from the database once.
/// </summary>
/// <remarks>Facts are numbered in the order of their commits, so what was read up to a number is complete up to there.</remarks>
/// <param name="last">The number of the last fact now; what comes after it is kept.</param>
/// <param name="read">Reads facts after a number, at most so many.</param>
/// <param name="isUpToDate">Whether the facts up to a number are certainly all there are.</param>
internal sealed class RecentFacts(long last, Func<long, int, Task<IReadOnlyList<FactRecord>>> read, Func<long, bool> isUpToDate)
{
    private const int MostFacts = 8_192;
    private const int MostAtOnce = 1_000;
    private const long MostCharacters = 8 << 20;

    private readonly Lock gate = new();
    private readonly List<(FactRecord Fact, int Partition)> facts = [];
    private long characters;
    private long from = last; // Everything after this number and up to the next is here.
    private long to = last;
    private Task reading = Task.CompletedTask;
    private Task? next; // It has not begun, so it will see what is there now.

    /// <summary>The facts after a number that are wanted, in order.</summary>
    /// <param name="after">The number.</param>
    /// <param name="max">At most so many.</param>
    /// <param name="isWanted">Which of them, given their partition.</param>
    /// <returns>The facts, and the number up to which that is all; null: some are older than what is here.</returns>
    public async Task<(IReadOnlyList<FactRecord> Facts, long UpTo)?> After(long after, int max, Func<FactRecord, int, bool> isWanted)
    {
        if (after < Interlocked.Read(ref from))
        {
            return null;
        }

        await ReadOn();
        lock (gate)
        {
            return after < from ? null : Find(after, max, isWanted);
        }
    }

    /// <summary>Forgets what is here, because it was changed in the database.</summary>
    public void Forget()
    {
        lock (gate)
        {
            facts.Clear();
            (characters, from) = (0, to);
        }
    }

    private (IReadOnlyList<FactRecord> Facts, long UpTo) Find(long after, int max, Func<FactRecord, int, bool> isWanted)
    {
        var found = new List<FactRecord>();
        for (var i = FirstAfter(after); i < facts.Count; i++)
        {
            if (isWanted(facts[i].Fact, facts[i].Partition))
            {
                found.Add(facts[i].Fact);
                if (found.Count == max)
                {
                    return (found, facts[i].Fact.Sequence);
                }
            }
        }

        return (found, Math.Max(after, to));
    }

    private int FirstAfter(long number)
    {
        var (low, high) = (0, facts.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = facts[middle].Fact.Sequence > number ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    /// <summary>Completes when everything is here that was in the log when it was called: callers share a read that began later.</summary>
    private Task ReadOn()
    {
        lock (gate)
        {
            if (isUpToDate(to))
            {
                return Task.CompletedTask;
            }

            if (next is null && reading.IsCompleted)
            {
                return reading = Read();
            }

            return next ??= ReadAfter(reading); // Never two at a time.
        }
    }

    private async Task ReadAfter(Task before)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding); // The caller holds the lock.
        Task mine;
        lock (gate)
        {
            next = null;
            mine = reading = Read();
        }

        await mine;
    }

    private async Task Read()
    {
        IReadOnlyList<FactRecord> more;
        do
        {
            more = await read(Interlocked.Read(ref to), MostAtOnce);
            lock (gate)
            {
                foreach (var fact in more)
                {
                    facts.Add((fact, Partitions.OfOwner(fact.Owner)));
                    characters += fact.Payload.Length;
                    to = fact.Sequence;
                }

                Drop();
            }
        }
        while (more.Count == MostAtOnce);
    }

    private void Drop()
    {
        if (facts.Count <= MostFacts && characters <= MostCharacters)
        {
            return;
        }

        var dropped = 0;
        while (dropped < facts.Count && (facts.Count - dropped > MostFacts / 2 || characters > MostCharacters / 2))
        {
            characters -= facts[dropped].Fact.Payload.Length;
            from = facts[dropped++].Fact.Sequence;
        }

        facts.RemoveRange(0, dropped);
    }
}
