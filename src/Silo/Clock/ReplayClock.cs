namespace CityActors.Silo.Clock;

/// <summary>Time that stands still until it is moved: the declared clock of a replay. Timers on it wait for real seconds.</summary>
/// <param name="start">Where it stands.</param>
public sealed class ReplayClock(DateTimeOffset start) : TimeProvider
{
    private long now = start.UtcTicks;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => new(Volatile.Read(ref now), TimeSpan.Zero);

    /// <summary>Moves the clock; it never goes back. Called by one driver only.</summary>
    public void MoveTo(DateTimeOffset time) => Volatile.Write(ref now, Math.Max(now, time.UtcTicks));
}
