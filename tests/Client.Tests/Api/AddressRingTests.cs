using CityActors.Client.Api;
using SiloAddress = CityActors.Client.Api.SiloAddress;

namespace CityActors.Client.Tests.Api;

public sealed class AddressRingTests
{
    private static readonly DateTimeOffset start = new(2026, 1, 14, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan pause = TimeSpan.FromSeconds(5);

    private readonly HandClock time = new(start);
    private readonly AddressRing ring;

    public AddressRingTests() => ring = new AddressRing("abc".Select(name => new SiloAddress(new Uri($"http://{name}"))), time);

    [Fact]
    public void Next_EachLane_TakesTheAddressesInTurnByItself()
    {
        var observations = Hosts(Lane.Observations, 4);
        var others = Hosts(Lane.Others, 2);

        Assert.Equal("abca", observations);
        Assert.Equal("ab", others);
    }

    [Fact]
    public void Next_OneFailed_IsLeftOutUntilItsPauseIsOver()
    {
        ring.Addresses[1].Lost(time.GetUtcNow(), pause);

        Assert.Equal("acac", Hosts(Lane.Observations, 4));
        time.Now = start + pause;
        Assert.Contains('b', Hosts(Lane.Observations, 3));
    }

    [Fact]
    public void Lost_AgainAndAgain_PausesLongerUpToAMinute()
    {
        var pauses = Enumerable.Range(0, 6).Select(_ =>
        {
            ring.Addresses[0].Lost(start, pause);
            return (ring.Addresses[0].PausedUntil - start).TotalSeconds;
        });

        Assert.Equal([5, 10, 20, 40, 60, 60], pauses);
        ring.Addresses[0].Answered();
        Assert.True(ring.Addresses[0].PausedUntil < start);
    }

    [Fact]
    public void Next_WithinARound_TriesEachOnceAndThePausedLast()
    {
        ring.Addresses[0].Lost(start, pause);
        var tried = ring.Round(Lane.Others).Select(address => address.Uri.Host).ToList();

        Assert.Equal(3, tried.Count);
        Assert.Equal(3, tried.Distinct().Count());
        Assert.Equal("a", tried[^1]);
    }

    [Fact]
    public void Next_AllPaused_IsTheOneWhosePauseEndsFirst()
    {
        ring.Addresses[0].Lost(start, pause);
        ring.Addresses[1].Lost(start, pause / 2);
        ring.Addresses[2].Lost(start, pause);

        Assert.Equal("bb", Hosts(Lane.Observations, 2));
    }

    [Fact]
    public void Next_Steady_StaysWhereItWasAnswered()
    {
        Assert.Equal("aa", Hosts(Lane.Steady, 2));

        ring.StayWith(ring.Addresses[2]);

        Assert.Equal("cc", Hosts(Lane.Steady, 2));
    }

    [Fact]
    public void Round_OneFailsInIt_IsLookedAtAgainForTheNext()
    {
        using var round = ring.Round(Lane.Others).GetEnumerator();
        round.MoveNext();
        ring.Addresses[1].Lost(start, pause);
        round.MoveNext();

        Assert.Equal("c", round.Current.Uri.Host);
    }

    [Fact]
    public void Figures_Acknowledged_HaveTheirPercentiles()
    {
        var address = ring.Addresses[0];
        Assert.Null(address.Figures.P50Ms);
        for (var i = 1; i <= 100; i++)
        {
            address.Acknowledged(2, 1, TimeSpan.FromMilliseconds(10 * i));
        }

        Assert.Equal((200, 100), (address.Figures.Accepted, address.Figures.Refused));
        Assert.InRange(address.Figures.P50Ms!.Value, 495, 510);
        Assert.InRange(address.Figures.P95Ms!.Value, 945, 960);
        Assert.InRange(address.Figures.P99Ms!.Value, 985, 1000);
    }

    [Fact]
    public void Acknowledged_AtOnceOrAfterDays_StillCounts()
    {
        ring.Addresses[0].Acknowledged(1, 0, TimeSpan.Zero);
        ring.Addresses[0].Acknowledged(1, 0, TimeSpan.FromDays(3));

        Assert.True(ring.Addresses[0].Figures.P50Ms < 1);
        Assert.True(ring.Addresses[0].Figures.P99Ms > TimeSpan.FromMinutes(20).TotalMilliseconds);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65)]
    public void Ring_NoOrTooManyAddresses_IsRefused(int count) =>
        Assert.Throws<ArgumentException>(() => new AddressRing(Enumerable.Range(0, count).Select(i => new SiloAddress(new Uri($"http://s{i}"))), time));

    private string Hosts(Lane lane, int count) => string.Concat(Enumerable.Range(0, count).Select(_ => ring.Round(lane).First().Uri.Host));

    private sealed class HandClock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
