using CityActors.Households;
using CityActors.Observations;
using CityActors.Simulation.Alerts;

namespace CityActors.Simulation.Observations;

public sealed class RouterTests : IAsyncLifetime
{
    private const string Id = "home-430103002001-0001";
    private static readonly DateTimeOffset Start = new(2025, 10, 13, 0, 0, 0, TimeSpan.Zero);
    private EntityHost host = null!;

    private IHouseholdGrain Home => host.Grains.GetGrain<IHouseholdGrain>(Id);

    private IObservationRouterGrain Router => host.Grains.GetGrain<IObservationRouterGrain>(Partitions.RouterKey(Partitions.Of(Id)));

    public async ValueTask InitializeAsync()
    {
        host = await EntityHost.Begin();
        await Home.Register(new HouseholdRegistration { Card = EntityHost.Card(Id, "household"), ConsentAt = Start }, Start);
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task Step_ToATime_DeliversNothingLaterAndNamesWhatComesNext()
    {
        await Append(10);

        var next = await Router.Step(At(4));

        Assert.Equal(At(5), next);
        Assert.Equal(At(4), (await View()).LastReadingAt);
    }

    [Fact]
    public async Task Checkpoint_EntityThatLostItsMemory_GetsWhatItLostAgain()
    {
        await Append(10);
        await Router.Step(At(10));
        host.States.IsCut = true;
        await host.Deactivate(Home); // Cannot save what it has in memory.
        host.States.IsCut = false;
        Assert.Null((await View()).LastReadingAt);

        await Router.Checkpoint();
        await host.Deactivate(Home);

        Assert.Equal(At(10), (await View()).LastReadingAt);
        Assert.Equal(10, (await Router.Status()).Checkpoint);
    }

    [Fact]
    public async Task Step_AfterARestart_GoesOnFromTheCheckpointAndRepeatsAreSkipped()
    {
        await Append(10);
        await Router.Step(At(3));
        await Router.Checkpoint();
        await Router.Step(At(7));
        await host.Deactivate(Router);
        await host.Deactivate(Home);

        await Router.Step(At(10));

        Assert.Equal(At(10), (await View()).LastReadingAt);
        Assert.Equal(10, (await Router.Status()).Delivered);
    }

    [Fact]
    public void Codec_EveryKind_ReadsWhatItWrote()
    {
        var buffer = new byte[ObservationCodec.LongestItem];
        foreach (var kind in KindTable.All)
        {
            var seen = new Observation { Entity = $"{kind.EntityPrefix}1", Kind = kind.Name, At = At(1), Value = 1.5, Zone = "消防通道", Track = kind.IsTrack ? "t-1" : "", Phase = kind.IsTrack ? TrackPhase.Update : TrackPhase.None, Confidence = kind.IsTrack ? 0.25 : 1, FalsePositive = kind.IsTrack };
            var length = ObservationCodec.Encode(seen, buffer);
            Assert.Equal(seen, ObservationCodec.Decode(buffer.AsSpan(0, length), seen.Entity));
            Assert.Equal(seen.At, ObservationCodec.AtOf(buffer));
        }

    }

    private static DateTimeOffset At(int number) => Start.AddMinutes(15 * number);

    private async Task<HouseholdView> View() => (await Home.Read(new HouseholdLook("test", "test", Start)))!;

    private Task Append(int count)
    {
        var items = Enumerable.Range(1, count).Select(number =>
        {
            var buffer = new byte[ObservationCodec.LongestItem];
            var length = ObservationCodec.Encode(new Observation { Entity = Id, Kind = ObservationKinds.Power, At = At(number), Value = 100 + number }, buffer);
            return (ReadOnlyMemory<byte>)buffer.AsMemory(0, length);
        }).ToList();
        return host.Service<IObservationLog>().Append(new AppendRequest([new PartitionBatch(Partitions.Of(Id), items, At(1), At(count))]), TestContext.Current.CancellationToken);
    }
}
