using CityActors.Alerts;

namespace CityActors.Households;

/// <summary>What was found in a home that had fallen quiet.</summary>
/// <param name="At">When it was said, UTC.</param>
/// <param name="OpenedAt">When the alert opened, UTC.</param>
/// <param name="QuietSince">When the silence began, UTC, or null: not known.</param>
/// <param name="Found">What was found.</param>
/// <param name="Rule">The rule that had raised the alert.</param>
[GenerateSerializer, Immutable, Alias("home-outcome")]
public sealed record HomeOutcome(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1)] DateTimeOffset OpenedAt,
    [property: Id(2)] DateTimeOffset? QuietSince,
    [property: Id(3)] CareOutcome Found,
    [property: Id(4)] string Rule);
