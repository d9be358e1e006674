using CityActors.Alerts;
using CityActors.Deadlines;
using CityActors.Observations;
using CityActors.Places;
using Microsoft.Extensions.Options;

namespace CityActors.Terminals;

/// <summary>A device that measures one thing.</summary>
[GrainType("terminal")]
public sealed class TerminalGrain : Grain, ITerminalGrain, IDueOwner, IEntityRules<TerminalState>
{
    private readonly IPersistentState<TerminalState> store;
    private readonly TerminalOptions options;
    private readonly ObservedEntity<TerminalState> entity;

    /// <summary>Creates the grain.</summary>
    public TerminalGrain(
        [PersistentState("terminal")] IPersistentState<TerminalState> store, IOptions<TerminalOptions> options, EntityServices services)
    {
        this.store = store;
        this.options = options.Value;
        entity = new ObservedEntity<TerminalState>(this, store, this, services);
    }

    private TerminalState State => store.State;

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        entity.Kick();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => entity.Deactivate();

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Nothing is known about the terminal's kind.</exception>
    public Task Register(TerminalRegistration registration, DateTimeOffset at)
    {
        if (State.Registration == registration)
        {
            return entity.Flush();
        }

        ThresholdRule.Of(registration, options);
        State.Registration = registration;
        return entity.Register(at);
    }

    /// <inheritdoc/>
    public Task<TerminalView?> Read() => Task.FromResult(State.Registration is not { } registration ? null : new TerminalView
    {
        Registration = registration,
        Threshold = ThresholdRule.Of(registration, options).Threshold,
        LastReadingAt = State.Level.At,
        Value = State.Level.Value,
        OpenAlerts = entity.OpenAlerts(),
    });

    /// <inheritdoc/>
    public ValueTask<ObserveReply> Observe(ObserveBatch batch) => entity.Observe(batch);

    /// <inheritdoc/>
    public Task<long> Flush() => entity.Flush();

    /// <inheritdoc/>
    public Task<AlertReply> HandleAlert(string alertId, AlertCommand command) => entity.HandleAlert(alertId, command);

    /// <inheritdoc/>
    public Task<Alert?> ReadAlert(string alertId) => Task.FromResult(entity.ReadAlert(alertId));

    /// <inheritdoc/>
    public Task OrderEnded(string alertId, string orderId, string actor, string reason, DateTimeOffset at) =>
        entity.OrderEnded(alertId, orderId, actor, reason, at);

    /// <inheritdoc/>
    public Task<IReadOnlyList<DueEntry>> Due(DueEntry entry) => entity.Due(entry);

    /// <inheritdoc/>
    public Task Wake() => entity.Wake();

    EntityCard? IEntityRules<TerminalState>.CardOf(TerminalState state) => state.Registration?.Card;

    IReadOnlyList<Finding> IEntityRules<TerminalState>.Observe(TerminalState state, Observation observation) =>
        observation.Kind == state.Registration!.Card.Kind ? Keep(Detector(state).Observe(state.Level, observation.At, observation.Value)) : [];

    IReadOnlyList<Finding> IEntityRules<TerminalState>.Tick(TerminalState state, DateTimeOffset upTo) => Keep(Detector(state).Tick(state.Level, upTo));

    DateTimeOffset? IEntityRules<TerminalState>.NextDue(TerminalState state) => Detector(state).NextDue(state.Level);

    private ThresholdDetector Detector(TerminalState state) =>
        new(state.Registration!.Card.Kind, ThresholdRule.Of(state.Registration, options), options.GapAfter);

    private IReadOnlyList<Finding> Keep(LevelStep step)
    {
        State.Level = step.Next;
        return step.Findings;
    }
}
