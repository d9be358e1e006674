using CityActors.Commits;

namespace CityActors.Reactions;

/// <summary>The letters that wait for one grain.</summary>
internal sealed class Mailbox
{
    private readonly List<Letter> letters = []; // By number, which is how they come.
    private Dictionary<string, LaneTrouble>? troubles;
    private int pauses;
    private DateTimeOffset pausedUntil;
    private string pausedBy = "";

    /// <summary>Whether a call is under way.</summary>
    public bool IsBusy { get; set; }

    /// <summary>Where it stands in the line of those that may be called, or null.</summary>
    public (DateTimeOffset At, long Number)? ReadyAt { get; set; }

    /// <summary>Whether nothing waits.</summary>
    public bool IsEmpty => letters.Count == 0;

    /// <summary>Adds a letter.</summary>
    /// <param name="letter">The letter.</param>
    /// <param name="held">How it was held before a restart, or null.</param>
    public void Add(Letter letter, HeldLetter? held)
    {
        letters.Add(letter);
        if (held is { FailingSince: { } since })
        {
            (troubles ??= new(StringComparer.Ordinal))[held.Subject] = new LaneTrouble(held.Number, held.Attempts, since, since, held.Error, held.IsDead);
        }
    }

    /// <summary>The letters to send now: those of lanes in order, and of a lane that failed the one it failed on, once its pause is over.</summary>
    public IReadOnlyList<Letter> Take(DateTimeOffset now, int most)
    {
        if (IsBusy || pausedUntil > now)
        {
            return [];
        }

        return [.. letters.Where(letter => TroubleOf(letter) is not { } trouble || (trouble.Number == letter.Number && !trouble.IsDead && trouble.NextTry <= now)).Take(most)];
    }

    /// <summary>When something may be sent next, and its first letter; null: only an operator can help.</summary>
    public (DateTimeOffset At, long Number)? NextAt()
    {
        (DateTimeOffset At, long Number)? next = null;
        foreach (var letter in letters)
        {
            var trouble = TroubleOf(letter);
            if (trouble is null)
            {
                next = (pausedUntil, letter.Number);
                break;
            }

            if (trouble.Number == letter.Number && !trouble.IsDead && (next is null || trouble.NextTry < next.Value.At))
            {
                next = (trouble.NextTry > pausedUntil ? trouble.NextTry : pausedUntil, letter.Number);
            }
        }

        return next;
    }

    /// <summary>The grain failed on a letter.</summary>
    /// <returns>The lane that stops.</returns>
    public string Fail(long number, string error, DateTimeOffset now)
    {
        var lane = letters.Find(letter => letter.Number == number)!.Fact.Subject;
        var before = troubles?.GetValueOrDefault(lane);
        var since = before?.Number == number ? before.Since : now;
        var attempts = before?.Number == number ? before.Attempts + 1 : 1;
        (troubles ??= new(StringComparer.Ordinal))[lane] = new LaneTrouble(number, attempts, since, now + RetryPause.After(attempts, isEnvironment: false), error, now - since >= Lanes.DeadAfter);
        return lane;
    }

    /// <summary>The grain could not be reached, or could not store: nothing is sent for a while.</summary>
    public void Pause(string error, DateTimeOffset now) => (pauses, pausedUntil, pausedBy) = (pauses + 1, now + RetryPause.After(pauses + 1, isEnvironment: true), error);

    /// <summary>The grain was reached.</summary>
    public void Resume() => (pauses, pausedUntil, pausedBy) = (0, default, "");

    /// <summary>What was sent may have been taken although nobody said so.</summary>
    public void Doubt(IReadOnlyList<Letter> sent)
    {
        foreach (var letter in sent)
        {
            letters[letters.FindIndex(other => other.Number == letter.Number)] = letter with { IsRepeat = true };
        }
    }

    /// <summary>A letter that failed is tried again at once, if it is the one its lane waits for.</summary>
    public bool Retry(long number, DateTimeOffset now)
    {
        if (TroubleAt(number) is not { } entry)
        {
            return false;
        }

        troubles![entry.Key] = entry.Value with { NextTry = now, Since = now, IsDead = false };
        return true;
    }

    /// <summary>A letter that failed no longer holds up its lane.</summary>
    public bool Forgive(long number) => TroubleAt(number) is { } entry && troubles!.Remove(entry.Key);

    /// <summary>Takes out a letter that is done.</summary>
    public void Remove(long number)
    {
        var place = letters.FindIndex(letter => letter.Number == number);
        if (TroubleOf(letters[place])?.Number == number)
        {
            troubles!.Remove(letters[place].Fact.Subject);
        }

        letters.RemoveAt(place);
    }

    /// <summary>Whether a letter still waits.</summary>
    public bool Has(long number) => letters.Exists(letter => letter.Number == number);

    /// <summary>The letters that cannot be delivered for the present, so that the cursor may go on without them.</summary>
    public IEnumerable<HeldLetter> Held(string target, int partition) =>
        from letter in letters
        let trouble = TroubleOf(letter)
        where pauses > 0 || trouble is not null
        let isCause = trouble?.Number == letter.Number
        select new HeldLetter
        {
            Number = letter.Number,
            Target = target,
            Subject = letter.Fact.Subject,
            Partition = partition,
            Attempts = isCause ? trouble!.Attempts : 0,
            FailingSince = isCause ? trouble!.Since : null,
            Error = isCause ? trouble!.Error : pausedBy,
            IsDead = isCause && trouble!.IsDead,
        };

    private LaneTrouble? TroubleOf(Letter letter) => troubles?.GetValueOrDefault(letter.Fact.Subject);

    private KeyValuePair<string, LaneTrouble>? TroubleAt(long number)
    {
        foreach (var entry in troubles ?? [])
        {
            if (entry.Value.Number == number)
            {
                return entry;
            }
        }

        return null;
    }

    /// <summary>What a lane waits for.</summary>
    /// <param name="Number">The letter that its grain failed on.</param>
    /// <param name="Attempts">How often.</param>
    /// <param name="Since">Since when.</param>
    /// <param name="NextTry">When it is tried again.</param>
    /// <param name="Error">What happened the last time.</param>
    /// <param name="IsDead">Whether it is not tried any more.</param>
    private sealed record LaneTrouble(long Number, int Attempts, DateTimeOffset Since, DateTimeOffset NextTry, string Error, bool IsDead);
}
