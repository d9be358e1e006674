using System.CommandLine;
using CityActors.Client.Api;

namespace CityActors.Client.CommandLine;

/// <summary><c>city people</c>: who may sign in. Passwords come from a file or standard input, never from the command line, which others can read.</summary>
internal static class PeopleCommands
{
    private static readonly Argument<string> name = new("name") { Description = "The person's name." };

    private static readonly Option<FileInfo?> passwordFile = new("--password-file")
    {
        Description = "A file whose first line is the password. Default: the first line of standard input.",
    };

    public static Command Make(Caller caller, CommandOutput output) => new("people", "People who sign in: list, add, disable and enable them, set a password, as an administrator.")
    {
        List(caller, output), Add(caller, output),
        Turn("disable", "Does not let somebody in any more, and signs that person out.", disabled: true, caller, output),
        Turn("enable", "Lets somebody in again.", disabled: false, caller, output),
        Password(caller, output),
    };

    private static Command List(Caller caller, CommandOutput output)
    {
        var json = new Option<bool>("--json") { Description = "One JSON object per line instead of a table." };
        var command = new Command("list", "Lists people.") { json };
        command.SetAction(async (line, cancellation) =>
        {
            using var client = caller.Connect(line);
            string[] columns = ["person", "shown as", "role", "area", "responder", "registered", "disabled", "locked until"];
            return await ListCommands.Show(client.People(cancellation), line.GetValue(json), columns, Row, output);
        });
        return command;
    }

    private static Command Add(Caller caller, CommandOutput output)
    {
        var role = new Option<string>("--role") { Description = "What the person may do: citizen, viewer, officer, dispatcher or admin.", Required = true };
        var area = new Option<string>("--area") { Description = "The code of the area it may see and act on. Default: everywhere.", DefaultValueFactory = _ => "" };
        var shown = new Option<string?>("--display-name") { Description = "What others read. Default: the name." };
        var responder = new Option<string?>("--responder") { Description = "The id of the responder that the person is." };
        var command = new Command("add", "Registers a person; 'city people password' gives a password.") { name, role, area, shown, responder };
        command.SetAction(async (line, cancellation) =>
        {
            using var client = caller.Connect(line);
            var wanted = new NewPerson(line.GetValue(name)!, line.GetValue(role)!, line.GetValue(area)!, line.GetValue(shown), line.GetValue(responder), null);
            var added = await client.AddPerson(wanted, cancellation);
            output.Say($"'{added.Name}' is registered.");
            return (int)ExitCode.Ok;
        });
        return command;
    }

    private static Command Turn(string verb, string what, bool disabled, Caller caller, CommandOutput output)
    {
        var command = new Command(verb, what) { name };
        command.SetAction(async (line, cancellation) =>
        {
            using var client = caller.Connect(line);
            var wanted = line.GetValue(name)!;
            if (await client.People(cancellation).FirstOrDefaultAsync(person => person.Name == wanted, cancellation) is not { } person)
            {
                output.Say($"There is no person '{wanted}'.");
                return (int)ExitCode.Refused;
            }

            await client.ChangePerson(wanted, new PersonChange(person.Role, person.Area, disabled), cancellation);
            output.Say($"'{wanted}' is {(disabled ? "disabled" : "enabled")}.");
            return (int)ExitCode.Ok;
        });
        return command;
    }

    private static Command Password(Caller caller, CommandOutput output)
    {
        var command = new Command("password", "Sets somebody's password and signs that person out.") { name, passwordFile };
        command.SetAction(async (line, cancellation) =>
        {
            using var reader = line.GetValue(passwordFile)?.OpenText();
            var password = await (reader ?? Console.In).ReadLineAsync(cancellation) ?? "";
            using var client = caller.Connect(line);
            await client.SetPassword(line.GetValue(name)!, password, cancellation);
            output.Say($"'{line.GetValue(name)}' has the new password.");
            return (int)ExitCode.Ok;
        });
        return command;
    }

    private static string[] Row(PersonCard person) =>
    [
        person.Name, person.DisplayName, person.Role, person.Area, person.Responder, Times.Local(person.CreatedAt), Times.Local(person.DisabledAt),
        Times.Local(person.LockedUntil),
    ];
}
