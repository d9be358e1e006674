namespace CityActors.Benchmarks.Reports;

/// <summary>One line of the report.</summary>
internal sealed record Result
{
    /// <summary>What is measured: <c>calls</c>, <c>observations</c>, <c>memory</c>, <c>activations</c>, <c>state-writes</c>.</summary>
    public required string Benchmark { get; init; }

    /// <summary>Which way of it.</summary>
    public required string Case { get; init; }

    /// <summary>What the grain does, where there is a choice: <c>counter</c> or <c>household</c>.</summary>
    public string? Work { get; init; }

    /// <summary>How many grains take part.</summary>
    public int? Grains { get; init; }

    /// <summary>How many loops or threads work.</summary>
    public int? Threads { get; init; }

    /// <summary>The unit of the figures.</summary>
    public required string Unit { get; init; }

    /// <summary>The median of the rounds.</summary>
    public required double Median { get; init; }

    /// <summary>The slowest round.</summary>
    public double? Least { get; init; }

    /// <summary>The quickest round.</summary>
    public double? Most { get; init; }

    /// <summary>Rounds counted.</summary>
    public int? Rounds { get; init; }

    /// <summary>Operations in a round.</summary>
    public long? Operations { get; init; }

    /// <summary>Bytes allocated per operation by the whole process, median.</summary>
    public double? BytesPerOperation { get; init; }

    /// <summary>Calls that ran on their caller's stack, of all calls of grains.</summary>
    public double? InlineShare { get; init; }

    /// <summary>The same state change in a bare loop over a dense array, in the same run.</summary>
    public double? Bare { get; init; }

    /// <summary>The figure divided by the bare one.</summary>
    public double? Ratio { get; init; }

    /// <summary>Whether the grains counted exactly what was sent.</summary>
    public bool? Consistent { get; init; }

    /// <summary>Where it ran.</summary>
    public RunEnvironment? Environment { get; init; }
}
