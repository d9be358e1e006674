namespace CityActors.Client.Live;

/// <summary>How one sender's share of the load is cut into batches: each is sent when its time is over and holds the readings of that time.</summary>
/// <param name="From">When the load begins.</param>
/// <param name="To">When it ends.</param>
/// <param name="Sender">Which sender this is, from 0.</param>
/// <param name="Senders">How many there are.</param>
/// <param name="PerSecond">Readings a second of all senders together.</param>
internal sealed record LoadSlices(DateTimeOffset From, DateTimeOffset To, int Sender, int Senders, int PerSecond)
{
    private const double ReadingsWanted = 2000;
    private static readonly TimeSpan shortest = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan longest = TimeSpan.FromSeconds(1);

    // As long as it takes for a batch that is worth a request, within bounds.
    private readonly TimeSpan length = TimeSpan.FromMilliseconds(Math.Clamp(
        Math.Floor(1000 * ReadingsWanted / (PerSecond / (double)Senders)), shortest.TotalMilliseconds, longest.TotalMilliseconds));

    public long Count => (To - From - Offset).Ticks / length.Ticks;

    // Senders do not all send at the same moment.
    private TimeSpan Offset => length * Sender / Senders;

    public DateTimeOffset End(long slice) => From + Offset + (length * (slice + 1));

    /// <summary>How many readings a slice holds; over all slices none is lost by rounding.</summary>
    public int Readings(long slice) => (int)(Due(slice + 1) - Due(slice));

    /// <summary>The time of a slice's reading: later than any before it of this sender, and never whole milliseconds after the beginning, as those of the homes' own are.</summary>
    public DateTimeOffset At(long slice, int reading, int readings)
    {
        var after = Offset + (length * slice) + (length * reading / readings);
        return From + (after.Ticks % TimeSpan.TicksPerMillisecond == 0 ? after + TimeSpan.FromTicks(1) : after);
    }

    private long Due(long slice) => (long)(slice * length.TotalSeconds * PerSecond / Senders);
}
