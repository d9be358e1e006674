using CityActors.Alerts;
using CityActors.Deadlines;
using CityActors.Observations;
using CityActors.Places;
using Microsoft.Extensions.Options;

namespace CityActors.Cameras;

/// <summary>A video source with AI events.</summary>
[GrainType("camera")]
public sealed class CameraGrain : Grain, ICameraGrain, IDueOwner, IEntityRules<CameraState>
{
    private readonly IPersistentState<CameraState> store;
    private readonly CameraOptions options;
    private readonly ObservedEntity<CameraState> entity;

    /// <summary>Creates the grain.</summary>
    public CameraGrain(
        [PersistentState("camera")] IPersistentState<CameraState> store, IOptions<CameraOptions> options, EntityServices services)
    {
        this.store = store;
        this.options = options.Value;
        entity = new ObservedEntity<CameraState>(this, store, this, services);
    }

    private CameraState State => store.State;

    private TrackDetector Detector => new(options);

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        entity.Kick();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => entity.Deactivate();

    /// <inheritdoc/>
    public Task Register(CameraRegistration registration, DateTimeOffset at)
    {
        if (State.Registration is { } known && known with { Zones = registration.Zones } == registration && known.Zones.SequenceEqual(registration.Zones))
        {
            return entity.Flush();
        }

        State.Registration = registration;
        return entity.Register(at);
    }

    /// <inheritdoc/>
    public Task<CameraView?> Read() => Task.FromResult(State.Registration is not { } registration ? null : new CameraView
    {
        Registration = registration,
        LastEventAt = State.Scene.LastAt,
        Tracks = State.Scene.Tracks.Count,
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

    EntityCard? IEntityRules<CameraState>.CardOf(CameraState state) => state.Registration?.Card;

    IReadOnlyList<Finding> IEntityRules<CameraState>.Observe(CameraState state, Observation observation) => Keep(Detector.Observe(state.Scene, observation));

    IReadOnlyList<Finding> IEntityRules<CameraState>.Tick(CameraState state, DateTimeOffset upTo) => Keep(Detector.Tick(state.Scene, upTo));

    DateTimeOffset? IEntityRules<CameraState>.NextDue(CameraState state) => Detector.NextDue(state.Scene);

    private IReadOnlyList<Finding> Keep(SceneStep step)
    {
        State.Scene = step.Next;
        return step.Findings;
    }
}
