namespace CityActors.Reactions;

/// <summary>How far the reactions of each partition have got, and the letters that could not be delivered yet.</summary>
public interface IReactionPositions
{
    /// <summary>Reads where a partition stands.</summary>
    Task<ReactionPosition> Read(int partition);

    /// <summary>Stores where a partition stands: the cursor and the letters below it that wait, in one write. The cursor never goes back.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="cursor">Every letter of a fact up to this number was delivered or is held.</param>
    /// <param name="held">Letters newly held, or tried again in vain.</param>
    /// <param name="released">Letters no longer held: delivered or skipped.</param>
    Task Save(int partition, long cursor, IReadOnlyList<HeldLetter> held, IReadOnlyList<LetterKey> released);

    /// <summary>Reads held letters, oldest fact first.</summary>
    /// <param name="afterNumber">The last fact's number already known; 0 for none.</param>
    /// <param name="max">About so many, from 1: the letters of one fact come together.</param>
    Task<IReadOnlyList<HeldLetter>> ReadHeld(long afterNumber, int max);
}

/// <summary>Where a partition stands.</summary>
/// <param name="Cursor">Every letter of a fact up to this number was delivered or is held.</param>
/// <param name="Held">The letters that wait, in the order of their numbers.</param>
public sealed record ReactionPosition(long Cursor, IReadOnlyList<HeldLetter> Held);

/// <summary>Which letter.</summary>
/// <param name="Number">The number of its fact.</param>
/// <param name="Target">The grain it is for, <c>type/key</c>.</param>
public readonly record struct LetterKey(long Number, string Target);

/// <summary>A letter that could not be delivered yet; it holds up its lane and nothing else.</summary>
public sealed record HeldLetter
{
    /// <summary>The number of its fact.</summary>
    public required long Number { get; init; }

    /// <summary>The grain it is for, <c>type/key</c>.</summary>
    public required string Target { get; init; }

    /// <summary>The subject of its fact: with the target, its lane.</summary>
    public required string Subject { get; init; }

    /// <summary>The partition it is delivered from.</summary>
    public required int Partition { get; init; }

    /// <summary>How often its grain failed on it; 0 where it only waits behind another letter, or for the environment.</summary>
    public int Attempts { get; init; }

    /// <summary>When its grain first failed on it, UTC, or null: it did not.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>What happened at the last attempt, or empty.</summary>
    public string Error { get; init; } = "";

    /// <summary>True once it is not retried until an operator asks for it.</summary>
    public bool IsDead { get; init; }
}
