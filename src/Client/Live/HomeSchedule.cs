using CityActors.Client.Simulation;

namespace CityActors.Client.Live;

/// <summary>When each home sends: all at the same interval, evenly spread over it.</summary>
internal sealed class HomeSchedule(IReadOnlyList<HomeLife> homes, DateTimeOffset start, TimeSpan interval)
{
    // Milliseconds, so that no time of the load's is one of these.
    private readonly long intervalMs = (long)interval.TotalMilliseconds;

    /// <summary>The readings after one time up to and with another, by time.</summary>
    public IEnumerable<(HomeLife Home, DateTimeOffset At)> Between(DateTimeOffset after, DateTimeOffset upTo)
    {
        if (homes.Count == 0)
        {
            yield break;
        }

        for (var n = FirstAfter((after - start).TotalMilliseconds); start.AddMilliseconds(MsOf(n)) is var at && at <= upTo; n++)
        {
            yield return (homes[(int)(n % homes.Count)], at);
        }
    }

    // Reading n of the whole district: home n modulo all of them, a share of the interval after the one before.
    private long MsOf(long n) => (n / homes.Count * intervalMs) + (n % homes.Count * intervalMs / homes.Count);

    private long FirstAfter(double ms)
    {
        var n = Math.Max(0, (long)(ms / intervalMs * homes.Count) - 1);
        while (MsOf(n) <= ms)
        {
            n++;
        }

        return n;
    }
}
