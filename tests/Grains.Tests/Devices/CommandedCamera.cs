using CityActors.Alerts;
using CityActors.Cameras;
using CityActors.Observations;
using CityActors.Places;
using CityActors.Tests.Alerts;
using CityActors.Tests.Watch;
using Microsoft.Extensions.Options;

namespace CityActors.Tests.Devices;

/// <summary>A camera at a pond.</summary>
internal static class CommandedCamera
{
    public const string Id = "cam-43010300001320000009";

    public static readonly DateTimeOffset T0 = new(2026, 7, 5, 6, 45, 0, TimeSpan.Zero);

    public static EntityRun<CameraState> Begin() => new(
        Id,
        new CameraRules(Options.Create(new CameraOptions()), Options.Create(new AlertOptions()), SeedThings.Kinds, SeedThings.Things),
        new CameraState { Registration = new CameraRegistration { Card = EntityRun<CameraState>.Card(Id, "camera", "edge-camera") with { Privacy = Privacy.Public }, Zones = ["pond"] } });

    public static Observation Person(double second, TrackPhase phase = TrackPhase.Start, string track = "t1", bool hasRoster = false) => new()
    {
        Entity = Id,
        Kind = "person-at-edge",
        At = T0.AddSeconds(second),
        Track = track,
        Zone = "pond",
        Phase = phase,
        HasRoster = hasRoster,
    };

    public static EntityRun<CameraState> Loitering(out Alert alert)
    {
        var camera = Begin();
        camera.Observe(EntityRun<CameraState>.Logged([Person(0)]));
        camera.Tick(T0.AddSeconds(30));
        alert = camera.Alert;
        return camera;
    }
}
