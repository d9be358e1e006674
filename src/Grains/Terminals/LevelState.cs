namespace CityActors.Terminals;

/// <summary>What is remembered of a terminal to judge its next value.</summary>
[GenerateSerializer, Alias("level-state")]
public sealed record LevelState
{
    /// <summary>Nothing is known.</summary>
    public static LevelState Unknown { get; } = new();

    /// <summary>The newest reading's time, UTC, or null: none yet.</summary>
    [Id(0)] public DateTimeOffset? At { get; init; }

    /// <summary>The newest reading, in the unit of the kind.</summary>
    [Id(1)] public double Value { get; init; }

    /// <summary>The highest value of the present episode.</summary>
    [Id(2)] public double Peak { get; init; }

    /// <summary>Since when the value is over the threshold or, in an episode, back below; null: it is not.</summary>
    [Id(3)] public DateTimeOffset? Since { get; init; }

    /// <summary>True during an episode.</summary>
    [Id(4)] public bool IsOver { get; init; }

    /// <summary>True while the terminal sends nothing.</summary>
    [Id(5)] public bool IsSilent { get; init; }
}
