using HdrHistogram;

namespace CityActors.Client.Api;

/// <summary>One address of the city: whether it is left alone for now, and what went through it.</summary>
internal sealed class SiloAddress(Uri uri)
{
    private static readonly TimeSpan longestPause = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly LongHistogram acknowledged = new(TimeSpan.TicksPerHour, numberOfSignificantValueDigits: 2); // Longer ones count as an hour.
    private volatile SiloFigures figures = new(uri);
    private int failuresInRow;

    public Uri Uri { get; } = uri;

    /// <summary>It failed, and is tried again from this time on.</summary>
    public DateTimeOffset PausedUntil => figures.PausedUntil;

    public SiloFigures Figures
    {
        get
        {
            lock (gate)
            {
                return figures with { P50Ms = Within(50), P95Ms = Within(95), P99Ms = Within(99) };
            }
        }
    }

    public void Sent(long bytes) => Note(told => told with { Requests = told.Requests + 1, BytesSent = told.BytesSent + bytes });

    /// <summary>It answered, whatever it said.</summary>
    public void Answered() => Note(told =>
    {
        failuresInRow = 0;
        return told with { PausedUntil = default };
    });

    /// <summary>No answer came: it is left alone for a while, longer each time in a row.</summary>
    public void Lost(DateTimeOffset now, TimeSpan pause) => Note(told =>
    {
        var longer = pause * Math.Pow(2, Math.Min(failuresInRow++, 6));
        return told with { Failures = told.Failures + 1, PausedUntil = now + (longer < longestPause ? longer : longestPause) };
    });

    /// <summary>It cannot serve now.</summary>
    public void CannotServe(DateTimeOffset now, TimeSpan pause) =>
        Note(told => told with { Unavailable = told.Unavailable + 1, PausedUntil = now + pause });

    public void AskedToWait() => Note(told => told with { TooMany = told.TooMany + 1 });

    /// <summary>A batch is durable.</summary>
    public void Acknowledged(long accepted, long refused, TimeSpan after) => Note(told =>
    {
        acknowledged.RecordValue(Math.Clamp(after.Ticks, 1, TimeSpan.TicksPerHour));
        return told with { Accepted = told.Accepted + accepted, Refused = told.Refused + refused };
    });

    private void Note(Func<SiloFigures, SiloFigures> change)
    {
        lock (gate)
        {
            figures = change(figures);
        }
    }

    private double? Within(double percent) =>
        acknowledged.TotalCount == 0 ? null : Math.Round(TimeSpan.FromTicks(acknowledged.GetValueAtPercentile(percent)).TotalMilliseconds, 1);
}
