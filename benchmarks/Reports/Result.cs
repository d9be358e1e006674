namespace CityActors.Benchmarks.Reports;

/// <summary>One line of the report.</summary>
internal sealed record Result
{
    /// <summary>What is measured: <c>calls</c>, <c>observations</c>, <c>quiet-score</c>, <c>alarms</c>, <c>deadlines</c>, <c>restart</c>, <c>peer</c>, <c>memory</c>, <c>activations</c>, <c>state-writes</c>, <c>simulate</c>, <c>order-commands</c>.</summary>
    public required string Benchmark { get; init; }

    /// <summary>Which way of it.</summary>
    public required string Case { get; init; }

    /// <summary>What the grain does, where there is a choice: <c>counter</c> or <c>household</c>.</summary>
    public string? Work { get; init; }

    /// <summary>The database, where it is not SQLite in any case: <c>sqlite</c> or <c>postgresql</c>.</summary>
    public string? Store { get; init; }

    /// <summary>The size of a simulated district, 1 for all of it.</summary>
    public double? Scale { get; init; }

    /// <summary>SHA-256 of the export, which is the same at every run.</summary>
    public string? Export { get; init; }

    /// <summary>How many grains take part.</summary>
    public int? Grains { get; init; }

    /// <summary>How many callers or senders there are.</summary>
    public int? Callers { get; init; }

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

    /// <summary>Processor time of the Silo alone per operation, microseconds.</summary>
    public double? CpuMicroseconds { get; init; }

    /// <summary>Silos of the city, where there may be several.</summary>
    public int? Silos { get; init; }

    /// <summary>Seconds from the first operation's beginning to the last one's end, median.</summary>
    public double? Seconds { get; init; }

    /// <summary>Commits of grains per operation.</summary>
    public double? Commits { get; init; }

    /// <summary>Writes into the database per operation: those commits, and logs, lists and positions beside them.</summary>
    public double? Writes { get; init; }

    /// <summary>Database transactions per operation; many writes share one.</summary>
    public double? Transactions { get; init; }

    /// <summary>Half of the requests were acknowledged, or of the alarms dispatched, within this, milliseconds.</summary>
    public double? P50Milliseconds { get; init; }

    /// <summary>The same of all but one of a hundred, milliseconds.</summary>
    public double? P99Milliseconds { get; init; }

    /// <summary>The same done barely, in the same run.</summary>
    public double? Bare { get; init; }

    /// <summary>The figure divided by the bare one.</summary>
    public double? Ratio { get; init; }

    /// <summary>What the peer does on the same database, in the same run.</summary>
    public double? Peer { get; init; }

    /// <summary>The figure divided by the peer's.</summary>
    public double? TimesPeer { get; init; }

    /// <summary>Whether the grains counted exactly what was sent.</summary>
    public bool? Consistent { get; init; }

    /// <summary>Where it ran.</summary>
    public RunEnvironment? Environment { get; init; }

    /// <summary>The result beside the peer's.</summary>
    /// <param name="peer">What the peer does; null: it was not measured.</param>
    public Result Beside(double? peer) => this with
    {
        Peer = peer is { } known ? Math.Round(known) : null,
        TimesPeer = peer is { } slower ? Math.Round(Median / slower, 1) : null,
    };
}
