using CityActors.Client.Replays;

namespace CityActors.Client.Simulation;

/// <summary>What a simulated district-day, or a live drill, is made of.</summary>
internal sealed record SimulationPlan
{
    /// <summary>The measured day: a Wednesday, so that the days before hold both workdays and a weekend.</summary>
    private static readonly DateTimeOffset wednesday = new(2026, 1, 14, 0, 0, 0, ReplayClock.ChinaStandardTime);

    /// <summary>The district's seed.</summary>
    public required string District { get; init; }

    /// <summary>Share of the true size.</summary>
    public required double Scale { get; init; }

    /// <summary>Decides everything that is not otherwise given.</summary>
    public required int Seed { get; init; }

    /// <summary>Measured hours from midnight, 1 to 24; 0 of a live drill.</summary>
    public int Hours { get; init; }

    /// <summary>Days lived before, for the rhythm rules to learn; 0 to 28.</summary>
    public int WarmUpDays { get; init; }

    /// <summary>Virtual seconds in a real one, or null: as fast as it goes.</summary>
    public double? Speed { get; init; }

    /// <summary>How long a live drill lasts, whole seconds; null: a replayed day of <see cref="Hours"/>.</summary>
    public TimeSpan? Live { get; init; }

    /// <summary>How often each home sends in a live drill.</summary>
    public TimeSpan Interval { get; init; }

    /// <summary>Readings a second beside a live drill's own; 0: none.</summary>
    public int LoadPerSecond { get; init; }

    /// <summary>Names a live drill, which no other run may be taken for; null: the name follows from what decides the day.</summary>
    public string? LiveName { get; init; }

    /// <summary>When the measured time begins.</summary>
    public DateTimeOffset Measured { get; init; } = wednesday;

    /// <summary>How long it is measured.</summary>
    public TimeSpan Lasts => Live ?? TimeSpan.FromHours(Hours);

    /// <summary>When it ends.</summary>
    public DateTimeOffset End => Measured + Lasts;

    /// <summary>When the run begins: the midnight before the days lived before.</summary>
    public DateTimeOffset Start => Measured.AddDays(-WarmUpDays);

    /// <summary>What is sent at once while measuring.</summary>
    public TimeSpan Window => Speed is null ? TimeSpan.FromHours(1) : TimeSpan.FromMinutes(15);

    /// <summary>What is sent at once before.</summary>
    public static TimeSpan WarmUpWindow => TimeSpan.FromHours(6);

    /// <summary>Names the run for idempotency keys.</summary>
    public string Name => LiveName ?? FormattableString.Invariant($"simulate-{District}-{Scale}-{Seed}-{WarmUpDays}-{Hours}-{Window.TotalMinutes:0}");
}
