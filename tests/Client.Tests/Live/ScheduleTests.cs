using CityActors.Client.Live;
using CityActors.Client.Simulation;

namespace CityActors.Client.Tests.Live;

public sealed class ScheduleTests
{
    private static readonly DateTimeOffset start = new(2026, 5, 4, 3, 2, 1, 234, 567, TimeSpan.Zero);
    private static readonly List<HomeLife> homes = [.. Enumerable.Range(0, 7).Select(i => new HomeLife(7, $"home-{i}"))];

    [Fact]
    public void Meters_AnInterval_HasEveryHomeOnceEvenlySpread()
    {
        var readings = new HomeSchedule(homes, start, TimeSpan.FromSeconds(70)).Between(start, start.AddSeconds(70)).ToList();

        Assert.Equal(7, readings.Select(reading => reading.Home.Id).Distinct().Count());
        Assert.Equal(Enumerable.Range(1, 7).Select(i => start.AddSeconds(10 * i)), readings.Select(reading => reading.At));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3.7, 1)]
    [InlineData(60, 13)]
    [InlineData(900, 7)]
    public void Meters_Windows_MakeUpTheWhole(double interval, int window)
    {
        var schedule = new HomeSchedule(homes, start, TimeSpan.FromSeconds(interval));
        var whole = schedule.Between(start, start.AddSeconds(13 * window)).Select(reading => (reading.Home.Id, reading.At)).ToList();

        var windows = Enumerable.Range(0, 13).SelectMany(i => schedule.Between(start.AddSeconds(i * window), start.AddSeconds((i + 1) * window)));

        Assert.Equal(whole, windows.Select(reading => (reading.Home.Id, reading.At)));
        Assert.InRange(whole.Count, Math.Floor(13 * window / interval * 7) - 1, (13 * window / interval * 7) + 1);
        Assert.Equal(whole.Count, whole.Distinct().Count());
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 4)]
    [InlineData(500, 8)]
    [InlineData(20_000, 16)]
    [InlineData(1_000_000, 16)]
    public void Load_AllSenders_MakeTheRateWithIncreasingTimes(int perSecond, int senders)
    {
        var total = 0L;
        var longest = TimeSpan.Zero;
        for (var sender = 0; sender < senders; sender++)
        {
            var slices = new LoadSlices(start, start.AddSeconds(10), sender, senders, perSecond);
            var last = start;
            for (var slice = 0L; slice < slices.Count; slice++)
            {
                var count = slices.Readings(slice);
                for (var i = 0; i < count; i++)
                {
                    var at = slices.At(slice, i, count);
                    Assert.True(at > last && at < slices.End(slice), $"{at:O} after {last:O}");
                    Assert.NotEqual(0, (at - start).Ticks % TimeSpan.TicksPerMillisecond);
                    last = at;
                }

                total += count;
            }

            Assert.True(slices.Count > 0 && slices.End(slices.Count - 1) <= start.AddSeconds(10));
            longest = slices.End(1) - slices.End(0) > longest ? slices.End(1) - slices.End(0) : longest;
        }

        Assert.InRange(longest, TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(1));
        Assert.InRange(total, (10.0 - (2 * longest.TotalSeconds)) * perSecond - senders, 10.0 * perSecond);
    }

    [Fact]
    public async Task DrillClock_CityIsAhead_FollowsTheCity()
    {
        await using var silo = await ScriptedSilo.Start(
            ScriptedSilo.Json($$"""{"mode":"wall","now":"{{TimeProvider.System.GetUtcNow().AddHours(1):O}}","horizon":null}"""));
        using var client = new CityActors.Client.Api.CityClient(silo.Address, "key");

        var clock = await DrillClock.Of(client, TimeProvider.System, TestContext.Current.CancellationToken);

        Assert.InRange((clock.Now - TimeProvider.System.GetUtcNow()).TotalMinutes, 59, 61);
        Assert.Equal(0, clock.NextSecond().Ticks % TimeSpan.TicksPerSecond);
    }
}
