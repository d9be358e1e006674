using CityActors.Alerts;
using CityActors.Observations;
using CityActors.Places;
using Microsoft.Extensions.Options;

namespace CityActors.Cameras;

/// <summary>What a camera decides.</summary>
internal sealed class CameraRules(IOptions<CameraOptions> options, IOptions<AlertOptions> alerts) : EntityRules<CameraState>(alerts.Value)
{
    private readonly TrackDetector detector = new(options.Value);

    /// <inheritdoc/>
    public override EntityCard? CardOf(CameraState state) => state.Registration?.Card;

    /// <inheritdoc/>
    public override DateTimeOffset? NextDue(CameraState state) => detector.NextDue(state.Scene);

    /// <inheritdoc/>
    protected override IReadOnlyList<Finding> Observe(CameraState state, Observation observation) => Keep(state, detector.Observe(state.Scene, observation));

    /// <inheritdoc/>
    protected override IReadOnlyList<Finding> Tick(CameraState state, DateTimeOffset upTo) => Keep(state, detector.Tick(state.Scene, upTo));

    private static IReadOnlyList<Finding> Keep(CameraState state, SceneStep step)
    {
        state.Scene = step.Next;
        return step.Findings;
    }
}
