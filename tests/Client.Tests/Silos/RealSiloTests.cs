using System.Diagnostics;
using System.Text.Json;
using CityActors.Alerts;
using CityActors.Client.Api;
using CityActors.Client.CommandLine;
using CityActors.Client.Replays;
using CityActors.Client.Silos;

namespace CityActors.Client.Tests.Silos;

/// <summary>The commands against the real Silo, started as a process of its own.</summary>
public sealed class RealSiloTests
{
    private static readonly DateTimeOffset start = new(2026, 1, 14, 0, 0, 0, ReplayClock.ChinaStandardTime);

    [Fact]
    public async Task Simulate_SameSeedTwice_GivesTheSameReportButForItsTiming()
    {
        var first = await Report(keep: null);
        var second = await Report(keep: null);

        Assert.Equal(first, second);
        Assert.Contains("\"kind\":\"fire-lane-blocked\",\"injected\":2,\"harmless\":2,\"found\":2,\"missed\":0", first, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Simulate_SiloKilledInTheMiddle_GivesTheReportOfAnUndisturbedRun()
    {
        var undisturbed = await Report(keep: null);
        var folder = Directory.CreateTempSubdirectory("city-test-");
        try
        {
            using var says = new KillerWriter(folder.FullName);
            var disturbed = await Report(folder.FullName, says);

            Assert.True(says.HasKilled, "The Silo was never killed.");
            Assert.Contains("starting it again", says.ToString(), StringComparison.Ordinal);
            Assert.Equal(undisturbed, disturbed);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Only a Silo of our own is killed where the scenes say so; one that was named is left alone.</summary>
    [Fact]
    public async Task Simulate_ADayWithTheKillsOfItsScenes_GivesTheReportOfADayWithout()
    {
        string[] day = ["simulate", "tianxin", "--scale", "0.002", "--warm-up", "1", "--json"];
        await using var silo = await SiloProcess.Start(null, start.AddDays(-1), _ => { }, TestContext.Current.CancellationToken);
        using var says = new StringWriter();

        var (_, without, _) = await Run([.. day, "--url", silo.Settings.Url.ToString(), "--key", silo.Settings.AdminKey], TestContext.Current.CancellationToken);
        var (code, with, _) = await Run(day, TestContext.Current.CancellationToken, says);

        Assert.True(code == ExitCode.Ok, says.ToString());
        Assert.Equal(6, says.ToString().Split("starting it again").Length - 1);
        Assert.Contains("\"scene\":\"smog-night\",\"injected\":5,\"harmless\":1,\"found\":5,", with, StringComparison.Ordinal);
        Assert.Equal(ButForTiming(without), ButForTiming(with));
    }

    [Fact]
    public async Task Commands_AgainstARunningSilo_ListExportAndExpand()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var silo = await SiloProcess.Start(null, start, _ => { }, cancellation);
        string[] named = ["--url", silo.Settings.Url.ToString(), "--key", silo.Settings.AdminKey];

        var (expanded, counts, _) = await Run(["district", "expand", "tianxin", "--scale", "0.002", .. named], cancellation);
        var (simulated, _, _) = await Run(["simulate", "tianxin", "--scale", "0.002", "--warm-up", "0", "--hours", "1", .. named], cancellation);
        var (listed, alerts, _) = await Run(["alerts", "--kind", AlertKinds.FireLaneBlocked, "--json", .. named], cancellation);
        var (tabled, orders, _) = await Run(["orders", .. named], cancellation);
        var (exported, lines, hash) = await Run(["export", .. named], cancellation);
        var (refused, _, why) = await Run(["orders", "--url", silo.Settings.Url.ToString(), "--key", "nobody"], cancellation);

        Assert.Equal([ExitCode.Ok, ExitCode.Ok, ExitCode.Ok, ExitCode.Ok, ExitCode.Ok, ExitCode.Refused], [expanded, simulated, listed, tabled, exported, refused]);
        Assert.Contains("households", counts, StringComparison.OrdinalIgnoreCase);
        Assert.All(Lines(alerts), line => Assert.Equal(AlertKinds.FireLaneBlocked, JsonDocument.Parse(line).RootElement.GetProperty("kind").GetString()));
        Assert.Contains("order-", orders, StringComparison.Ordinal);
        Assert.NotEmpty(Lines(lines));
        Assert.StartsWith("sha256 ", hash, StringComparison.Ordinal);
        Assert.NotEmpty(why);
    }

    [Fact]
    public async Task Keys_CreatedRotatedAndRevoked_AreWhatTheCommandsSay()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var silo = await SiloProcess.Start(null, start, _ => { }, cancellation);
        string[] url = ["--url", silo.Settings.Url.ToString()];
        string[] named = [.. url, "--key", silo.Settings.AdminKey];

        var (_, made, _) = await Run(["keys", "create", "--role", "viewer", "--area", "430103", "--purpose", "the hall", "--name", "hall", "--expires", "2099-01-01T00:00:00+08:00", .. named], cancellation);
        var (usable, _, _) = await Run(["orders", .. url, "--key", made.Trim()], cancellation);
        var (_, rotated, _) = await Run(["keys", "rotate", "hall", .. named], cancellation);
        var (stopped, _, _) = await Run(["orders", .. url, "--key", made.Trim()], cancellation);
        var (_, listed, _) = await Run(["keys", "list", "--json", .. named], cancellation);
        var (revoked, _, _) = await Run(["keys", "revoke", "hall", .. named], cancellation);
        var (refused, _, why) = await Run(["orders", .. url, "--key", rotated.Trim()], cancellation);

        Assert.Equal([ExitCode.Ok, ExitCode.Refused, ExitCode.Ok, ExitCode.Refused], [usable, stopped, revoked, refused]);
        Assert.Contains("revoked", why, StringComparison.Ordinal);
        Assert.DoesNotContain(rotated.Trim(), listed, StringComparison.Ordinal);
        using var card = JsonDocument.Parse(Assert.Single(Lines(listed), line => line.Contains("hall", StringComparison.Ordinal)));
        Assert.Equal(("viewer", "430103"), (card.RootElement.GetProperty("role").GetString(), card.RootElement.GetProperty("area").GetString()));
    }

    [Fact]
    public async Task DoctorAndAudit_OfARunningSilo_SayHowItIs()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var silo = await SiloProcess.Start(null, start, _ => { }, cancellation);
        string[] url = ["--url", silo.Settings.Url.ToString()];
        string[] named = [.. url, "--key", silo.Settings.AdminKey];
        await Run(["keys", "create", "--role", "viewer", "--purpose", "a line in the audit", .. named], cancellation);

        var (_, said, _) = await Run(["doctor", .. named], cancellation);
        var (unknown, why, _) = await Run(["doctor", .. url, "--key", "no-such-key"], cancellation);
        var (whole, head, _) = await Run(["audit", "verify", .. named], cancellation);
        var (noted, _, _) = await Run(["audit", "verify", "--noted", head.Trim(), .. named], cancellation);
        var (forged, _, wrong) = await Run(["audit", "verify", "--noted", $"1:{new string('0', 64)}", .. named], cancellation);
        var (usage, _, _) = await Run(["audit", "verify", "--noted", "yesterday", .. named], cancellation);

        Assert.Contains("0 entities", said, StringComparison.Ordinal);
        Assert.Contains("! It does not answer", why, StringComparison.Ordinal);
        Assert.Matches("^[0-9]+:[0-9a-f]{64}$", head.Trim());
        Assert.Contains("line 1 is missing or was changed", wrong, StringComparison.Ordinal);
        Assert.Equal([ExitCode.CheckFailed, ExitCode.Ok, ExitCode.Ok, ExitCode.CheckFailed, ExitCode.Usage], [unknown, whole, noted, forged, usage]);
    }

    [Fact]
    public void Doctor_MissingYearOrMuchThatWaits_SaysSo()
    {
        var status = new StatusView(1, 2_000_000, 600_000, 5, Calendar: new CalendarView(new DateOnly(2026, 12, 31), 2027, 3));

        Assert.Collection(
            DoctorCommand.FaultsOf(status, ["order-a", "order-b"]),
            static waits => Assert.Contains("600000 observations wait", waits, StringComparison.Ordinal),
            static year => Assert.EndsWith("ends on 2026-12-31: add the year 2027 to seeds/calendars/china.json and restart. 3 orders wait for it: order-a, order-b and others (city orders --waiting-for calendar).", year, StringComparison.Ordinal));
        Assert.Empty(DoctorCommand.FaultsOf(status with { Waiting = 0, Calendar = null }, []));
    }

    [Fact]
    public async Task People_AddedDisabledAndEnabled_AreWhatTheCommandsSay()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var silo = await SiloProcess.Start(null, start, _ => { }, cancellation);
        string[] named = ["--url", silo.Settings.Url.ToString(), "--key", silo.Settings.AdminKey];
        var file = Path.Combine(silo.Settings.Data, "password.txt");
        await File.WriteAllTextAsync(file, "correct horse battery\n", cancellation);

        var (added, _, _) = await Run(["people", "add", "wang", "--role", "officer", "--area", "430103", "--display-name", "王莉", .. named], cancellation);
        var (set, _, _) = await Run(["people", "password", "wang", "--password-file", file, .. named], cancellation);
        var (disabled, _, _) = await Run(["people", "disable", "wang", .. named], cancellation);
        var (_, then, _) = await Run(["people", "list", "--json", .. named], cancellation);
        var (enabled, _, _) = await Run(["people", "enable", "wang", .. named], cancellation);
        var (_, now, _) = await Run(["people", "list", "--json", .. named], cancellation);
        var (unknown, _, _) = await Run(["people", "disable", "li", .. named], cancellation);

        Assert.Equal([ExitCode.Ok, ExitCode.Ok, ExitCode.Ok, ExitCode.Ok, ExitCode.Refused], [added, set, disabled, enabled, unknown]);
        Assert.Equal((true, false), (IsDisabled(then), IsDisabled(now)));
        Assert.Contains("王莉", now, StringComparison.Ordinal);

        static bool IsDisabled(string list) => JsonDocument.Parse(Assert.Single(Lines(list))).RootElement.GetProperty("disabledAt").ValueKind == JsonValueKind.String;
    }

    [Fact]
    public async Task ReplayMeters_ShippedSample_SendsEveryReading()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var sample = Path.Combine(SiloLocator.Root()!, "seeds", "samples", "meters_w44.csv.gz");

        var (code, summary, says) = await Run(["replay", "meters", "--from", sample, "--window", "12", "--json"], cancellation);

        Assert.True(code == ExitCode.Ok, says);
        using var json = JsonDocument.Parse(summary);
        Assert.Equal(8 * 672, json.RootElement.GetProperty("sent").GetInt64());
        Assert.Equal(8 * 672, json.RootElement.GetProperty("accepted").GetInt64());
        Assert.Equal(8, json.RootElement.GetProperty("homes").GetInt32());
    }

    [Fact]
    public async Task Start_DataFolderInUse_EndsWithTheSilosLastWords()
    {
        var folder = Directory.CreateTempSubdirectory("city-test-");
        await using (await SiloProcess.Start(folder.FullName, start, _ => { }, TestContext.Current.CancellationToken))
        {
            var fault = await Assert.ThrowsAsync<SiloStartException>(
                () => SiloProcess.Start(folder.FullName, start, _ => { }, TestContext.Current.CancellationToken));

            Assert.Contains("did not start", fault.Message, StringComparison.Ordinal);
        }

        folder.Delete(recursive: true);
    }

    private static async Task<string> Report(string? keep, StringWriter? says = null)
    {
        string[] line = ["simulate", "tianxin", "--scale", "0.002", "--warm-up", "1", "--hours", "3", "--json", .. keep is null ? Array.Empty<string>() : ["--keep", keep]];
        var (code, report, said) = await Run(line, TestContext.Current.CancellationToken, says);
        Assert.True(code == ExitCode.Ok, said);
        return ButForTiming(report);
    }

    private static string ButForTiming(string report) =>
        report[..report.IndexOf(",\"timing\":", StringComparison.Ordinal)] + report[report.IndexOf(",\"broken\":", StringComparison.Ordinal)..];

    private static async Task<(ExitCode Code, string Results, string Says)> Run(string[] line, CancellationToken cancellation, StringWriter? says = null)
    {
        using var results = new StringWriter();
        using var own = new StringWriter();
        says ??= own;
        var code = await CityCommand.Run(line, new CommandOutput(results, says, resultsOnTerminal: false, saysOnTerminal: false), cancellation);
        return (code, results.ToString(), says.ToString());
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Reads the Silo's process id from the output and kills it, once, when about half of the run is on its disk.</summary>
    private sealed class KillerWriter(string folder) : StringWriter
    {
        private const long HalfOfTheRun = 4 << 20; // The undisturbed run's log grows to 8 MiB.

        public bool HasKilled { get; private set; }

        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (!HasKilled && value is not null && value.Contains(", process ", StringComparison.Ordinal))
            {
                HasKilled = true;
                var number = value.Split(", process ")[1].Split(',')[0];
                var victim = Process.GetProcessById(int.Parse(number, System.Globalization.CultureInfo.InvariantCulture));
                new Thread(() => KillHalfWay(victim)) { IsBackground = true }.Start();
            }
        }

        private void KillHalfWay(Process victim)
        {
            var log = new FileInfo(Path.Combine(folder, "city.db-wal"));
            SpinWait.SpinUntil(() =>
            {
                log.Refresh();
                return victim.HasExited || (log.Exists && log.Length >= HalfOfTheRun);
            });
            victim.Kill();
        }
    }
}
