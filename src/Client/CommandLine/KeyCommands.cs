using System.CommandLine;
using CityActors.Client.Api;

namespace CityActors.Client.CommandLine;

/// <summary><c>city keys</c>: the keys of other callers. A new key is the only thing on standard output, so that a script can take it.</summary>
internal static class KeyCommands
{
    private static readonly Argument<string> name = new("name") { Description = "The key's name, as 'city keys list' shows it." };

    public static Command Make(Caller caller, CommandOutput output) => new("keys", "Keys of callers: create, list, rotate and revoke them, as an administrator.")
    {
        Create(caller, output), List(caller, output), Rotate(caller, output), Revoke(caller, output),
    };

    private static Command Create(Caller caller, CommandOutput output)
    {
        var role = new Option<string>("--role") { Description = "What its holder may do: sensor, citizen, viewer, officer, dispatcher or admin.", Required = true };
        var area = new Option<string>("--area") { Description = "The code of the area it may see and act on. Default: everywhere.", DefaultValueFactory = _ => "" };
        var purpose = new Option<string>("--purpose") { Description = "What it is for, 1 to 200 characters.", Required = true };
        var expires = Times.Option("--expires", "Until when it is good");
        var named = new Option<string?>("--name") { Description = "Its name in histories. Default: the role and a number." };
        var command = new Command("create", "Makes a key and prints it; it cannot be read again.") { role, area, purpose, expires, named };
        command.SetAction(async (line, cancellation) =>
        {
            using var client = caller.Connect(line);
            var wanted = new NewKey(line.GetValue(role)!, line.GetValue(area)!, line.GetValue(purpose)!, line.GetValue(expires), line.GetValue(named));
            return await Show(await client.MakeKey(wanted, cancellation), output);
        });
        return command;
    }

    private static Command List(Caller caller, CommandOutput output)
    {
        var json = new Option<bool>("--json") { Description = "One JSON object per line instead of a table." };
        var command = new Command("list", "Lists keys, without their secrets.") { json };
        command.SetAction(async (line, cancellation) =>
        {
            using var client = caller.Connect(line);
            string[] columns = ["key", "role", "area", "purpose", "created", "expires", "revoked"];
            return await ListCommands.Show(client.Keys(cancellation), line.GetValue(json), columns, Row, output);
        });
        return command;
    }

    private static Command Rotate(Caller caller, CommandOutput output)
    {
        var command = new Command("rotate", "Gives a key another secret and prints it; the old one stops at once.") { name };
        command.SetAction(async (line, cancellation) =>
        {
            using var client = caller.Connect(line);
            return await Show(await client.RotateKey(line.GetValue(name)!, cancellation), output);
        });
        return command;
    }

    private static Command Revoke(Caller caller, CommandOutput output)
    {
        var command = new Command("revoke", "Revokes a key for good; its open feeds end.") { name };
        command.SetAction(async (line, cancellation) =>
        {
            using var client = caller.Connect(line);
            await client.RevokeKey(line.GetValue(name)!, cancellation);
            output.Say($"The key '{line.GetValue(name)}' is revoked.");
            return (int)ExitCode.Ok;
        });
        return command;
    }

    private static async Task<int> Show(IssuedKey made, CommandOutput output)
    {
        await output.Results.WriteLineAsync(made.Key);
        output.Say($"This is the key '{made.Name}'; it is shown this once.");
        return (int)ExitCode.Ok;
    }

    private static string[] Row(KeyCard key) =>
        [key.Name, key.Role, key.Area, key.Purpose, Times.Local(key.CreatedAt), Times.Local(key.ExpiresAt), Times.Local(key.RevokedAt)];
}
