using System.Text.Json.Serialization;
using CityActors.Places;

namespace CityActors.Devices;

/// <summary>Something that a device was told to do because of an alert, and what became of it.</summary>
[GenerateSerializer, Immutable, Alias("device-command")]
public sealed record DeviceCommand
{
    /// <summary><c>device.command.alert</c>, so that there is one for each episode; empty while no device was found.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>The terminal that is to do it; empty: there is none near enough.</summary>
    [Id(1)] public required string Device { get; init; }

    /// <summary>What kind of thing that is.</summary>
    [Id(2)] public required string Kind { get; init; }

    /// <summary>What it is to do, for example <c>speak</c>.</summary>
    [Id(3)] public required string Command { get; init; }

    /// <summary>The alert.</summary>
    [Id(4)] public required string Alert { get; init; }

    /// <summary>The rule that wants it, as <c>pack/rule</c>.</summary>
    [Id(5)] public required string Rule { get; init; }

    /// <summary>What it is to say or show, English; empty: nothing.</summary>
    [Id(6)] public string English { get; init; } = "";

    /// <summary>The same in Chinese.</summary>
    [Id(7)] public string Chinese { get; init; } = "";

    /// <summary>The cell that it stands in.</summary>
    [Id(8)] public required string Cell { get; init; }

    /// <summary>Who may see it: whoever may see the alert and the device.</summary>
    [Id(9)] public Privacy Privacy { get; init; }

    /// <summary>When it was told, UTC.</summary>
    [Id(10)] public required DateTimeOffset At { get; init; }

    /// <summary>Until when it must have said that it did it, UTC.</summary>
    [Id(11)] public required DateTimeOffset Deadline { get; init; }

    /// <summary>The alert that it becomes if nobody confirms it.</summary>
    [Id(12)] public required string Unconfirmed { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(13)] public DeviceCommandState State { get; init; }

    /// <summary>When the device answered, UTC, or null: it did not.</summary>
    [Id(14)] public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>Why it failed, in the device's words; empty otherwise.</summary>
    [Id(15)] public string Reason { get; init; } = "";

    /// <summary>How far away the device stands, or had to stand at most where there is none, in metres.</summary>
    [Id(16)] public int Metres { get; init; }

    /// <summary>Counts the changes, from 1.</summary>
    [Id(17)] public long Version { get; init; }

    /// <summary>True where it belongs to a drill.</summary>
    [Id(18), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public bool Drill { get; init; }
}

/// <summary>Where a command stands.</summary>
[GenerateSerializer, Alias("device-command-state")]
public enum DeviceCommandState
{
    /// <summary>It is on its way, or the device has not answered yet.</summary>
    Waiting,

    /// <summary>The device did it.</summary>
    Done,

    /// <summary>The device says that it could not.</summary>
    Failed,

    /// <summary>The device did not answer in time. It still may.</summary>
    Overdue,
}
