using System.CommandLine;
using System.Globalization;

namespace CityActors.Client.CommandLine;

/// <summary><c>city indicators verify</c>: whether the figures are what the histories come to.</summary>
internal static class IndicatorCommands
{
    public static Command Make(Caller caller, CommandOutput output) => new("indicators", "The figures by which work is judged.") { Verify(caller, output) };

    private static Command Verify(Caller caller, CommandOutput output)
    {
        var command = new Command("verify", "Works out every figure anew from the histories and lists each that differs, to the case; exit code 5 if any does.");
        command.SetAction(async (line, cancellation) =>
        {
            using var client = caller.Connect(line);
            var verdict = await client.VerifyFigures(cancellation);
            if (verdict.Different > 0)
            {
                output.Table(
                    ["indicator", "version", "area", "day", "dimensions", "cases"],
                    verdict.Differences.Select(static one => new[] { one.Key.Indicator, one.Key.Version.ToString(CultureInfo.InvariantCulture), one.Key.Area, one.Key.Day, one.Key.Cut, string.Join(' ', one.Subjects) }));
            }

            output.Say(string.Create(CultureInfo.InvariantCulture, $"{verdict.Keys} keys over {verdict.Subjects} cases, orders and alerts, up to fact {verdict.Fact}: {verdict.Different} differ."));
            if (!verdict.IsQuiet)
            {
                output.Say("Something happened meanwhile: what differs may only be late. Ask again.");
            }

            return (int)(verdict.Different > 0 ? ExitCode.CheckFailed : ExitCode.Ok);
        });
        return command;
    }
}
