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
        Alarms = new AlarmLoad(1_000, TimeSpan.FromSeconds(15)),
        Deadlines = new DeadlineLoad(100_000, 900_000),
        Restart = new RestartLoad(300_000, 17),
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
        Alarms = new AlarmLoad(40, TimeSpan.FromSeconds(1)),
        Deadlines = new DeadlineLoad(1_000, 2_000),
        Restart = new RestartLoad(500, 5),
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

    /// <summary>Alarms that become orders.</summary>
    public required AlarmLoad Alarms { get; init; }

    /// <summary>Deadlines that wait while no Silo runs.</summary>
    public required DeadlineLoad Deadlines { get; init; }

    /// <summary>What waits for a Silo that starts again.</summary>
    public required RestartLoad Restart { get; init; }

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

/// <summary>How many alarms.</summary>
/// <param name="AtOnce">Alarms in one burst.</param>
/// <param name="Steady">How long alarms come at half of the rate that a burst is dealt with.</param>
internal sealed record AlarmLoad(int AtOnce, TimeSpan Steady);

/// <summary>How many deadlines.</summary>
/// <param name="Due">Those that fell due while no Silo ran.</param>
/// <param name="Later">Those of tomorrow.</param>
internal sealed record DeadlineLoad(int Due, int Later);

/// <summary>How much waits.</summary>
/// <param name="Homes">Registered homes.</param>
/// <param name="ReadingsEach">Readings of each that nobody has delivered.</param>
internal sealed record RestartLoad(int Homes, int ReadingsEach)
{
    /// <summary>Readings of all.</summary>
    public long Readings => (long)Homes * ReadingsEach;
}
