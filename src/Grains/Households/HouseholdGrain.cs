using CityActors.Alerts;
using CityActors.Deadlines;
using CityActors.Observations;
using CityActors.Places;
using Microsoft.Extensions.Options;

namespace CityActors.Households;

/// <summary>A dwelling with its meters.</summary>
[GrainType("household")]
public sealed class HouseholdGrain : Grain, IHouseholdGrain, IDueOwner, IEntityRules<HouseholdState>
{
    private readonly IPersistentState<HouseholdState> store;
    private readonly HouseholdOptions options;
    private readonly ObservedEntity<HouseholdState> entity;

    /// <summary>Creates the grain.</summary>
    public HouseholdGrain(
        [PersistentState("household")] IPersistentState<HouseholdState> store, IOptions<HouseholdOptions> options, EntityServices services)
    {
        this.store = store;
        this.options = options.Value;
        entity = new ObservedEntity<HouseholdState>(this, store, this, services);
    }

    private HouseholdState State => store.State;

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        entity.Kick();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => entity.Deactivate();

    /// <inheritdoc/>
    public Task Register(HouseholdRegistration registration, DateTimeOffset at)
    {
        if (State.Registration is { } known && known with { CareTags = registration.CareTags } == registration && known.CareTags.SequenceEqual(registration.CareTags))
        {
            return entity.Flush();
        }

        if (State.Registration is { } before && before.Interval != registration.Interval)
        {
            // Which intervals had a reading is counted in intervals: take all as read, so that no repeat passes for a late one.
            State.Rhythm = State.Rhythm with { Seen = ulong.MaxValue };
        }

        State.Registration = registration;
        return entity.Register(at);
    }

    /// <inheritdoc/>
    public Task<HouseholdView?> Read(HouseholdLook look) => Task.FromResult(State.Registration is not { } registration ? null : new HouseholdView
    {
        Registration = registration,
        LastReadingAt = Known(State.Rhythm.PowerAt > State.Rhythm.WaterAt ? State.Rhythm.PowerAt : State.Rhythm.WaterAt),
        LastActivityAt = Known(State.Rhythm.ActiveAt),
        BaseLoadWatts = State.Rhythm.BaseWatts,
        ActiveAboveWatts = BaseLoad.IsKnown(State.Rhythm) ? BaseLoad.ActiveAboveWatts(State.Rhythm, options) : 0,
        DaysLearnt = RhythmDetector.DaysLearnt(State.Rhythm),
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

    EntityCard? IEntityRules<HouseholdState>.CardOf(HouseholdState state) => state.Registration?.Card;

    IReadOnlyList<Finding> IEntityRules<HouseholdState>.Observe(HouseholdState state, Observation observation) =>
        state.Registration!.ConsentAt is null ? [] : Keep(Detector(state).Observe(state.Rhythm, observation));

    IReadOnlyList<Finding> IEntityRules<HouseholdState>.Tick(HouseholdState state, DateTimeOffset upTo) =>
        state.Registration!.ConsentAt is null ? [] : Keep(Detector(state).Tick(state.Rhythm, upTo.UtcDateTime));

    DateTimeOffset? IEntityRules<HouseholdState>.NextDue(HouseholdState state) =>
        state.Registration!.ConsentAt is null || Detector(state).NextDue(state.Rhythm) is not { } due ? null : new DateTimeOffset(due, TimeSpan.Zero);

    private static DateTimeOffset? Known(DateTime at) => at == default ? null : new DateTimeOffset(at, TimeSpan.Zero);

    private HouseholdDetector Detector(HouseholdState state) => new(state.Registration!.Interval, options);

    private IReadOnlyList<Finding> Keep(HouseholdStep step)
    {
        State.Rhythm = step.Next;
        return step.Findings;
    }
}
