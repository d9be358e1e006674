using CityActors.Reactions;

namespace CityActors.Silo.Clock;

/// <summary>A letter that waits.</summary>
/// <param name="CommittedAt">When its fact was committed, by the replay's clock.</param>
/// <param name="Letter">The letter.</param>
/// <param name="Place">Its place among the letters of the fact.</param>
/// <param name="Target">The grain it is for.</param>
public sealed record ReplayLetter(DateTimeOffset CommittedAt, Letter Letter, int Place, string Target)
{
    /// <summary>By the time of the commit, the fact's own time, its subject, and only then by its number, which within a subject is the order of events.</summary>
    public static IComparer<ReplayLetter> InOrder { get; } = Comparer<ReplayLetter>.Create(static (one, other) =>
        one.CommittedAt != other.CommittedAt ? one.CommittedAt.CompareTo(other.CommittedAt)
        : one.Letter.Fact.At != other.Letter.Fact.At ? one.Letter.Fact.At.CompareTo(other.Letter.Fact.At)
        : string.CompareOrdinal(one.Letter.Fact.Subject, other.Letter.Fact.Subject) is var subject and not 0 ? subject
        : one.Number != other.Number ? one.Number.CompareTo(other.Number)
        : one.Place.CompareTo(other.Place));

    /// <summary>The fact's number.</summary>
    public long Number => Letter.Number;
}
