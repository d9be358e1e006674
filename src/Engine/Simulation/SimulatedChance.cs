namespace CityActors.Engine.Simulation;

/// <summary>The only source of chance in a simulation (SplitMix64).</summary>
internal sealed class SimulatedChance(long seed)
{
    private ulong _state = (ulong)seed;

    public ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>Says yes with a probability; draws nothing for "never" and "always".</summary>
    public bool Happens(double probability) =>
        probability > 0 && (probability >= 1 || (Next() >> 11) * (1.0 / (1UL << 53)) < probability);

    /// <summary>Gives a span from zero to a limit.</summary>
    public TimeSpan UpTo(TimeSpan limit) =>
        limit <= TimeSpan.Zero ? TimeSpan.Zero : TimeSpan.FromTicks((long)(Next() % (ulong)(limit.Ticks + 1)));
}
