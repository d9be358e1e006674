using CityActors.Alerts;
using CityActors.Cameras;
using CityActors.Observations;
using CityActors.Terminals;
using CityActors.Simulation.Alerts;

namespace CityActors.Simulation.Cameras;

public sealed class CameraGrainTests : IAsyncLifetime
{
    private const string Camera = "cam-43010300001320000001";
    private const string Terminal = "term-430103002001-01";

    private static readonly DateTimeOffset T0 = new(2026, 1, 5, 6, 45, 0, TimeSpan.Zero);

    private EntityHost host = null!;

    public async ValueTask InitializeAsync() => host = await EntityHost.Begin();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task FireLane_BlockedForThreeMinutes_IsOneAlertWithAnOrder()
    {
        var camera = host.Grains.GetGrain<ICameraGrain>(Camera);
        var registration = new CameraRegistration { Card = EntityHost.Card(Camera, "camera"), Zones = ["lane-1"] };
        await camera.Register(registration, T0);
        await camera.Register(registration with { Zones = ["lane-1"] }, T0);
        var start = new Observation { Entity = Camera, Kind = ObservationKinds.FireLane, At = T0, Track = "t1", Zone = "lane-1", Phase = TrackPhase.Start };

        var reply = await camera.Observe(new ObserveBatch { Items = EntityHost.Logged([start, start with { Track = "t2", At = T0.AddSeconds(9) }]) });
        Assert.Equal(T0.AddMinutes(3), reply.NextDue);
        reply = await camera.Observe(new ObserveBatch { PreviousOffset = 20, Tick = T0.AddMinutes(10) });

        Assert.True(reply.NextDue > T0.AddMinutes(10));
        var alerts = await host.Alerts(Camera);
        Assert.Equal(T0.AddMinutes(3), alerts[0].At);
        Assert.Equal(($"{Camera}.fire-lane-blocked.lane-1.1", true), (alerts[^1].Alert.Id, alerts[^1].Alert.Order.Length > 0));
        var view = (await camera.Read())!;
        Assert.Equal(2, view.Tracks);
        Assert.Equal([alerts[0].Subject], view.OpenAlerts);
    }

    [Fact]
    public async Task Gas_OverItsLimit_IsAnAlertThatEndsByItself()
    {
        var terminal = host.Grains.GetGrain<ITerminalGrain>(Terminal);
        await terminal.Register(new TerminalRegistration { Card = EntityHost.Card(Terminal, "terminal", ObservationKinds.GasLevel) }, T0);
        var reading = new Observation { Entity = Terminal, Kind = ObservationKinds.GasLevel, At = T0, Value = 31 };

        await terminal.Observe(new ObserveBatch { Items = EntityHost.Logged([reading, reading with { At = T0.AddMinutes(5), Value = 1 }]) });
        await terminal.Observe(new ObserveBatch { PreviousOffset = 20, Tick = T0.AddMinutes(7) });

        var alert = (await host.Alerts(Terminal))[^1].Alert;
        Assert.Equal((AlertKinds.Gas, AlertState.Cleared, T0, T0.AddMinutes(7)), (alert.Kind, alert.State, alert.OpenedAt, alert.ClearedAt));
        Assert.Equal((10.0, 1.0), ((await terminal.Read())!.Threshold, (await terminal.Read())!.Value));
    }

    [Theory]
    [InlineData("home-1", typeof(CityActors.Households.IHouseholdGrain))]
    [InlineData(Camera, typeof(ICameraGrain))]
    [InlineData(Terminal, typeof(ITerminalGrain))]
    public void EntityGrains_FindByPrefix(string id, Type expected)
    {
        Assert.IsAssignableFrom(expected, EntityGrains.Find(host.Grains, id));
        Assert.IsAssignableFrom(expected, EntityGrains.FindObserved(host.Grains, id));
        Assert.Throws<ArgumentException>(() => EntityGrains.Find(host.Grains, "tree-1"));
    }
}
