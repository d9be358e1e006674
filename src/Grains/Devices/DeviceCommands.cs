using CityActors.Alerts;
using CityActors.Commits;

namespace CityActors.Devices;

/// <summary>What a device was told to do: what it has not answered, and the last that it did. Immutable; part of its state.</summary>
[GenerateSerializer, Immutable, Alias("device-commands")]
public sealed record DeviceCommands
{
    private const int AnsweredKept = 16;
    private const int WaitingKept = 64;
    private const string Due = "command ";

    /// <summary>It was never told anything.</summary>
    public static DeviceCommands None { get; } = new();

    /// <summary>What it has not answered yet, the oldest first; at most 64.</summary>
    [Id(0)] public IReadOnlyList<DeviceCommand> Waiting { get; init; } = [];

    /// <summary>The last 16 that it answered, the oldest first.</summary>
    [Id(1)] public IReadOnlyList<DeviceCommand> Answered { get; init; } = [];

    /// <summary>All of them, the latest first.</summary>
    internal IReadOnlyList<DeviceCommand> Latest => [.. Waiting.Concat(Answered).OrderByDescending(static command => command.At).ThenBy(static command => command.Id, StringComparer.Ordinal)];

    /// <summary>When those that are waited for must have been answered.</summary>
    internal IEnumerable<DueTime> Deadlines => Waiting.Where(static command => command.State == DeviceCommandState.Waiting).Select(static command => new DueTime(Due + command.Id, command.Deadline));

    /// <summary>A command of this device, or null: unknown, or long ago.</summary>
    internal DeviceCommand? Find(string id) => Waiting.FirstOrDefault(command => command.Id == id) ?? Answered.LastOrDefault(command => command.Id == id);

    /// <summary>Takes a command; one that is known changes nothing.</summary>
    /// <returns>The command as it stands now, or null: it was known.</returns>
    internal (DeviceCommands Next, DeviceCommand? Changed) Take(DeviceCommand command)
    {
        if (Find(command.Id) is not null)
        {
            return (this, null);
        }

        var first = command with { State = DeviceCommandState.Waiting, Version = 1 };
        return (this with { Waiting = [.. Waiting.Skip(Math.Max(0, Waiting.Count - WaitingKept + 1)), first] }, first);
    }

    /// <summary>Takes the device's word. The same again changes nothing; what was done stays done.</summary>
    internal (DeviceCommands Next, DeviceCommand? Changed, CommandReply Reply) Take(CommandReceipt receipt)
    {
        var wanted = receipt.IsDone ? DeviceCommandState.Done : DeviceCommandState.Failed;
        if (Find(receipt.Id) is not { } known)
        {
            return (this, null, new CommandReply(null, new Refusal("not-found", $"There is no command '{receipt.Id}', or it was long ago.", $"没有指令“{receipt.Id}”，或早已结束。")));
        }

        if (known.State == wanted)
        {
            return (this, null, new CommandReply(known));
        }

        if (known.State == DeviceCommandState.Done)
        {
            return (this, null, new CommandReply(known, new Refusal("already-done", "The device said before that it did this.", "设备此前已回执执行成功。")));
        }

        var answered = known with { State = wanted, AnsweredAt = receipt.At, Reason = receipt.Reason, Version = known.Version + 1 };
        return (
            this with
            {
                Waiting = [.. Waiting.Where(other => other.Id != known.Id)],
                Answered = [.. Answered.Where(other => other.Id != known.Id).TakeLast(AnsweredKept - 1), answered],
            },
            answered,
            new CommandReply(answered));
    }

    /// <summary>The time of a command is over.</summary>
    /// <returns>The command as it stands now, or null: no such deadline, or it was answered.</returns>
    internal (DeviceCommands Next, DeviceCommand? Changed) Expire(string deadline)
    {
        var id = deadline.StartsWith(Due, StringComparison.Ordinal) ? deadline[Due.Length..] : "";
        if (Waiting.FirstOrDefault(command => command.Id == id) is not { State: DeviceCommandState.Waiting } known)
        {
            return (this, null);
        }

        var overdue = known with { State = DeviceCommandState.Overdue, Version = known.Version + 1 };
        return (this with { Waiting = [.. Waiting.Select(command => command.Id == id ? overdue : command)] }, overdue);
    }
}
