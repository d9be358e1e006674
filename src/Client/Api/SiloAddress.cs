namespace CityActors.Client.Api;

/// <summary>One address of the city: whether it is left alone for now, and what went through it.</summary>
internal sealed class SiloAddress(Uri uri)
{
    private static readonly TimeSpan longestPause = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly LatencyHistogram acknowledged = new();
    private SiloFigures figures = new(uri);
    private int failuresInRow;
    private DateTimeOffset pausedUntil = DateTimeOffset.MinValue;

    public Uri Uri { get; } = uri;

    /// <summary>It failed, and is tried again from this time on.</summary>
    public DateTimeOffset PausedUntil
    {
        get
        {
            lock (gate)
            {
                return pausedUntil;
            }
        }
    }

    public SiloFigures Figures
    {
        get
        {
            lock (gate)
            {
                return figures with { P50 = acknowledged.Within(0.5), P95 = acknowledged.Within(0.95), P99 = acknowledged.Within(0.99) };
            }
        }
    }

    public void Sent(long bytes)
    {
        lock (gate)
        {
            figures = figures with { Requests = figures.Requests + 1, BytesSent = figures.BytesSent + bytes };
        }
    }

    /// <summary>It answered, whatever it said.</summary>
    public void Answered()
    {
        lock (gate)
        {
            failuresInRow = 0;
            pausedUntil = DateTimeOffset.MinValue;
        }
    }

    /// <summary>No answer came: it is left alone for a while, longer each time in a row.</summary>
    public void Lost(DateTimeOffset now, TimeSpan pause)
    {
        lock (gate)
        {
            figures = figures with { Failures = figures.Failures + 1 };
            var longer = pause * Math.Pow(2, Math.Min(failuresInRow++, 6));
            pausedUntil = now + (longer < longestPause ? longer : longestPause);
        }
    }

    /// <summary>It cannot serve now.</summary>
    public void CannotServe(DateTimeOffset now, TimeSpan pause)
    {
        lock (gate)
        {
            figures = figures with { Unavailable = figures.Unavailable + 1 };
            pausedUntil = now + pause;
        }
    }

    public void AskedToWait()
    {
        lock (gate)
        {
            figures = figures with { TooMany = figures.TooMany + 1 };
        }
    }

    /// <summary>A batch is durable.</summary>
    public void Acknowledged(long accepted, long refused, TimeSpan after)
    {
        lock (gate)
        {
            figures = figures with { Accepted = figures.Accepted + accepted, Refused = figures.Refused + refused };
            acknowledged.Add(after);
        }
    }
}
