using CityActors.Alerts;
using CityActors.Commits;
using CityActors.Deadlines;
using CityActors.Facts;
using CityActors.Observations;
using CityActors.Reactions;

namespace CityActors.Simulation.Stepping;

/// <summary>What survives a crash: the storage's promises in memory, and where a seed wants them, its failures.</summary>
internal sealed class SteppedStore(Random chance, SteppedFaults faults)
{
    private readonly Dictionary<string, (object State, long Version)> states = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Owner, string Lane), long> heard = [];
    private long bookings;
    private readonly Dictionary<(string Owner, string Name), (Deadline Deadline, long Booking)> booked = [];
    private readonly SortedSet<Deadline>[] deadlines = [.. Enumerable.Range(0, SteppedCity.PartitionCount).Select(static _ => new SortedSet<Deadline>(Deadline.InOrder))];
    private readonly List<int>[] byPartition = [.. Enumerable.Range(0, SteppedCity.PartitionCount).Select(static _ => new List<int>())];

    /// <summary>Every fact, in order: number n stands at n − 1.</summary>
    public List<CityFact> Facts { get; } = [];

    /// <summary>Whether nothing fails for the present.</summary>
    public bool Quiet { get; set; }

    /// <summary>Commits so far.</summary>
    public long Commits { get; private set; }

    /// <summary>Each partition's position: what its last checkpoint stored.</summary>
    public ReactionPosition[] Positions { get; } = [.. Enumerable.Range(0, SteppedCity.PartitionCount).Select(static _ => new ReactionPosition(0, []))];

    /// <summary>The partition of an owner.</summary>
    public static int PartitionOf(string owner) => Partitions.Of(Addresses.KeyOf(owner)) % SteppedCity.PartitionCount;

    /// <summary>What an owner has stored.</summary>
    public (object? State, long Version) Read(string owner) => states.TryGetValue(owner, out var stored) ? (Copy(stored.State), stored.Version) : (null, 0);

    /// <summary>Every state of a kind, by owner.</summary>
    public IEnumerable<(string Owner, TState State)> All<TState>() =>
        states.Where(static entry => entry.Value.State is TState).Select(static entry => (entry.Key, (TState)entry.Value.State));

    /// <summary>How far an owner heard a lane.</summary>
    public long Heard(string owner, string lane) => heard.GetValueOrDefault((owner, lane));

    /// <summary>The deadlines booked by all owners.</summary>
    public IEnumerable<Deadline> Booked => booked.Values.Select(static entry => entry.Deadline);

    /// <summary>The number of a booking, or 0: it is booked no more.</summary>
    public long BookingOf(Deadline deadline) => booked.TryGetValue((deadline.Owner, deadline.Name), out var entry) && entry.Deadline == deadline ? entry.Booking : 0;

    /// <summary>The deadlines of a partition that are due.</summary>
    public IEnumerable<Deadline> Due(int partition, DateTimeOffset upTo) => deadlines[partition].TakeWhile(deadline => deadline.Due <= upTo);

    /// <summary>The soonest deadline of all.</summary>
    public DateTimeOffset? NextDue() => deadlines.Min(static partition => partition.Min?.Due);

    /// <summary>The facts of a partition after a number.</summary>
    public IEnumerable<(long Number, CityFact Fact)> Read(int partition, long after, int most)
    {
        var numbers = byPartition[partition];
        var place = numbers.BinarySearch((int)after + 1);
        return numbers.Skip(place < 0 ? ~place : place).Take(most).Select(number => ((long)number, Facts[number - 1]));
    }

    /// <summary>Stores what follows from a decision, all or nothing.</summary>
    /// <exception cref="IOException">The seed wanted it to fail; it may have been stored nevertheless.</exception>
    public long Commit(CityCommit commit, object? state)
    {
        var failure = Quiet ? 1 : chance.NextDouble();
        if (failure < faults.CommitLost)
        {
            throw new IOException("The disk is full.");
        }

        Check(commit, state);
        if (state is not null)
        {
            states[commit.Owner] = (Copy(state), commit.Version + 1);
        }

        foreach (var write in commit.Heard)
        {
            heard[(commit.Owner, write.Lane)] = write.Number;
        }

        Append(commit);
        Book(commit);
        Commits++;
        return failure < faults.CommitLost + faults.AnswerLost ? throw new IOException("The answer was lost.") : commit.Version + 1;
    }

    /// <summary>Stores where a partition stands.</summary>
    public void Save(int partition, ReactionCheckpoint checkpoint)
    {
        var held = Positions[partition].Held.ToDictionary(static letter => new LetterKey(letter.Number, letter.Target));
        foreach (var letter in checkpoint.Held)
        {
            held[new LetterKey(letter.Number, letter.Target)] = letter;
        }

        foreach (var key in checkpoint.Released)
        {
            held.Remove(key);
        }

        Positions[partition] = new ReactionPosition(
            Math.Max(checkpoint.Cursor, Positions[partition].Cursor) + (faults.IsCursorTooFar ? 1 : 0), [.. held.Values.OrderBy(static letter => letter.Number)]);
    }

    private static object Copy(object state) => state is EntityState entity ? entity.Snapshot() : state;

    private void Check(CityCommit commit, object? state)
    {
        if (state is not null && states.TryGetValue(commit.Owner, out var stored) && stored.Version != commit.Version)
        {
            throw new CommitConflictException($"{commit.Owner} is at version {stored.Version}, not {commit.Version}.");
        }

        if (commit.Heard.Any(write => Heard(commit.Owner, write.Lane) >= write.Number))
        {
            throw new CommitConflictException($"{commit.Owner} heard a letter before.");
        }
    }

    private void Append(CityCommit commit)
    {
        foreach (var fact in commit.Facts)
        {
            Facts.Add(fact);
            byPartition[PartitionOf(commit.Owner)].Add(Facts.Count);
        }
    }

    private void Book(CityCommit commit)
    {
        var partition = deadlines[PartitionOf(commit.Owner)];
        foreach (var write in commit.Deadlines)
        {
            if (write.Due is null && faults.IsDeadlineKept)
            {
                continue;
            }

            if (booked.Remove((commit.Owner, write.Name), out var before))
            {
                partition.Remove(before.Deadline);
            }

            if (write.Due is { } due)
            {
                var deadline = new Deadline(commit.Owner, write.Name, due);
                booked[(commit.Owner, write.Name)] = (deadline, ++bookings);
                partition.Add(deadline);
            }
        }
    }
}

/// <summary>How often what fails, and which promise is broken on purpose.</summary>
internal sealed record SteppedFaults
{
    /// <summary>Share of commits that store nothing and say so.</summary>
    public double CommitLost { get; init; } = 0.01;

    /// <summary>Share of commits that store everything and fail to say so.</summary>
    public double AnswerLost { get; init; } = 0.01;

    /// <summary>Share of calls whose answer is lost on the way.</summary>
    public double CallLost { get; init; } = 0.01;

    /// <summary>Share of calls in which the grain fails on a letter.</summary>
    public double LetterFailed { get; init; } = 0.01;

    /// <summary>Share of steps that are a crash of everything.</summary>
    public double Crash { get; init; } = 0.002;

    /// <summary>Broken on purpose: a checkpoint says more is delivered than is.</summary>
    public bool IsCursorTooFar { get; init; }

    /// <summary>Broken on purpose: a deadline that was dealt with stays booked.</summary>
    public bool IsDeadlineKept { get; init; }

    /// <summary>Broken on purpose: now and then an entity opens an alert that is open already.</summary>
    public bool IsAlertDoubled { get; init; }
}
