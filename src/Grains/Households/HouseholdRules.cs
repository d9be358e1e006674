using CityActors.Alerts;
using CityActors.Observations;
using CityActors.Places;
using Microsoft.Extensions.Options;

namespace CityActors.Households;

/// <summary>What a household decides. Without consent nothing is judged.</summary>
internal sealed class HouseholdRules(IOptions<HouseholdOptions> options, IOptions<AlertOptions> alerts) : EntityRules<HouseholdState>(alerts.Value)
{
    /// <summary>When it is active, when quiet.</summary>
    public HouseholdOptions Options { get; } = options.Value;

    /// <inheritdoc/>
    public override EntityCard? CardOf(HouseholdState state) => state.Registration?.Card;

    /// <inheritdoc/>
    public override DateTimeOffset? NextDue(HouseholdState state) =>
        HasConsent(state) && Detector(state).NextDue(state.Rhythm) is { } due ? new DateTimeOffset(due, TimeSpan.Zero) : null;

    /// <inheritdoc/>
    protected override IReadOnlyList<Finding> Observe(HouseholdState state, Observation observation) =>
        HasConsent(state) ? Keep(state, Detector(state).Observe(state.Rhythm, observation)) : [];

    /// <inheritdoc/>
    protected override IReadOnlyList<Finding> Tick(HouseholdState state, DateTimeOffset upTo) =>
        HasConsent(state) ? Keep(state, Detector(state).Tick(state.Rhythm, upTo.UtcDateTime)) : [];

    private static bool HasConsent(HouseholdState state) => state.Registration!.ConsentAt is not null;

    private static IReadOnlyList<Finding> Keep(HouseholdState state, HouseholdStep step)
    {
        state.Rhythm = step.Next;
        return step.Findings;
    }

    private HouseholdDetector Detector(HouseholdState state) => new(state.Registration!.Interval, Options);
}
