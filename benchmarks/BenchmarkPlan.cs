namespace CityActors.Benchmarks;

/// <summary>How much is measured.</summary>
internal sealed record BenchmarkPlan
{
    /// <summary>The published figures.</summary>
    public static BenchmarkPlan Core { get; } = new()
    {
        Name = "core",
        GrainCounts = [100, 100_000],
        Calls = 1_000_000,
        Households = 100_000,
        PathHouseholds = 20_000,
        ReadingsEach = 10,
        LinesPerBody = 5_000,
        Ledgers = 10_000,
        WarmUps = 1,
        Rounds = 5,
    };

    /// <summary>A smoke run.</summary>
    public static BenchmarkPlan Quick { get; } = new()
    {
        Name = "quick",
        GrainCounts = [100, 1_000],
        Calls = 20_000,
        Households = 500,
        PathHouseholds = 200,
        ReadingsEach = 5,
        LinesPerBody = 250,
        Ledgers = 100,
        WarmUps = 1,
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

    /// <summary>Households that send observations.</summary>
    public required int PathHouseholds { get; init; }

    /// <summary>Readings of each household in a round.</summary>
    public required int ReadingsEach { get; init; }

    /// <summary>Lines in one body.</summary>
    public required int LinesPerBody { get; init; }

    /// <summary>Grains that write their state.</summary>
    public required int Ledgers { get; init; }

    /// <summary>Rounds that are not counted.</summary>
    public required int WarmUps { get; init; }

    /// <summary>Rounds of which the median is given.</summary>
    public required int Rounds { get; init; }
}
