using CityActors.Alerts;
using CityActors.Commits;
using CityActors.Facts;
using CityActors.Places;

namespace CityActors.Devices;

/// <summary>What a command desk decides: which device does what an alert wants done. Nothing is ever passed over in silence: where no device is near, that is said, too.</summary>
/// <param name="commands">What the packs say.</param>
internal sealed class CommandDeskRules(CityCommands commands) : ICityRules<CommandDeskState>
{
    public IReadOnlyList<RowKind<CommandDeskState>> RowKinds => Rows;

    /// <summary>What is stored row by row.</summary>
    public static IReadOnlyList<RowKind<CommandDeskState>> Rows { get; } =
        [new RowKind<CommandDeskState, CommandedDevice>("device", static state => state.Devices, static (state, rows) => state with { Devices = rows })];

    public Decision<CommandDeskState> React(string key, CommandDeskState state, CityFact fact, DateTimeOffset now) => fact switch
    {
        EntityRegistered registered => Note(key, state, registered),
        AlertChanged { Sends: { } rule } changed when commands.WantedBy(rule) is { } wanted => new Decision<CommandDeskState>(
            state, IsChange: false, [Chosen(changed, Choose(state, changed.Alert, wanted.Send), rule, wanted, now)]),
        _ => Decision.None(state),
    };

    // A drill's alert must not make a real device shout, nor the other way round.
    private static (string Id, CommandedDevice Device, double Metres)? Choose(CommandDeskState state, Alert alert, Packs.Format.SendSpec send)
    {
        (string Id, CommandedDevice Device, double Metres)? nearest = null;
        foreach (var (id, device) in state.Devices)
        {
            if (device.Kind == send.To && device.Drill == alert.Drill && Geography.DistanceMetres(alert.Position, device.Position) is var metres && metres <= send.Near && !(metres >= nearest?.Metres))
            {
                nearest = (id, device, metres); // Of two as near, the first by its id.
            }
        }

        return nearest;
    }

    private static CommandChosen Chosen(
        AlertChanged changed,
        (string Id, CommandedDevice Device, double Metres)? nearest,
        string rule,
        (Packs.Format.SendSpec Send, Packs.Format.CommandSpec Command, Packs.Format.TextSpec? Text) wanted,
        DateTimeOffset now)
    {
        var alert = changed.Alert;
        var device = nearest?.Device;
        return new CommandChosen
        {
            Subject = $"desk/{alert.Id}",
            Version = 1,
            At = changed.At,
            Area = device?.Cell ?? alert.Cell,
            Command = new DeviceCommand
            {
                Id = nearest is { Id: var id } ? $"{id}.{wanted.Command.Command}.{alert.Id}" : "",
                Device = nearest?.Id ?? "",
                Kind = wanted.Send.To,
                Command = wanted.Command.Command,
                Alert = alert.Id,
                Rule = rule,
                English = wanted.Text?.En ?? "",
                Chinese = wanted.Text?.Zh ?? "",
                Cell = device?.Cell ?? alert.Cell,
                Privacy = changed.Privacy == Privacy.Public && device is not { Privacy: Privacy.Household } ? Privacy.Public : Privacy.Household,
                At = now,
                Deadline = now + Packs.Span.Parse(wanted.Command.Within.Text)!.Value.Length,
                Unconfirmed = wanted.Command.Unconfirmed,
                Metres = (int)Math.Round(nearest?.Metres ?? wanted.Send.Near),
                Drill = alert.Drill,
            },
        };
    }

    private Decision<CommandDeskState> Note(string key, CommandDeskState state, EntityRegistered registered)
    {
        var card = registered.Entity;
        var isHere = registered.RetiredAt is null && commands.TakesCommands(card.Kind) && AreaCodes.DeskKey(card.Cell) == key;
        var device = new CommandedDevice(card.Kind, card.Cell, card.Position, card.Privacy, card.Drill);
        return isHere ? (state.Devices.GetValueOrDefault(card.Id) == device ? Decision.None(state) : Decision.To(state with { Devices = state.Devices.SetItem(card.Id, device) }))
            : state.Devices.ContainsKey(card.Id) ? Decision.To(state with { Devices = state.Devices.Remove(card.Id) })
            : Decision.None(state);
    }
}
