using CityActors.Alerts;
using CityActors.Observations;
using CityActors.Places;
using Microsoft.Extensions.Options;

namespace CityActors.Terminals;

/// <summary>What a terminal decides. It measures one thing; what is said to be of another kind is not judged.</summary>
internal sealed class TerminalRules(IOptions<TerminalOptions> options, IOptions<AlertOptions> alerts) : EntityRules<TerminalState>(alerts.Value)
{
    /// <summary>When a terminal alarms.</summary>
    public TerminalOptions Options { get; } = options.Value;

    /// <inheritdoc/>
    public override EntityCard? CardOf(TerminalState state) => state.Registration?.Card;

    /// <inheritdoc/>
    public override DateTimeOffset? NextDue(TerminalState state) => Detector(state).NextDue(state.Level);

    /// <inheritdoc/>
    protected override IReadOnlyList<Finding> Observe(TerminalState state, Observation observation) =>
        observation.Kind == state.Registration!.Card.Kind ? Keep(state, Detector(state).Observe(state.Level, observation.At, observation.Value)) : [];

    /// <inheritdoc/>
    protected override IReadOnlyList<Finding> Tick(TerminalState state, DateTimeOffset upTo) => Keep(state, Detector(state).Tick(state.Level, upTo));

    private static IReadOnlyList<Finding> Keep(TerminalState state, LevelStep step)
    {
        state.Level = step.Next;
        return step.Findings;
    }

    private ThresholdDetector Detector(TerminalState state) =>
        new(state.Registration!.Card.Kind, ThresholdRule.Of(state.Registration, Options), Options.GapAfter);
}
