using CityActors.Alerts;
using CityActors.Cameras;
using CityActors.Facts;
using CityActors.Households;
using CityActors.Places;
using CityActors.Reactions;
using CityActors.Silo.Clock;
using CityActors.Simulation;
using CityActors.Terminals;
using Microsoft.Extensions.DependencyInjection;

namespace CityActors.Observations;

/// <summary>A real router and real entities over a log in memory.</summary>
public sealed class RouterTests : IAsyncLifetime
{
    private static readonly ObservationCodec Codec = new(new Kinds());
    private const string Id = "home-430103002001-0001";
    private const string Camera = "cam-43010300001320000001";
    private static readonly DateTimeOffset Start = new(2025, 10, 13, 0, 0, 0, TimeSpan.Zero);
    private readonly ReplayClock clock = new(Start.AddDays(3));
    private readonly MemoryCity city = new();
    private readonly MemoryObservationLog log = new(TimeProvider.System);
    private SimulatedSilo silo = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private IHouseholdGrain Home => silo.Grains.GetGrain<IHouseholdGrain>(Id);

    private IObservationRouterGrain Router => RouterOf(Id);

    public async ValueTask InitializeAsync()
    {
        silo = await SimulatedSilo.Start(city, log, clock, static services =>
            services.Configure<RouterOptions>(static options => (options.IsSelfDriven, options.GatherFor) = (false, TimeSpan.FromSeconds(5))));
        await Home.Register(new HouseholdRegistration { Card = Card(Id, "household"), ConsentAt = Start }, Start);
        await silo.Grains.GetGrain<ICameraGrain>(Camera).Register(new CameraRegistration { Card = Card(Camera, "camera"), Zones = ["lane-1"] }, Start);
    }

    public ValueTask DisposeAsync() => silo.DisposeAsync();

    [Fact]
    public async Task Step_ToATime_DeliversNothingLaterAndNamesWhenSilenceIsJudged()
    {
        await Append(Readings(10));

        Assert.Equal(At(6), (await Router.Step(At(4), At(4))).Next); // It tells its cell that it is silent before that is an alert.
        Assert.Equal((At(4), 4), ((await View()).LastReadingAt, (await Router.Status()).Delivered));
    }

    [Fact]
    public async Task Step_EntityThatRunsAhead_DecidesWhatItFoundWhenItsTimeHasCome()
    {
        await Append([Reading(1), Reading(20)]);

        Assert.Equal(At(3), (await Router.Step(At(1), At(30))).Next); // Its cell is to know of its silence first.
        Assert.Equal(At(5), (await Router.Step(At(3), At(30))).Next); // An hour after the first one its silence is found.
        Assert.Equal((At(1), 1), ((await View()).LastReadingAt, (await Router.Status()).Delivered));
        Assert.Empty(Alerts());

        Assert.Equal(At(20), (await Router.Step(At(5), At(30))).Next);
        Assert.Equal([AlertState.Open], Alerts());

        await Router.Step(At(20), At(30));
        Assert.Equal(2, (await Router.Status()).Delivered);
        Assert.Equal([AlertState.Open, AlertState.Cleared], Alerts());
    }

    [Fact]
    public async Task Step_EntityThatLostWhatItFoundAhead_FindsItAgain()
    {
        await Append([Reading(1), Reading(20)]);
        await Router.Step(At(1), At(30));
        await Forget(Home);

        await Router.Step(At(5), At(30));
        await Forget(Home);
        await Router.Step(At(20), At(30));

        Assert.Equal([AlertState.Open, AlertState.Cleared], Alerts());
    }

    [Fact]
    public async Task Step_EntityThatLostItsMemory_GetsWhatItLostAgain()
    {
        await Append(Readings(10));
        await Router.Step(At(1), At(1)); // Its cell learns of it, which is stored.
        await Router.Step(At(6), At(6));
        await Forget(Home);
        Assert.Equal(At(1), (await View()).LastReadingAt);

        await Router.Step(At(7), At(7));

        Assert.Equal(At(7), (await View()).LastReadingAt);
        Assert.Equal((7, 0), await Learnt());
    }

    [Fact]
    public async Task Checkpoint_EntityThatLostItsMemory_GetsWhatItLostAgain()
    {
        await Append(Readings(10));
        await Router.Step(At(10), At(10));
        await Forget(Home);

        await Router.Checkpoint();
        await Forget(Home);

        Assert.Equal(At(10), (await View()).LastReadingAt);
        Assert.Equal(10, (await Router.Status()).Checkpoint);
    }

    [Fact]
    public async Task Step_AfterARestart_GoesOnFromTheCheckpointAndRepeatsAreSkipped()
    {
        await Append(Readings(10));
        await Router.Step(At(3), At(3));
        await Router.Checkpoint();
        await Router.Step(At(7), At(7));
        await SimulatedSilo.Deactivate(Router);
        await SimulatedSilo.Deactivate(Home);

        await Router.Step(At(10), At(10));

        Assert.Equal(At(10), (await View()).LastReadingAt);
        Assert.Equal(10, (await Router.Status()).Delivered);
    }

    [Fact]
    public async Task Step_TimesThatRunBack_AreDeliveredInTheOrderOfTheLog()
    {
        var late = Reading(2) with { Value = 777 };
        await Append([.. Readings(5), late]);

        await Router.Step(At(4), At(4));
        Assert.Equal(4, (await Router.Status()).Delivered);
        await Router.Step(At(5), At(5));

        Assert.Equal(6, (await Router.Status()).Delivered);
        Assert.Equal((5, 0), await Learnt());
    }

    [Fact]
    public async Task Step_AnItemThatItsEntityFailsOn_IsSetAsideAloneAndNothingIsLost()
    {
        var thrown = new Observation { Entity = Camera, Kind = ObservationKinds.ThrownObject, At = At(1), Track = "t1", Zone = "lane-1", Phase = TrackPhase.Start };
        var broken = thrown with { Track = "t2", At = DateTimeOffset.MinValue }; // No door lets such a time in.
        await Append([thrown, broken, thrown with { Track = "t3", Kind = ObservationKinds.FireLane }]);

        await RouterOf(Camera).Step(At(1), At(1));

        var poison = Assert.Single(await log.ReadPoison(0, 10, Cancellation));
        Assert.Equal((Camera, 2L), (poison.EntityId, poison.Offset));
        Assert.Equal(1, (await RouterOf(Camera).Status()).Poisoned);
        Assert.Equal(2, (await silo.Grains.GetGrain<ICameraGrain>(Camera).Read())!.Tracks);
        var told = Assert.Single(city.Facts.All, static fact => fact.Type == "alert");
        Assert.Equal(AlertKinds.ThrownObject, ((AlertChanged)FactRecords.Read(told)).Alert.Kind);
    }

    [Fact]
    public async Task Step_UnknownEntity_IsSetAsideAndOthersGoOn()
    {
        var stranger = Enumerable.Range(2, 10_000).Select(static number => $"home-430103002001-{number:0000}").First(static id => Partitions.Of(id) == Partitions.Of(Id));
        await Append([Reading(1) with { Entity = stranger }, Reading(1)]);

        await Router.Step(At(1), At(1));

        var poison = Assert.Single(await log.ReadPoison(0, 10, Cancellation));
        Assert.Equal(stranger, poison.EntityId);
        Assert.Contains("not registered", poison.Reason, StringComparison.Ordinal);
        Assert.Equal(At(1), (await View()).LastReadingAt);
    }

    [Fact]
    public async Task Step_StateThatNobodyUnderstands_HoldsUpNobody()
    {
        city.Unreadable.Add($"household/{Id}");
        await SimulatedSilo.Deactivate(Home);
        await Append(Readings(3));

        await Router.Step(At(3), At(3));

        Assert.Equal(3, (await log.ReadPoison(0, 10, Cancellation)).Count);
    }

    [Fact]
    public async Task Wake_DaysOfHistoryRowByRow_NoSilenceIsJudgedThatALaterRowFills()
    {
        for (var number = 1; number <= 40; number++)
        {
            await Append([Reading(number)]);
            await Router.Wake();
        }

        Assert.Empty(Alerts());
        clock.MoveTo(clock.GetUtcNow().AddMinutes(31)); // No more comes.
        await Router.Wake();
        Assert.Equal([AlertState.Open], Alerts());
        var gap = ((AlertChanged)FactRecords.Read(Assert.Single(city.Facts.All, static fact => fact.Type == "alert"))).Alert;
        Assert.Equal((AlertKinds.DataGap, At(44)), (gap.Kind, gap.OpenedAt));
    }

    [Fact]
    public async Task Wake_MuchComesWhileItGathers_DeliversAllOfItInOrder()
    {
        await Append(Readings(40));
        var pump = Router.Wake();
        await Append([.. Readings(120).Skip(40)]);
        await pump;
        await Router.Wake();

        Assert.Equal(At(120), (await View()).LastReadingAt);
        Assert.Equal((64, 0), await Learnt()); // It knows of the last 64 intervals which had a reading.
    }

    [Fact]
    public async Task Wake_MuchComes_WhatMustNotWaitGoesFirst()
    {
        var terminal = Enumerable.Range(1, 10_000).Select(static number => $"term-430103002001-{number:00000}").First(static id => Partitions.Of(id) == Partitions.Of(Id));
        await silo.Grains.GetGrain<ITerminalGrain>(terminal).Register(new TerminalRegistration { Card = Card(terminal, "terminal") with { Kind = ObservationKinds.GasLevel } }, Start);
        await Append([.. Readings(100), new Observation { Entity = terminal, Kind = ObservationKinds.GasLevel, At = At(1), Value = 60 }]);

        var pump = Router.Wake();
        await LiveCity.When(() => Task.FromResult(Alerts().ToArray()), static alerts => alerts.Length == 1);
        Assert.Null((await View()).LastReadingAt); // It is gathered for seconds here.

        await pump;
        Assert.Equal(At(100), (await View()).LastReadingAt);
    }

    private IEnumerable<AlertState> Alerts() =>
        city.Facts.All.Where(static fact => fact.Type == "alert").Select(static fact => ((AlertChanged)FactRecords.Read(fact)).Alert.State);

    private static DateTimeOffset At(int number) => Start.AddMinutes(15 * number);

    private static Observation Reading(int number) => new() { Entity = Id, Kind = ObservationKinds.Power, At = At(number), Value = 100 + number };

    private static Observation[] Readings(int count) => [.. Enumerable.Range(1, count).Select(Reading)];

    private static EntityCard Card(string id, string type) => new() { Id = id, Type = type, Cell = "430103002001001", Position = new GeoPoint(112.98, 28.19) };

    private IObservationRouterGrain RouterOf(string entity) => silo.Grains.GetGrain<IObservationRouterGrain>(Partitions.RouterKey(Partitions.Of(entity)));

    private async Task<HouseholdView> View() => (await Home.Read(new HouseholdLook("test", "test", Start)))!;

    /// <summary>How many of the last 64 intervals the home had readings of, and how many readings were set aside.</summary>
    private async Task<(int Seen, int Poisoned)> Learnt()
    {
        await Router.Checkpoint();
        var state = new Commits.StateSerializer().Deserialize<HouseholdState>((await city.Read($"household/{Id}")).Head!.Value.Span)!;
        return ((int)ulong.PopCount(state.Rhythm.Seen), (await log.ReadPoison(0, 10, Cancellation)).Count);
    }

    /// <summary>The entity's activation ends and cannot save what it has in memory.</summary>
    private async Task Forget(IAddressable entity)
    {
        city.IsCut = true;
        await SimulatedSilo.Deactivate(entity);
        while (await Record.ExceptionAsync(View) is null)
        {
            await Task.Yield(); // Until the activation has gone, and no other can begin.
        }

        city.IsCut = false;
    }

    private Task Append(Observation[] seen)
    {
        var items = seen.Select(static observation =>
        {
            var buffer = new byte[ObservationCodec.LongestItem];
            return (ReadOnlyMemory<byte>)buffer.AsMemory(0, Codec.Encode(observation, buffer));
        }).ToList();
        return log.Append(new AppendRequest([new PartitionBatch(Partitions.Of(seen[0].Entity), items, seen.Min(static item => item.At), seen.Max(static item => item.At))]), Cancellation);
    }
}
