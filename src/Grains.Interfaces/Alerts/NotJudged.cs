namespace CityActors.Alerts;

/// <summary>What an entity could not judge, by reason.</summary>
/// <param name="Late">It came later than can be judged again.</param>
/// <param name="Ahead">It was stamped later than what came after it: the source's clock was wrong.</param>
/// <param name="Conflict">Two different values of one instant; the more alarming one counts.</param>
[GenerateSerializer, Immutable, Alias("not-judged")]
public sealed record NotJudged(
    [property: Id(0)] long Late = 0,
    [property: Id(1)] long Ahead = 0,
    [property: Id(2)] long Conflict = 0);
