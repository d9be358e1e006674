using CityActors.Facts;

namespace CityActors.Reactions;

/// <summary>
/// The waiting letters of a partition, in memory: by target, and within a target by lane. A target gets everything that waits for it in
/// one call at a time; within a lane nothing overtakes; a lane that failed holds up only itself.
/// </summary>
/// <remarks>Pure: time comes with the calls. Router, replay and simulation use the same.</remarks>
/// <param name="partition">The partition whose facts they are.</param>
internal sealed class Lanes(int partition)
{
    /// <summary>How many letters a target gets in one call at most.</summary>
    public const int MostAtOnce = 256;

    /// <summary>How long a letter may fail before it is dead.</summary>
    public static readonly TimeSpan DeadAfter = TimeSpan.FromHours(24);

    private static readonly IComparer<(DateTimeOffset At, long Number, string Target)> ByTime = Comparer<(DateTimeOffset At, long Number, string Target)>.Create(
        static (one, other) => (one.At.CompareTo(other.At), one.Number.CompareTo(other.Number)) switch
        {
            (0, 0) => string.CompareOrdinal(one.Target, other.Target),
            (0, var byNumber) => byNumber,
            (var byTime, _) => byTime,
        });

    private readonly Dictionary<string, Mailbox> mailboxes = new(StringComparer.Ordinal);
    private readonly SortedSet<(DateTimeOffset At, long Number, string Target)> ready = new(ByTime);
    private readonly SortedDictionary<long, int> open = [];
    private readonly Dictionary<LetterKey, HeldLetter> stored = [];
    private readonly HashSet<LetterKey> released = [];

    /// <summary>The number of the last fact taken from the log.</summary>
    public long Read { get; private set; }

    /// <summary>Letters not yet delivered.</summary>
    public int Waiting { get; private set; }

    /// <summary>Those of them that do not hold back reading, because they are stored as held.</summary>
    public int HeldCount => stored.Count;

    /// <summary>When the next target may be called, or null: nothing waits but for calls under way.</summary>
    public DateTimeOffset? NextAt => ready.Count > 0 ? ready.Min.At : null;

    /// <summary>Begins where the last checkpoint ended.</summary>
    public void Restore(ReactionPosition position, IReadOnlyDictionary<long, CityFact> facts)
    {
        Read = position.Cursor;
        foreach (var held in position.Held)
        {
            stored[new LetterKey(held.Number, held.Target)] = held;
            if (facts.TryGetValue(held.Number, out var fact))
            {
                Put(held.Target, new Letter(held.Number, fact, IsRepeat: true), held);
            }
        }
    }

    /// <summary>Takes a fact of the log; facts come in the order of their numbers.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="fact">The fact.</param>
    /// <param name="targets">Who must know it.</param>
    /// <param name="isRepeat">Whether its letters may have been delivered before.</param>
    public void Add(long number, CityFact fact, IEnumerable<string> targets, bool isRepeat)
    {
        Read = number;
        foreach (var target in targets)
        {
            Put(target, new Letter(number, fact, isRepeat), null);
        }
    }

    /// <summary>A fact of the log concerns nobody.</summary>
    public void Pass(long number) => Read = number;

    /// <summary>The next call to make, or null: none at this time. It must be answered by <see cref="Delivered"/> or <see cref="Failed"/>.</summary>
    public Delivery? Next(DateTimeOffset now)
    {
        while (ready.Count > 0 && ready.Min is var first && first.At <= now)
        {
            ready.Remove(first);
            var mailbox = mailboxes[first.Target];
            mailbox.ReadyAt = null;
            var letters = mailbox.Take(now, MostAtOnce);
            if (letters.Count > 0)
            {
                mailbox.IsBusy = true;
                return new Delivery(first.Target, letters);
            }

            Arm(first.Target, mailbox);
        }

        return null;
    }

    /// <summary>A call was answered: its letters are done but for those that their grain failed on.</summary>
    public void Delivered(Delivery delivery, IReadOnlyList<LetterFailure> failures, DateTimeOffset now)
    {
        var mailbox = mailboxes[delivery.Target];
        mailbox.Resume();
        var failed = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var failure in failures)
        {
            failed[mailbox.Fail(failure.Number, failure.Error, now)] = failure.Number;
        }

        foreach (var letter in delivery.Letters.Where(letter => !failed.TryGetValue(letter.Fact.Subject, out var first) || letter.Number < first))
        {
            Done(delivery.Target, mailbox, letter.Number);
        }

        Free(delivery.Target, mailbox);
    }

    /// <summary>A call failed as a whole.</summary>
    /// <param name="delivery">The call.</param>
    /// <param name="error">What happened.</param>
    /// <param name="isEnvironment">True: the letters are not to blame, and are sent again without being counted.</param>
    /// <param name="now">The time.</param>
    public void Failed(Delivery delivery, string error, bool isEnvironment, DateTimeOffset now)
    {
        var mailbox = mailboxes[delivery.Target];
        mailbox.Doubt(delivery.Letters);
        if (isEnvironment)
        {
            mailbox.Pause(error, now);
        }
        else
        {
            foreach (var letter in delivery.Letters.DistinctBy(static letter => letter.Fact.Subject))
            {
                mailbox.Fail(letter.Number, error, now);
            }
        }

        Free(delivery.Target, mailbox);
    }

    /// <summary>An operator wants a held letter to be tried again.</summary>
    public bool Retry(LetterKey key, DateTimeOffset now)
    {
        if (!mailboxes.TryGetValue(key.Target, out var mailbox) || !mailbox.Retry(key.Number, now))
        {
            return false;
        }

        Arm(key.Target, mailbox);
        return true;
    }

    /// <summary>An operator gives a held letter up.</summary>
    public bool Skip(LetterKey key)
    {
        if (!mailboxes.TryGetValue(key.Target, out var mailbox) || mailbox.IsBusy || !mailbox.Forgive(key.Number))
        {
            return false;
        }

        Done(key.Target, mailbox, key.Number);
        Arm(key.Target, mailbox);
        return true;
    }

    /// <summary>What is to be stored now: the cursor, and the letters below it that wait or no longer do.</summary>
    public ReactionCheckpoint Checkpoint()
    {
        var held = mailboxes
            .SelectMany(entry => entry.Value.Held(entry.Key, partition))
            .Where(letter => !stored.TryGetValue(new LetterKey(letter.Number, letter.Target), out var known) || known != letter)
            .ToArray();
        var keys = held.Select(static letter => new LetterKey(letter.Number, letter.Target)).Where(key => !stored.ContainsKey(key));
        var heldByNumber = keys.Concat(stored.Keys).CountBy(static key => key.Number).ToDictionary();
        var cursor = Read;
        foreach (var (number, count) in open)
        {
            if (heldByNumber.GetValueOrDefault(number) < count)
            {
                cursor = number - 1;
                break;
            }
        }

        return new ReactionCheckpoint(cursor, held, [.. released]);
    }

    /// <summary>A checkpoint was stored.</summary>
    public void Stored(ReactionCheckpoint checkpoint)
    {
        foreach (var letter in checkpoint.Held)
        {
            var key = new LetterKey(letter.Number, letter.Target);
            if (mailboxes.TryGetValue(letter.Target, out var mailbox) && mailbox.Has(letter.Number))
            {
                stored[key] = letter;
            }
            else
            {
                released.Add(key); // It was delivered while it was being stored.
            }
        }

        released.ExceptWith(checkpoint.Released);
    }

    private void Put(string target, Letter letter, HeldLetter? held)
    {
        if (!mailboxes.TryGetValue(target, out var mailbox))
        {
            mailboxes.Add(target, mailbox = new Mailbox());
        }

        mailbox.Add(letter, held);
        open[letter.Number] = open.GetValueOrDefault(letter.Number) + 1;
        Waiting++;
        Arm(target, mailbox);
    }

    private void Done(string target, Mailbox mailbox, long number)
    {
        mailbox.Remove(number);
        Waiting--;
        if (--open[number] == 0)
        {
            open.Remove(number);
        }

        var key = new LetterKey(number, target);
        if (stored.Remove(key))
        {
            released.Add(key);
        }
    }

    private void Free(string target, Mailbox mailbox)
    {
        mailbox.IsBusy = false;
        Arm(target, mailbox);
    }

    private void Arm(string target, Mailbox mailbox)
    {
        if (mailbox.ReadyAt is { } before)
        {
            ready.Remove((before.At, before.Number, target));
            mailbox.ReadyAt = null;
        }

        if (mailbox.IsEmpty)
        {
            mailboxes.Remove(target);
        }
        else if (!mailbox.IsBusy && mailbox.NextAt() is { } next)
        {
            mailbox.ReadyAt = next;
            ready.Add((next.At, next.Number, target));
        }
    }
}
