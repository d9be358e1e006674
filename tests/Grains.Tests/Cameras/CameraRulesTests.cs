using CityActors.Tests.Watch;
using CityActors.Alerts;
using CityActors.Cameras;
using CityActors.Observations;
using CityActors.Tests.Alerts;
using Microsoft.Extensions.Options;

namespace CityActors.Tests.Cameras;

public sealed class CameraRulesTests
{
    private const string Camera = "cam-43010300001320000001";
    private static readonly DateTimeOffset T0 = new(2026, 1, 5, 6, 45, 0, TimeSpan.Zero);

    private static readonly Observation Thrown = new()
    {
        Entity = Camera,
        Kind = ObservationKinds.ThrownObject,
        At = T0,
        Track = "t1",
        Zone = "lane-1",
        Phase = TrackPhase.Start,
    };

    private readonly CameraRules rules = new(Options.Create(new CameraOptions()), Options.Create(new AlertOptions()), SeedThings.Kinds, SeedThings.Things);

    private readonly CameraState state = new()
    {
        Registration = new CameraRegistration { Card = EntityRun<CameraState>.Card(Camera, "camera"), Zones = ["lane-1"] },
    };

    [Fact]
    public void FireLane_BlockedForThreeMinutes_IsOneAlertAsOfThen()
    {
        var camera = new EntityRun<CameraState>(Camera, rules, state);
        var start = Thrown with { Kind = ObservationKinds.FireLane };
        camera.Observe(EntityRun<CameraState>.Logged([start, start with { Track = "t2", At = T0.AddSeconds(9) }]));
        Assert.Equal(T0.AddMinutes(3), camera.NextDue);

        camera.Tick(T0.AddMinutes(10));

        Assert.Equal($"{Camera}.fire-lane-blocked.lane-1.1", Assert.Single(camera.Alerts).Alert.Id);
        Assert.Equal(T0.AddMinutes(3), camera.Alert.OpenedAt);
        Assert.True(camera.NextDue > T0.AddMinutes(10));
    }

    [Fact]
    public void Zones_InventedWithEveryEvent_AreBoundedAndNothingGoesUnheard()
    {
        var camera = new EntityRun<CameraState>(Camera, rules, state);
        var most = new CameraOptions().MostZones;
        var invented = Enumerable.Range(0, 1_000).Select(static number => Thrown with { Track = $"t{number}", Zone = $"z{number}", At = T0.AddMinutes(number) });

        camera.Observe(EntityRun<CameraState>.Logged([.. invented, Thrown with { Track = "last", At = T0.AddDays(1) }]));

        string[] zones = [.. state.Alerts!.Episodes.Keys.Select(static name => name.Split('.')[1])];
        Assert.Equal(["lane-1", "other", .. Enumerable.Range(0, most).Select(static number => $"z{number}").Order(StringComparer.Ordinal)], zones);
        Assert.InRange(state.Scene.Episodes.Count, 1, most + 2);
        var other = camera.Alerts.Select(static told => told.Alert).First(static alert => alert.Zone == "other");
        Assert.Equal(("chattering", T0.AddMinutes(most)), (other.Explanation.Rule, other.OpenedAt));
        Assert.Contains("请检查设备", other.Explanation.Chinese, StringComparison.Ordinal);
    }

    [Fact]
    public void Observe_AnItemThatFails_LeavesWhatWasDecidedBeforeToBeCommitted()
    {
        var batch = new ObserveBatch { Items = EntityRun<CameraState>.Logged([Thrown, Thrown with { Track = "t2", At = DateTimeOffset.MinValue }, Thrown with { Track = "t3" }]) };
        var isDirty = false;

        var decision = rules.Observe(state, batch, ref isDirty, out var failure);

        Assert.IsType<ArgumentOutOfRangeException>(failure);
        Assert.Single(decision.Facts);
        Assert.Equal((true, true, 10L), (decision.IsChange, isDirty, state.Applied));
    }
}
