using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using CityActors.Client.Api;
using CityActors.Packs;

namespace CityActors.Client.CommandLine;

/// <summary><c>city pack</c> against a Silo: what is installed and on, switching, and the parameters, for administrators of the whole city.</summary>
internal static class PackCityCommands
{
    private static readonly Argument<string> pack = new("pack") { Description = "The pack's name, as 'city pack list' shows it." };
    private static readonly Option<string> reason = new("--reason") { Description = "Why, 1 to 500 characters; it stands in the books.", Required = true };
    private static readonly Option<string[]> area = new("--area") { Description = "The code of an area; may be given several times. Default: the whole city." };
    private static readonly Option<DateTimeOffset?> from = Times.Option("--from", "The instant from which it holds", "as soon as can be");

    public static IEnumerable<Command> Make(Caller caller, CommandOutput output) =>
        [List(caller, output), Install(caller, output), On(caller, output), Off(caller, output), Retire(caller, output), Settings(caller, output), Set(caller, output)];

    private static Command List(Caller caller, CommandOutput output)
    {
        var command = new Command("list", "Lists the packs of a city, where they are on, and what is booked for later.");
        command.SetAction(async (line, cancellation) =>
        {
            using var client = caller.Connect(line);
            var packs = await client.Packs(cancellation);
            output.Table(["pack", "version", "digest", "on in", "booked"], packs.Items.Select(static card => new[]
            {
                card.Pack, card.Version, card.Digest[..12], card.IsRetired ? "retired" : Places(card.OnIn), string.Join("; ", card.Booked.Select(Text)),
            }));
            return (int)ExitCode.Ok;
        });
        return command;
    }

    private static Command Install(Caller caller, CommandOutput output)
    {
        var folder = new Argument<string>("folder") { Description = "The pack's folder." };
        var command = new Command("install", "Installs a version of a pack in a city; nothing is judged by it before it is switched on.") { folder };
        command.SetAction(async (line, cancellation) =>
        {
            var path = line.GetValue(folder)!;
            var read = Directory.Exists(path) ? PackFolder.Read(path, out var faults) : throw new UsageException($"There is no folder '{path}'.");
            if (read is null)
            {
                foreach (var fault in faults)
                {
                    await output.Results.WriteLineAsync(fault.ToString());
                }

                return (int)ExitCode.CheckFailed;
            }

            using var client = caller.Connect(line);
            var done = await client.InstallPack(new NewPackFiles(read.Sources.ToDictionary(static file => file.Key, static file => Encoding.UTF8.GetString(file.Value.Span))), cancellation);
            output.Say($"{done.Pack} {done.Version}, digest {done.Digest[..12]}…, is installed. Switch it on with 'city pack on {done.Pack}'.");
            return (int)ExitCode.Ok;
        });
        return command;
    }

    private static Command On(Caller caller, CommandOutput output)
    {
        var version = new Option<string?>("--version") { Description = "Which version. Default: the newest that is installed." };
        var purpose = new Option<string?>("--purpose") { Description = "What for, where the pack is on by a recorded order only; needs --until." };
        var until = Times.Option("--until", "The end of that order: then the pack is off by itself");
        var command = new Command("on", "Switches a pack on in areas from an instant.") { pack, area, from, reason, version, purpose, until };
        command.SetAction(async (line, cancellation) =>
        {
            using var client = caller.Connect(line);
            var order = line.GetValue(purpose) is { } what ? new PackSwitchOrder(what, line.GetValue(until) ?? throw new UsageException("--purpose needs --until: an order has an end.")) : null;
            return Show(await client.SwitchPack(line.GetValue(pack)!, isOn: true, new(line.GetValue(reason)!, Areas(line), line.GetValue(from), line.GetValue(version), order), cancellation), output);
        });
        return command;
    }

    private static Command Off(Caller caller, CommandOutput output)
    {
        var command = new Command("off", "Switches a pack off in areas from an instant: what it found there ends, and what was booked there for later is cancelled.") { pack, area, from, reason };
        command.SetAction(async (line, cancellation) =>
        {
            using var client = caller.Connect(line);
            return Show(await client.SwitchPack(line.GetValue(pack)!, isOn: false, new(line.GetValue(reason)!, Areas(line), line.GetValue(from)), cancellation), output);
        });
        return command;
    }

    private static Command Retire(Caller caller, CommandOutput output)
    {
        var command = new Command("retire", "Takes a pack that is off everywhere out of use, until it is installed again.") { pack, reason };
        command.SetAction(async (line, cancellation) =>
        {
            using var client = caller.Connect(line);
            await client.RetirePack(line.GetValue(pack)!, line.GetValue(reason)!, cancellation);
            output.Say($"{line.GetValue(pack)} is retired.");
            return (int)ExitCode.Ok;
        });
        return command;
    }

    private static Command Settings(Caller caller, CommandOutput output)
    {
        var where = new Option<string?>("--area") { Description = "As they hold in this area. Default: the whole city." };
        var device = new Option<string?>("--device") { Description = "As they hold for this device." };
        var command = new Command("settings", "Shows the parameters of the packs, and where each comes from.") { where, device };
        command.SetAction(async (line, cancellation) =>
        {
            using var client = caller.Connect(line);
            var settings = await client.Settings(line.GetValue(where), line.GetValue(device), cancellation);
            output.Table(["pack", "parameter", "value", "least", "most", "set by", "origin"], settings.Packs.Select(static one => new[] { one.Pack, one.Parameter, $"{one.Value} {one.Unit}".TrimEnd(), one.Least, one.Most, one.SetBy, one.Origin }));
            return (int)ExitCode.Ok;
        });
        return command;
    }

    private static Command Set(Caller caller, CommandOutput output)
    {
        var parameter = new Argument<string>("parameter") { Description = "The parameter, as 'city pack settings' shows it." };
        var value = new Argument<string>("value") { Description = "A number, or a length of time such as \"20 minutes\"." };
        var place = new Option<string?>("--for") { Description = "The code of an area, or the id of a device. Default: the whole city." };
        var command = new Command("set", "Sets a parameter of a pack from an instant.") { pack, parameter, value, place, from, reason };
        command.SetAction(async (line, cancellation) =>
        {
            using var client = caller.Connect(line);
            var text = line.GetValue(value)!;
            var given = decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? JsonSerializer.SerializeToElement(number) : JsonSerializer.SerializeToElement(text);
            var set = await client.SetParameter(line.GetValue(pack)!, line.GetValue(parameter)!, new(given, line.GetValue(reason)!, line.GetValue(place), line.GetValue(from)), cancellation);
            output.Say($"{set.Pack} {set.Parameter} is {$"{set.Value} {set.Unit}".TrimEnd()}: {set.Origin}.");
            return (int)ExitCode.Ok;
        });
        return command;
    }

    private static int Show(PackSwitch done, CommandOutput output)
    {
        output.Say($"{done.Pack} {$"{done.Version} ".TrimStart()}is {done.Act} in {Places(done.Areas)} from {Times.Local(done.From)} on.");
        if (done.Cancelled.Count > 0)
        {
            output.Say($"What was booked there for later is cancelled: {string.Join("; ", done.Cancelled.Select(Text))}.");
        }

        return (int)ExitCode.Ok;
    }

    private static string[]? Areas(ParseResult line) => line.GetValue(area) is { Length: > 0 } areas ? areas : null;

    private static string Text(PackBooking booked) =>
        $"{booked.Act} in {Places(booked.Areas)}{(booked.NotIn.Count == 0 ? "" : $", but not in {Places(booked.NotIn)},")} from {Times.Local(booked.From)}{(booked.Until is { } until ? $" until {Times.Local(until)}" : "")}";

    private static string Places(IReadOnlyList<string> areas) => areas.Count == 0 ? "nowhere" : string.Join(' ', areas.Select(static code => code.Length == 0 ? "the whole city" : code));
}
