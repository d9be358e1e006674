namespace CityActors.Reactions;

/// <summary>A call to make: all that waits for a grain, in order.</summary>
/// <param name="Target">The grain, <c>type/key</c>.</param>
/// <param name="Letters">The letters.</param>
internal sealed record Delivery(string Target, IReadOnlyList<Letter> Letters);

/// <summary>What is to be stored of a partition's reactions.</summary>
/// <param name="Cursor">Every letter of a fact up to this number was delivered or is held.</param>
/// <param name="Held">Letters newly held, or tried again in vain.</param>
/// <param name="Released">Letters no longer held.</param>
internal sealed record ReactionCheckpoint(long Cursor, IReadOnlyList<HeldLetter> Held, IReadOnlyList<LetterKey> Released);
