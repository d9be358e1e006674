namespace CityActors.Engine.Time;

/// <summary>Reads the silo's clock in ticks (100 ns).</summary>
/// <remarks>On the system clock due times follow the monotonic clock, so that setting the wall clock delays nothing.</remarks>
internal sealed class EngineClock
{
    private readonly bool _system;
    private readonly long _startUtcTicks;
    private readonly long _startStamp;

    public EngineClock(TimeProvider provider)
    {
        Provider = provider;
        _system = ReferenceEquals(provider, TimeProvider.System);
        _startUtcTicks = provider.GetUtcNow().UtcTicks;
        _startStamp = provider.GetTimestamp();
    }

    public TimeProvider Provider { get; }

    /// <summary>Gets a value indicating whether this is the system's clock, which counts in milliseconds.</summary>
    public bool IsSystem => _system;

    /// <summary>Gets the ticks due times are compared with.</summary>
    public long Ticks => _system
        ? _startUtcTicks + Provider.GetElapsedTime(_startStamp).Ticks
        : Provider.GetUtcNow().UtcTicks;

    /// <summary>Gets whole seconds since the engine was made.</summary>
    public int CoarseSeconds => (int)((Ticks - _startUtcTicks) / TimeSpan.TicksPerSecond);

    /// <summary>Gets the time of day, UTC.</summary>
    public DateTimeOffset UtcNow => Provider.GetUtcNow();
}
