using CityActors.Alerts;
using CityActors.Commits;

namespace CityActors.Cameras;

/// <summary>A video source with AI events.</summary>
[GrainType("camera")]
internal sealed class CameraGrain(CameraRules rules, CityServices city) : EntityGrain<CameraState>(rules, city), ICameraGrain
{
    /// <inheritdoc/>
    public Task Register(CameraRegistration registration, DateTimeOffset at)
    {
        if (State.Registration is { } known && known with { Zones = registration.Zones } == registration && known.Zones.SequenceEqual(registration.Zones))
        {
            return Task.CompletedTask;
        }

        State.Registration = registration;
        return Registered(at);
    }

    /// <inheritdoc/>
    public Task<CameraView?> Read() => Task.FromResult(State.Registration is not { } registration ? null : new CameraView
    {
        Registration = registration,
        LastEventAt = State.Scene.LastAt,
        Tracks = State.Scene.Tracks.Count,
        OpenAlerts = OpenAlerts,
    });
}
