using System.Text.Json.Serialization;
using CityActors.Alerts;
using CityActors.Devices;
using CityActors.Packs.Switches;
using CityActors.Watch;

namespace CityActors.Terminals;

/// <summary>What a terminal remembers.</summary>
[GenerateSerializer, Alias("terminal-state")]
public sealed class TerminalState : JudgedState<WatchMemory>
{
    /// <summary>What is registered, or null: nothing yet.</summary>
    [Id(0)] public TerminalRegistration? Registration { get; set; }

    /// <summary>What was remembered when there was one threshold; null: it stands in <see cref="Watched"/>.</summary>
    [Id(1), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public LevelState? Level { get; set; }

    /// <summary>What its rules remember.</summary>
    [Id(2)] public WatchMemory Watched { get; set; } = WatchMemory.Unknown;

    /// <summary>The rules whose memory it is, by name; empty: none yet.</summary>
    [Id(3)] public string Rules { get; set; } = "";

    /// <summary>What it was told to do, or null: nothing yet.</summary>
    [Id(4), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public DeviceCommands? Commands { get; set; }

    /// <summary>What was measured for figures; null: nothing that any figure is over.</summary>
    [Id(5), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public DayBook? Days { get; set; }

    /// <summary>The command desk of the district that the last registration took it from, or null: none.</summary>
    [JsonIgnore]
    [field: NonSerialized]
    internal string? Left { get; set; }

    /// <summary>By what it is judged, and the registration and the switches for which that was found; null: not found yet.</summary>
    [JsonIgnore]
    [field: NonSerialized]
    internal (TerminalRegistration Of, PackBook By, ThingTimeline Timeline)? Judged { get; set; }

    internal override WatchMemory Memory
    {
        get => Watched;
        set => Watched = value;
    }
}

/// <summary>What was remembered of a terminal while there was one threshold.</summary>
/// <param name="At">The newest reading's time, UTC, or null: none yet.</param>
/// <param name="Value">The newest reading, in the unit of the kind.</param>
/// <param name="Peak">The highest value of the present episode.</param>
/// <param name="Since">Since when the value is over the threshold or, in an episode, back below; null: it is not.</param>
/// <param name="IsOver">True during an episode.</param>
/// <param name="IsSilent">True while the terminal sends nothing.</param>
/// <param name="EndedAt">When the last episode ended, UTC, or null: none did.</param>
/// <param name="Chatter">How soon episodes follow each other, or null: there was none.</param>
/// <param name="Leap">Later readings that cannot follow <paramref name="Value"/> and are not judged yet, or null: there are none.</param>
[GenerateSerializer, Alias("level-state")]
public sealed record LevelState(
    [property: Id(0)] DateTimeOffset? At = null,
    [property: Id(1)] double Value = 0,
    [property: Id(2)] double Peak = 0,
    [property: Id(3)] DateTimeOffset? Since = null,
    [property: Id(4)] bool IsOver = false,
    [property: Id(5)] bool IsSilent = false,
    [property: Id(6)] DateTimeOffset? EndedAt = null,
    [property: Id(7)] Chatter? Chatter = null,
    [property: Id(8), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Leap? Leap = null)
{
    /// <summary>The same as rules remember it now.</summary>
    internal SlotMemory As(WatchRule rule) => rule switch
    {
        SilenceRule silence => new HeardMemory(At, Value, IsSilent && At is { } last ? new Hold(last, last + silence.After) : null, Leap),
        LevelsRule when IsOver || Since is not null => new LevelsMemory(IsOver ? 1 : 0, Since is { } since ? [since] : null, Value, Peak, IsOver ? EndedAt ?? At : null, EndedAt, Chatter),
        LevelsRule => new LevelsMemory(EndedAt: EndedAt, Chatter: Chatter),
        _ => rule.Begin,
    };
}

/// <summary>Readings in a row that agree with each other and not with what was measured before.</summary>
/// <param name="Since">The time of the first, UTC.</param>
/// <param name="At">The time of the last, UTC.</param>
/// <param name="Value">The last, in the unit of the kind.</param>
/// <param name="Readings">How many.</param>
[GenerateSerializer, Immutable, Alias("leap")]
public sealed record Leap(
    [property: Id(0)] DateTimeOffset Since,
    [property: Id(1)] DateTimeOffset At,
    [property: Id(2)] double Value,
    [property: Id(3)] int Readings);
