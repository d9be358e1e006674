namespace CityActors.Client.Live;

/// <summary>The city's clock as seen from here: this machine's clock plus the difference.</summary>
/// <param name="time">This machine's clock.</param>
/// <param name="ahead">How far the city's is ahead.</param>
internal sealed class DrillClock(TimeProvider time, TimeSpan ahead)
{
    private static readonly TimeSpan tolerated = TimeSpan.FromSeconds(1);

    public DateTimeOffset Now => time.GetUtcNow() + ahead;

    /// <summary>Reads the city's clock; a difference of less than a second is due to the request itself.</summary>
    public static async Task<DrillClock> Of(Api.CityClient client, TimeProvider time, CancellationToken cancellation)
    {
        var before = time.GetUtcNow();
        var city = (await client.Clock(cancellation)).Now;
        var ahead = city - (before + ((time.GetUtcNow() - before) / 2));
        return new DrillClock(time, ahead.Duration() < tolerated ? TimeSpan.Zero : ahead);
    }

    /// <summary>Waits until a time; at once where it has passed.</summary>
    public async Task Until(DateTimeOffset at, CancellationToken cancellation)
    {
        if (at - Now is { Ticks: > 0 } wait)
        {
            await Task.Delay(wait, time, cancellation);
        }
    }

    /// <summary>The next whole second.</summary>
    public DateTimeOffset NextSecond()
    {
        var now = Now.UtcTicks;
        return new DateTimeOffset(now - (now % TimeSpan.TicksPerSecond) + TimeSpan.TicksPerSecond, TimeSpan.Zero);
    }
}
