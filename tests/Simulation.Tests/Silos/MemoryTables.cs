using CityActors.Commits;
using CityActors.Deadlines;
using CityActors.Observations;
using CityActors.Reactions;
using CityActors.Silo.Clock;

namespace CityActors.Simulation;

/// <summary>The deadlines of a city in memory.</summary>
internal sealed class MemoryDeadlines : IDeadlineTable
{
    private readonly Lock gate = new();
    private readonly Dictionary<(string Owner, string Name), Deadline> booked = [];

    /// <summary>Every deadline to come.</summary>
    public IReadOnlyList<Deadline> All
    {
        get
        {
            lock (gate)
            {
                return [.. booked.Values.Order(Deadline.InOrder)];
            }
        }
    }

    /// <summary>Books what a commit wants.</summary>
    public void Book(CityCommit commit)
    {
        lock (gate)
        {
            foreach (var write in commit.Deadlines)
            {
                booked.Remove((commit.Owner, write.Name));
                if (write.Due is { } due)
                {
                    booked[(commit.Owner, write.Name)] = new Deadline(commit.Owner, write.Name, due.ToUniversalTime());
                }
            }
        }
    }

    public async Task<IReadOnlyList<Deadline>> ReadDue(int partition, Deadline? after, DateTimeOffset upTo, int max)
    {
        await Task.Yield();
        return [.. Of(partition).Where(deadline => deadline.Due <= upTo && (after is null || Deadline.InOrder.Compare(deadline, after) > 0)).Take(max)];
    }

    private IEnumerable<Deadline> Of(int partition) => All.Where(deadline => Partitions.OfOwner(deadline.Owner) == partition);
}

/// <summary>How far the reactions of a city in memory are.</summary>
internal sealed class MemoryReactions : IReactionPositions
{
    private readonly Lock gate = new();
    private readonly long[] cursors = new long[Partitions.Count];
    private readonly Dictionary<LetterKey, HeldLetter> held = [];

    public async Task<ReactionPosition> Read(int partition)
    {
        await Task.Yield();
        lock (gate)
        {
            return new ReactionPosition(cursors[partition], [.. InOrder().Where(letter => letter.Partition == partition)]);
        }
    }

    public async Task Save(int partition, long cursor, IReadOnlyList<HeldLetter> held, IReadOnlyList<LetterKey> released)
    {
        await Task.Yield();
        lock (gate)
        {
            cursors[partition] = Math.Max(cursor, cursors[partition]);
            foreach (var letter in held)
            {
                this.held[new LetterKey(letter.Number, letter.Target)] = letter;
            }

            foreach (var key in released)
            {
                this.held.Remove(key);
            }
        }
    }

    public Task<IReadOnlyList<HeldLetter>> ReadHeld(long afterNumber, int max)
    {
        lock (gate)
        {
            var rest = InOrder().Where(letter => letter.Number > afterNumber).ToArray();
            var last = rest.Take(max).LastOrDefault()?.Number ?? 0;
            return Task.FromResult<IReadOnlyList<HeldLetter>>([.. rest.TakeWhile(letter => letter.Number <= last)]);
        }
    }

    private IEnumerable<HeldLetter> InOrder() => held.Values.OrderBy(static letter => letter.Number).ThenBy(static letter => letter.Target, StringComparer.Ordinal);
}

/// <summary>Where the replay of a city in memory stands.</summary>
internal sealed class MemoryPosition : IReplayPosition
{
    private (DateTimeOffset Now, DateTimeOffset Target)? stored;

    public Task<(DateTimeOffset Now, DateTimeOffset Target)?> Read() => Task.FromResult(stored);

    public Task Write(DateTimeOffset now, DateTimeOffset target, bool isSynced)
    {
        var (before, goal) = stored ?? (now, target);
        stored = (now > before ? now : before, target > goal ? target : goal);
        return Task.CompletedTask;
    }
}
