using System.Reflection;
using Orleans.Runtime;

namespace CityActors.Engine;

/// <summary>How the embedded engine runs.</summary>
public sealed class EngineOptions
{
    /// <summary>Gets or sets how many loops run grains.</summary>
    /// <value>From 1 to 256. Default: one per processor.</value>
    public int Loops { get; set; } = Environment.ProcessorCount;

    /// <summary>Gets or sets which loop a grain lives on.</summary>
    /// <value>A number, taken modulo <see cref="Loops"/>; null leaves it to a stable hash. Must always answer the same for the same grain.</value>
    public Func<GrainId, int?>? Affinity { get; set; }

    /// <summary>Gets or sets how long a call may wait for its answer.</summary>
    /// <value>From 1 millisecond. Default 30 seconds, as in Orleans. Real time, also under a replay clock; virtual time in simulation.</value>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets after how long a turn is reported.</summary>
    /// <value>Default 200 milliseconds, as in Orleans: a longer turn delays all grains of its loop.</value>
    public TimeSpan LongTurn { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Gets or sets how deep calls may run inline within one another.</summary>
    /// <value>From 0 (never inline) to 256. Default 32: a stack that stays small.</value>
    public int InlineDepth { get; set; } = 32;

    /// <summary>Gets or sets after how long within one turn calls are queued instead of run inline.</summary>
    /// <value>Default 2 milliseconds: other grains of the loop get their turn.</value>
    public TimeSpan InlineBudget { get; set; } = TimeSpan.FromMilliseconds(2);

    /// <summary>Gets or sets how many items a stream keeps for one subscriber before producers wait.</summary>
    /// <value>From 1. Default 1024.</value>
    public int StreamBuffer { get; set; } = 1024;

    /// <summary>Gets or sets how often a stream item is tried on a failing subscriber before it is given up.</summary>
    /// <value>From 1. Default 8.</value>
    public int StreamAttempts { get; set; } = 8;

    /// <summary>Gets or sets how long to wait before a stream item is tried again; doubled each time.</summary>
    /// <value>Default 100 milliseconds.</value>
    public TimeSpan StreamBackoff { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Gets the assemblies with grains that are searched besides those found by themselves.</summary>
    public ISet<Assembly> Assemblies { get; } = new HashSet<Assembly>();
}
