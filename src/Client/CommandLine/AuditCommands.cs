using System.CommandLine;

namespace CityActors.Client.CommandLine;

/// <summary><c>city audit verify</c>: whether anybody changed what the city wrote down about its callers.</summary>
internal static class AuditCommands
{
    public static Command Make(Caller caller, CommandOutput output) => new("audit", "The audit: who did what, who looked at whom.") { Verify(caller, output) };

    private static Command Verify(Caller caller, CommandOutput output)
    {
        var noted = new Option<string?>("--noted") { Description = "A line noted earlier, number:hash as this command prints it: nothing up to it may have changed." };
        noted.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && Read(text) is null)
            {
                result.AddError($"--noted is '{text}'; it is the number of a line, a colon and its hash, as 'city audit verify' prints them.");
            }
        });
        var command = new Command("verify", "Computes every hash of the audit again and prints the last line's number and hash, to be noted elsewhere.") { noted };
        command.SetAction(async (line, cancellation) =>
        {
            using var client = caller.Connect(line);
            var known = line.GetValue(noted) is { } text ? Read(text) : null;
            var verdict = await client.VerifyAudit(known?.Number, known?.Hash, cancellation);
            if (verdict.FirstWrong is { } wrong)
            {
                output.Say($"The audit is not as it was written: line {wrong} is missing or was changed. The {verdict.Lines} lines before it hold.");
                return (int)ExitCode.CheckFailed;
            }

            await output.Results.WriteLineAsync($"{verdict.Lines}:{verdict.Head}");
            return (int)ExitCode.Ok;
        });
        return command;
    }

    private static (long Number, string Hash)? Read(string text) =>
        text.Split(':') is [var number, { Length: 64 } hash] && long.TryParse(number, System.Globalization.CultureInfo.InvariantCulture, out var read) ? (read, hash) : null;
}
