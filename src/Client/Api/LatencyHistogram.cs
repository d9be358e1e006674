namespace CityActors.Client.Api;

/// <summary>Counts how long answers took, in buckets that grow by a twentieth: a percentile is at most 5 % too high, whatever was counted.</summary>
internal sealed class LatencyHistogram
{
    private const double FirstMilliseconds = 0.05;
    private const double Growth = 1.05;
    private const int Buckets = 350; // Up to more than twenty minutes; longer ones count as that.
    private static readonly double logGrowth = Math.Log(Growth);

    private readonly long[] counts = new long[Buckets];

    /// <summary>How many were counted.</summary>
    public long Count { get; private set; }

    /// <summary>Counts one.</summary>
    public void Add(TimeSpan took)
    {
        counts[BucketOf(took.TotalMilliseconds)]++;
        Count++;
    }

    /// <summary>The time within which a share of the answers came, or null: none was counted.</summary>
    /// <param name="share">Above 0, up to 1.</param>
    public TimeSpan? Within(double share)
    {
        var wanted = Math.Max(1, (long)Math.Ceiling(share * Count));
        var seen = 0L;
        for (var bucket = 0; bucket < Buckets; bucket++)
        {
            seen += counts[bucket];
            if (seen >= wanted)
            {
                return TimeSpan.FromMilliseconds(FirstMilliseconds * Math.Pow(Growth, bucket));
            }
        }

        return null;
    }

    // Bucket b holds what is over the bound of b - 1 and at most its own: first × growth^b.
    private static int BucketOf(double milliseconds) =>
        milliseconds <= FirstMilliseconds ? 0 : Math.Min(Buckets - 1, (int)Math.Ceiling(Math.Log(milliseconds / FirstMilliseconds) / logGrowth));
}
