using CityActors.Commits;
using CityActors.Deadlines;
using CityActors.Facts;
using CityActors.Reactions;
using CityActors.Silo.Cluster;

namespace CityActors.Silo.Clock;

/// <summary>
/// What a replay still has to do, in memory: facts that others must know, and deadlines. Every commit adds to it before it is acknowledged, so
/// it is complete whenever a call has returned.
/// </summary>
/// <remarks>
/// Facts come by the time at which they were committed, then by their own, then by subject: the order in which partitions happened to commit what
/// happened at one instant decides nothing. After a crash the same facts wait, and come in the same order.
/// </remarks>
public sealed class ReplayAgenda : IWakeUps
{
    private readonly Lock gate = new();
    private readonly SortedSet<ReplayLetter> letters = new(ReplayLetter.InOrder);
    private readonly SortedSet<Deadline> deadlines = new(Deadline.InOrder);
    private readonly Dictionary<(string Owner, string Name), Deadline> byName = [];
    private HashSet<(string Owner, string Name)>? told; // Since it began to be filled.
    private volatile bool isCertain;

    /// <summary>Called when there is something new; quick, must not throw.</summary>
    public Action? HasNews { get; set; }

    /// <summary>Whether everything that waits is here. Where it is not, it must be filled before it is asked.</summary>
    public bool IsCertain => isCertain;

    /// <summary>The number of the last fact that it was told of.</summary>
    public long LastNumber { get; private set; }

    /// <summary>Everything up to this number is done.</summary>
    public long DoneUpTo
    {
        get
        {
            lock (gate)
            {
                return letters.Count == 0 ? LastNumber : letters.Min(static letter => letter.Number) - 1;
            }
        }
    }

    /// <inheritdoc/>
    public void Observed(IEnumerable<int> partitions) => _ = partitions; // The driver asks the routers itself.

    /// <inheritdoc/>
    public void Committed(CommitNews news)
    {
        for (var i = 0; i < news.Facts.Count; i++)
        {
            Add(news.At, news.FirstNumber + i, news.Facts[i], isRepeat: false);
        }

        foreach (var write in news.Deadlines)
        {
            Book(news.Owner, write);
        }

        HasNews?.Invoke();
    }

    /// <inheritdoc/>
    public void OutcomeUnknown()
    {
        isCertain = false;
        HasNews?.Invoke();
    }

    /// <summary>Adds the letters of a fact.</summary>
    /// <param name="committedAt">When it was committed, by the replay's clock.</param>
    /// <param name="number">Its number.</param>
    /// <param name="fact">The fact.</param>
    /// <param name="isRepeat">Whether they may have been delivered before.</param>
    public void Add(DateTimeOffset committedAt, long number, CityFact fact, bool isRepeat)
    {
        lock (gate)
        {
            var place = 0;
            foreach (var target in ReactionTable.Of(fact))
            {
                letters.Add(new ReplayLetter(committedAt, new Letter(number, fact, isRepeat), place++, target));
            }

            LastNumber = Math.Max(LastNumber, number);
        }
    }

    /// <summary>Forgets everything, to be filled from what is stored.</summary>
    public void BeginFilling()
    {
        lock (gate)
        {
            letters.Clear();
            deadlines.Clear();
            byName.Clear();
            (told, isCertain) = ([], true);
        }
    }

    /// <summary>Takes a deadline that stands in the table, unless a commit said something newer of it meanwhile.</summary>
    public void Find(Deadline deadline)
    {
        lock (gate)
        {
            if (told?.Contains((deadline.Owner, deadline.Name)) != true)
            {
                deadlines.Add(byName[(deadline.Owner, deadline.Name)] = deadline);
            }
        }
    }

    /// <summary>Everything that is stored is here.</summary>
    public void EndFilling()
    {
        lock (gate)
        {
            told = null;
        }
    }

    /// <summary>The next letter of a fact committed by a time, or null.</summary>
    public ReplayLetter? NextLetter(DateTimeOffset upTo)
    {
        lock (gate)
        {
            return letters.Min is { } first && first.CommittedAt <= upTo ? first : null;
        }
    }

    /// <summary>It is delivered, or given up.</summary>
    public void Done(ReplayLetter letter)
    {
        lock (gate)
        {
            letters.Remove(letter);
        }
    }

    /// <summary>The next deadline, or null; its owner's commit takes it out.</summary>
    public Deadline? NextDeadline()
    {
        lock (gate)
        {
            return deadlines.Min;
        }
    }

    /// <summary>When there is next something to do, or null.</summary>
    public DateTimeOffset? NextAt()
    {
        lock (gate)
        {
            var letter = letters.Min?.CommittedAt;
            var due = deadlines.Min?.Due;
            return letter is null || due < letter ? due : letter;
        }
    }

    private void Book(string owner, DeadlineWrite write)
    {
        lock (gate)
        {
            told?.Add((owner, write.Name));
            if (byName.Remove((owner, write.Name), out var before))
            {
                deadlines.Remove(before);
            }

            if (write.Due is { } due)
            {
                var deadline = new Deadline(owner, write.Name, due);
                byName[(owner, write.Name)] = deadline;
                deadlines.Add(deadline);
            }
        }
    }
}
