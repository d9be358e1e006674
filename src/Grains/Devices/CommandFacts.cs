using CityActors.Alerts;
using CityActors.Facts;
using CityActors.Notifications;

namespace CityActors.Devices;

/// <summary>The facts about a command, and the words for them.</summary>
internal static class CommandFacts
{
    /// <summary>Who passes commands on to devices.</summary>
    public const string Receiver = "devices";

    private const string Rule = "device-command";

    /// <summary>Why the alert ends.</summary>
    public static readonly Explanation Back = new("the device confirmed a command", "设备已确认指令", Rule);

    /// <summary>The fact of a change.</summary>
    public static CommandChanged Of(DeviceCommand command, DateTimeOffset at) => new()
    {
        Subject = command.Id,
        Version = command.Version,
        At = at,
        Area = command.Cell,
        Command = command,
    };

    /// <summary>What goes out to the device. Its id is the command's, so that who gets it twice does it once.</summary>
    public static NotificationWanted Wanted(DeviceCommand command) => new()
    {
        Subject = $"{command.Id}.{Receiver}",
        Version = 1,
        At = command.At,
        Area = command.Cell,
        Notification = new Notification
        {
            Id = command.Id,
            Receiver = Receiver,
            Subject = command.Alert,
            English = $"{command.Device}: {command.Command}, because of {command.Alert}.",
            Chinese = $"{command.Device}：执行{command.Command}，起因{command.Alert}。",
            At = command.At,
            Call = new DeviceCall(
                command.Device, command.Kind, command.Command, command.Deadline, command.English.Length == 0 ? null : new DeviceText(command.English, command.Chinese)),
        },
    };

    /// <summary>Why a command is not confirmed.</summary>
    public static Explanation Unconfirmed(DeviceCommand command)
    {
        var (seconds, alert) = ((command.Deadline - command.At).TotalSeconds, command.Alert);
        return command switch
        {
            { Device.Length: 0 } => new(
                $"nobody could be told to {command.Command}: no {command.Kind} within {command.Metres} m ({alert})",
                $"{command.Metres}米内没有{command.Kind}可执行{command.Command}（{alert}）",
                Rule),
            { State: DeviceCommandState.Failed } => new(
                $"the device could not {command.Command}{(command.Reason.Length == 0 ? "" : $": {command.Reason}")} ({alert})",
                $"设备未能执行{command.Command}{(command.Reason.Length == 0 ? "" : $"：{command.Reason}")}（{alert}）",
                Rule),
            _ => new(
                FormattableString.Invariant($"the device did not confirm within {seconds:0.#} s that it did {command.Command} ({alert})"),
                FormattableString.Invariant($"设备未在{seconds:0.#}秒内确认执行{command.Command}（{alert}）"),
                Rule),
        };
    }
}
