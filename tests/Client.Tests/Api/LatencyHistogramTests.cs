using CityActors.Client.Api;

namespace CityActors.Client.Tests.Api;

public sealed class LatencyHistogramTests
{
    [Fact]
    public void Within_NothingCounted_IsUnknown() => Assert.Null(new LatencyHistogram().Within(0.5));

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.95)]
    [InlineData(0.99)]
    [InlineData(1)]
    public void Within_ManyTimes_IsAtMostATwentiethAboveTheTrueOne(double share)
    {
        var random = new Random(7);
        var times = Enumerable.Range(0, 10_000).Select(_ => 0.2 * Math.Pow(10, 5 * random.NextDouble())).Order().ToList();
        var histogram = new LatencyHistogram();
        foreach (var milliseconds in times)
        {
            histogram.Add(TimeSpan.FromMilliseconds(milliseconds));
        }

        var truth = times[(int)Math.Ceiling(share * times.Count) - 1];

        Assert.InRange(histogram.Within(share)!.Value.TotalMilliseconds, truth * 0.999, truth * 1.0501);
        Assert.Equal(10_000, histogram.Count);
    }

    [Fact]
    public void Add_ShorterAndLongerThanEveryBucket_StillCount()
    {
        var histogram = new LatencyHistogram();
        histogram.Add(TimeSpan.Zero);
        histogram.Add(TimeSpan.FromDays(3));

        Assert.True(histogram.Within(0.5) < TimeSpan.FromMilliseconds(1));
        Assert.True(histogram.Within(1) > TimeSpan.FromMinutes(20));
    }
}
