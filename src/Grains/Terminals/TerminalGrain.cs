using CityActors.Alerts;
using CityActors.Commits;
using CityActors.Observations;
using CityActors.Places;
using Microsoft.Extensions.Options;

namespace CityActors.Terminals;

/// <summary>A device that measures one thing.</summary>
[GrainType("terminal")]
internal sealed class TerminalGrain(TerminalRules rules, CityServices city) : EntityGrain<TerminalState>(rules, city), ITerminalGrain
{
    /// <exception cref="ArgumentException">Nothing is known about the terminal's kind.</exception>
    public Task Register(TerminalRegistration registration, DateTimeOffset at)
    {
        if (State.Registration == registration && State.Retired is null)
        {
            return Task.CompletedTask;
        }

        ThresholdRule.Of(registration, rules.Options);
        State.Registration = registration;
        State.Forget();
        return Registered(at);
    }

    public Task<TerminalView?> Read() => Task.FromResult(State is not { Registration: { } registration, Retired: null } ? null : new TerminalView
    {
        Registration = registration,
        Threshold = ThresholdRule.Of(registration, rules.Options).Threshold,
        LastReadingAt = State.Level.At,
        Value = State.Level.Value,
        OpenAlerts = OpenAlerts,
        NotJudged = State.NotJudged,
    });

    public Task<TerminalReadings?> ReadReadings() => Task.FromResult(State is not { Registration: { Card.Kind: var kind } registration, Retired: null } ? null : new TerminalReadings(
        rules.FactsOf(kind).Unit,
        ThresholdRule.Of(registration, rules.Options).Threshold,
        State.Rewind?.Items is { Count: > 0 } items ? [.. items.Where(item => item.Kind == rules.NumberOf(kind)).Select(static item => new TerminalReading(item.At, item.Value))]
            : State.Level.At is { } at ? [new TerminalReading(at, State.Level.Value)] : []));
}

/// <summary>What a terminal decides. It measures one thing; what is said to be of another kind is not judged.</summary>
internal sealed class TerminalRules(IOptions<TerminalOptions> options, IOptions<AlertOptions> alerts, Kinds kinds) : JudgedRules<TerminalState, LevelState>(alerts.Value, kinds)
{
    /// <summary>When a terminal alarms.</summary>
    public TerminalOptions Options { get; } = options.Value;

    /// <summary>What is known of what it measures.</summary>
    public KindFacts FactsOf(string kind) => Kinds.Find(kind)!;

    /// <summary>The number of what it measures.</summary>
    public int NumberOf(string kind) => Kinds.NumberOf(kind);

    public override EntityCard? CardOf(TerminalState state) => state.Registration?.Card;

    public override bool IsSilenceDue(TerminalState state) => Detector(state).IsSilenceDue(state.Level);

    protected override TimeSpan IntervalOf(TerminalState state) => ThresholdRule.Of(state.Registration!, Options).Interval;

    protected override DateTimeOffset? NextDueOf(TerminalState state) => Detector(state).NextDue(state.Level);

    protected override IReadOnlyList<Finding> Judge(TerminalState state, Observation observation) =>
        observation.Kind == state.Registration!.Card.Kind ? Keep(state, Detector(state).Observe(state.Level, observation.At, observation.Value)) : [];

    protected override void Wipe(TerminalState state, bool isErased) => (state.Level, state.Rewind) = (LevelState.Unknown, null);

    protected override IReadOnlyList<Finding> JudgeSilence(TerminalState state, DateTimeOffset upTo) => Keep(state, Detector(state).Tick(state.Level, upTo));

    protected override bool IsMoreAlarming(HeardItem item, HeardItem than) => item.Value > than.Value;

    private static IReadOnlyList<Finding> Keep(TerminalState state, DetectorStep<LevelState> step)
    {
        state.Level = step.Next;
        return step.Findings;
    }

    private ThresholdDetector Detector(TerminalState state) =>
        new(FactsOf(state.Registration!.Card.Kind), ThresholdRule.Of(state.Registration, Options), Options);
}

/// <summary>What a terminal remembers.</summary>
[GenerateSerializer, Alias("terminal-state")]
public sealed class TerminalState : JudgedState<LevelState>
{
    /// <summary>What is registered, or null: nothing yet.</summary>
    [Id(0)] public TerminalRegistration? Registration { get; set; }

    /// <summary>What it measured.</summary>
    [Id(1)] public LevelState Level { get; set; } = LevelState.Unknown;

    internal override LevelState Memory
    {
        get => Level;
        set => Level = value;
    }
}
