namespace CityActors.Engine.Simulation;

/// <summary>What goes wrong in a simulation, and how often.</summary>
public sealed record SimulatedFaults
{
    /// <summary>Gets how likely the silo crashes at a step (an await or a call).</summary>
    /// <value>From 0 to 1. Default 0.</value>
    public double Crash { get; init; }

    /// <summary>Gets how likely a write fails before it is committed.</summary>
    /// <value>From 0 to 1. Default 0.</value>
    public double WriteFailsBeforeCommit { get; init; }

    /// <summary>Gets how likely a write fails after it was committed.</summary>
    /// <value>From 0 to 1. Default 0.</value>
    public double WriteFailsAfterCommit { get; init; }

    /// <summary>Gets how likely a read fails.</summary>
    /// <value>From 0 to 1. Default 0.</value>
    public double ReadFails { get; init; }

    /// <summary>Gets how long storage takes at most.</summary>
    /// <value>Default zero: storage answers in the same step.</value>
    public TimeSpan StorageDelay { get; init; }

    /// <summary>Gets how likely a stream item is delivered again at once, or after later ones.</summary>
    /// <value>From 0 to 1. Default 0.</value>
    public double StreamDuplicate { get; init; }

    /// <summary>Gets how likely a stream item is late.</summary>
    /// <value>From 0 to 1. Default 0.</value>
    public double StreamDelay { get; init; }

    /// <summary>Gets how late a stream item is at most.</summary>
    /// <value>Default 5 seconds.</value>
    public TimeSpan StreamDelayTime { get; init; } = TimeSpan.FromSeconds(5);
}

/// <summary>How a simulation runs.</summary>
public sealed record SimulationOptions
{
    /// <summary>Gets the seed: all chance of the run follows from it.</summary>
    public required long Seed { get; init; }

    /// <summary>Gets the time at which the run begins.</summary>
    /// <value>Default 2026-01-05 00:00 UTC, a Monday.</value>
    public DateTimeOffset Start { get; init; } = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Gets how likely a call runs inline where it may.</summary>
    /// <value>From 0 to 1. Default 0.5, so that both kinds of interleaving are met.</value>
    public double InlineChance { get; init; } = 0.5;

    /// <summary>Gets what goes wrong.</summary>
    public SimulatedFaults Faults { get; init; } = new();

    /// <summary>Gets after how many steps a run is given up.</summary>
    /// <value>Default 50 million.</value>
    public long MaxSteps { get; init; } = 50_000_000;

    /// <summary>Gets what is called after each step, for example to check invariants; what it throws fails the run.</summary>
    public Action<SimulatedStep>? AfterStep { get; init; }

    /// <summary>Gets what decides, besides chance, whether the silo crashes after a step.</summary>
    public Func<SimulatedStep, bool>? CrashAfter { get; init; }
}

/// <summary>One step of a simulation.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Time">The virtual time.</param>
/// <param name="Subject">What it was about: a grain, a timer, the scenario.</param>
/// <param name="Action">What was done.</param>
public readonly record struct SimulatedStep(long Number, DateTimeOffset Time, string Subject, string Action);

/// <summary>A simulation failed; the same seed fails the same way again.</summary>
public sealed class SimulationException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What failed, with seed, step and virtual time.</param>
    /// <param name="innerException">Why.</param>
    public SimulationException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
