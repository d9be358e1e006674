namespace CityActors.Benchmarks;

/// <summary>How much is measured.</summary>
internal sealed record BenchmarkPlan
{
    /// <summary>The published figures.</summary>
    public static BenchmarkPlan Core { get; } = new()
    {
        Name = "core",
        GrainCounts = [100, 100_000],
        Calls = 100_000,
        Households = 100_000,
        Path = new Traffic(20_000, 10, 5_000),
        Http = new Traffic(10_000, 20, 1_000),
        Peer = new Traffic(500, 4, 500),
        Ledgers = 10_000,
        SimulateScale = 0.01,
        WarmUps = 1,
        ColdWarmUps = 5,
        Rounds = 3,
    };

    /// <summary>A smoke run.</summary>
    public static BenchmarkPlan Quick { get; } = new()
    {
        Name = "quick",
        GrainCounts = [100],
        Calls = 20_000,
        Households = 500,
        Path = new Traffic(200, 5, 250),
        Http = new Traffic(200, 5, 100),
        Peer = new Traffic(20, 2, 20),
        Ledgers = 100,
        WarmUps = 1,
        ColdWarmUps = 1,
        Rounds = 1,
    };

    /// <summary>Seed of every random sequence.</summary>
    public const int Seed = 7;

    /// <summary>The plan's name.</summary>
    public required string Name { get; init; }

    /// <summary>Over how many grains calls are spread.</summary>
    public required IReadOnlyList<int> GrainCounts { get; init; }

    /// <summary>About how many calls a round makes: whole sweeps over all grains.</summary>
    public required int Calls { get; init; }

    /// <summary>Households whose memory and activation are measured.</summary>
    public required int Households { get; init; }

    /// <summary>What goes through the city in this process; of the households above.</summary>
    public required Traffic Path { get; init; }

    /// <summary>What goes over HTTP to a Silo of its own.</summary>
    public required Traffic Http { get; init; }

    /// <summary>What the peer gets.</summary>
    public required Traffic Peer { get; init; }

    /// <summary>Grains that write their state.</summary>
    public required int Ledgers { get; init; }

    /// <summary>Share of the district that is simulated; null: nothing is.</summary>
    public double? SimulateScale { get; init; }

    /// <summary>Rounds that are not counted.</summary>
    public required int WarmUps { get; init; }

    /// <summary>The same for a way that has many parts, or has just been started: the compiler first learns what is hot there.</summary>
    public required int ColdWarmUps { get; init; }

    /// <summary>Rounds of which the median is given.</summary>
    public required int Rounds { get; init; }
}

/// <summary>What is sent in one round.</summary>
/// <param name="Homes">Households that send.</param>
/// <param name="ReadingsEach">Readings of each.</param>
/// <param name="LinesPerBody">Lines in one body.</param>
internal sealed record Traffic(int Homes, int ReadingsEach, int LinesPerBody)
{
    /// <summary>Lines in a round.</summary>
    public int Lines => Homes * ReadingsEach;
}
