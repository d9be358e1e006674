namespace CityActors.Simulation;

/// <summary>What goes wrong in a simulation, and how often (each from 0, never, to 1).</summary>
internal sealed record SimulatedFaults
{
    /// <summary>How likely a write fails before it is committed.</summary>
    public double WriteFailsBeforeCommit { get; init; }

    /// <summary>How likely a write fails after it was committed.</summary>
    public double WriteFailsAfterCommit { get; init; }

    /// <summary>How likely a read fails.</summary>
    public double ReadFails { get; init; }

    /// <summary>How long storage takes at most.</summary>
    public TimeSpan StorageDelay { get; init; }

    /// <summary>How likely a call between grains is late, so that others overtake it.</summary>
    public double CallDelay { get; init; }

    /// <summary>How late a call between grains is at most.</summary>
    public TimeSpan CallDelayTime { get; init; } = TimeSpan.FromMilliseconds(3);
}

/// <summary>How a simulation runs.</summary>
internal sealed record SimulationOptions
{
    /// <summary>All chance of the run follows from it.</summary>
    public required long Seed { get; init; }

    /// <summary>The time at which the run begins.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>What goes wrong.</summary>
    public SimulatedFaults Faults { get; init; } = new();

    /// <summary>After how many steps a run is given up.</summary>
    public long MaxSteps { get; init; } = 3_000_000;

    /// <summary>Called after each step, for example to check invariants; what it throws fails the run.</summary>
    public Action<SimulatedStep>? AfterStep { get; init; }

    /// <summary>Decides whether the silo crashes after a step.</summary>
    public Func<SimulatedStep, bool>? CrashAfter { get; init; }
}

/// <summary>One step of a simulation.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Time">The virtual time.</param>
/// <param name="Subject">The grain that it is about.</param>
/// <param name="Action">What was done.</param>
internal readonly record struct SimulatedStep(long Number, DateTimeOffset Time, string Subject, string Action);

/// <summary>A simulation failed; the same seed fails the same way again.</summary>
internal sealed class SimulationException(string message, Exception? innerException = null) : Exception(message, innerException);

/// <summary>The only source of chance in a simulation (SplitMix64; Steele, Lea, Flood 2014).</summary>
internal sealed class SimulatedChance(long seed)
{
    private ulong state = (ulong)seed;

    /// <summary>Says yes with a probability.</summary>
    public bool Happens(double probability) => probability > 0 && (Next() >> 11) * (1.0 / (1UL << 53)) < probability;

    /// <summary>A span from zero to a limit.</summary>
    public TimeSpan UpTo(TimeSpan limit) => limit <= TimeSpan.Zero ? TimeSpan.Zero : TimeSpan.FromTicks((long)(Next() % (ulong)(limit.Ticks + 1)));

    private ulong Next()
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
