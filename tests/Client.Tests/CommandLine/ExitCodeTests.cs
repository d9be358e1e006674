using CityActors.Client.CommandLine;
using CityActors.Client.Silos;
using Microsoft.AspNetCore.Http;

namespace CityActors.Client.Tests.CommandLine;

public sealed class ExitCodeTests
{
    private const string WallClock = """{"mode":"wall","now":"2026-01-05T00:00:00Z","horizon":"2026-01-05T00:05:00Z"}""";

    private readonly StringWriter results = new();
    private readonly StringWriter says = new();

    [Fact]
    public void ExitCodes_Numbers_NeverChange() =>
        Assert.Equal(
            "Ok=0 Failed=1 Usage=2 NotReachable=3 Refused=4 CheckFailed=5 Interrupted=130",
            string.Join(' ', Enum.GetValues<ExitCode>().Select(code => $"{code}={(int)code}")));

    [Theory]
    [InlineData("nonsense")]
    [InlineData("orders", "--limit", "many")]
    [InlineData("simulate")]
    [InlineData("simulate", "tianxin", "--scale", "7")]
    [InlineData("simulate", "tianxin", "--speed", "fast")]
    [InlineData("orders", "--url", "not an address")]
    [InlineData("orders", "--url", "http://127.0.0.1:9,not an address")]
    [InlineData("orders", "--url", "")]
    [InlineData("replay", "meters", "--weeks", "0")]
    [InlineData("orders", "--since", "2026-01-05T14:45:00")]
    [InlineData("alerts", "--since", "2026-01-05 14:45:00")]
    [InlineData("alerts", "--since", "yesterday")]
    public async Task Run_LineThatMakesNoSense_IsUsage(params string[] line)
    {
        Assert.Equal(ExitCode.Usage, await Run(line));
        Assert.NotEmpty(says.ToString());
        Assert.Empty(results.ToString());
    }

    [Fact]
    public async Task Run_Help_IsOk()
    {
        Assert.Equal(ExitCode.Ok, await Run("--help"));
        Assert.Contains("simulate", results.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Orders_SiloRefusesTheKey_IsRefused()
    {
        await using var silo = await ScriptedSilo.Start(ScriptedSilo.Json("""{"title":"Unauthorized","status":401,"code":"no-key","detail":"Give a key."}""", 401));

        Assert.Equal(ExitCode.Refused, await Run("orders", "--url", silo.Address.ToString()));
        Assert.Contains("Give a key.", says.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Orders_NobodyAnswers_IsNotReachable() =>
        Assert.Equal(ExitCode.NotReachable, await Run("orders", "--url", "http://127.0.0.1:9"));

    [Fact]
    public async Task Export_HashIsWrong_IsCheckFailed()
    {
        await using var silo = await ScriptedSilo.Start(context =>
        {
            context.Response.Headers["X-Export-Hash"] = new string('0', 64);
            return context.Response.WriteAsync("{\"id\":\"天心\"}\n");
        });

        Assert.Equal(ExitCode.CheckFailed, await Run("export", "--url", silo.Address.ToString()));
        Assert.Equal("{\"id\":\"天心\"}\n", results.ToString());
    }

    [Fact]
    public async Task ReplayMeters_SiloOnWallClock_IsRefused()
    {
        await using var silo = await ScriptedSilo.Start(ScriptedSilo.Json(WallClock));

        Assert.Equal(ExitCode.Refused, await Run("replay", "meters", "--from", Path.Combine(SiloLocator.Root()!, "seeds", "samples"), "--url", silo.Address.ToString()));
        Assert.Contains("Clock:Mode=replay", says.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("meters", "twice_w44.csv.gz", "line 3: the meter '101' stands in line 2 already; a meter has one row a week.")]
    [InlineData("reports", "quote.csv", "line 3: a field that begins with a quote does not end with one. Correct the row or take it out.")]
    [InlineData("reports", "short.csv", "line 3: 3 fields where the file has 6 columns. Correct the row or take it out.")]
    public async Task Replay_RowThatCannotBeRead_IsFailedWithOneSentence(string what, string name, string sentence)
    {
        var meter = $"101,{string.Join(',', Enumerable.Repeat("0.1", 672))}\n";
        const string header = "SRRecordID,SRType,CreatedDate,SRStatus,Latitude,Longitude\n1,SW-Bulk,04/22/2014 12:07:39 AM,Closed,39.25,-76.65\n";
        var text = name switch
        {
            "quote.csv" => $"{header}2,\"SW-Bulk,04/22/2014 12:07:39 AM,Closed,39.25,-76.65\n3,SW-Bulk,04/22/2014 12:07:39 AM,Closed,39.25,-76.65\n",
            "short.csv" => $"{header}2,SW-Bulk,04/22/2014 12:07:39 AM\n3,SW-Bulk,04/22/2014 12:07:39 AM,Closed,39.25,-76.65\n",
            _ => $"VID,V001,\n{meter}{meter}",
        };
        var folder = Directory.CreateTempSubdirectory();
        var path = Path.Combine(folder.FullName, name);
        await File.WriteAllBytesAsync(path, name.EndsWith(".gz", StringComparison.Ordinal) ? Packed.Of(text) : System.Text.Encoding.UTF8.GetBytes(text), TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.Failed, await Run("replay", what, "--from", path, "--url", "http://127.0.0.1:9"));

        Assert.Equal($"{path}, {sentence}", says.ToString().Trim());
        Assert.Empty(results.ToString());
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("--hours", "3")]
    [InlineData("--warm-up", "0")]
    [InlineData("--speed", "60")]
    [InlineData("--keep", "somewhere")]
    [InlineData("--minutes", "0")]
    [InlineData("--minutes", "121")]
    [InlineData("--interval", "0.5")]
    [InlineData("--interval", "901")]
    [InlineData("--load", "-1")]
    public async Task Simulate_LiveWithWhatIsNoneOfIt_IsUsage(string option, string value)
    {
        await using var silo = await ScriptedSilo.Start(ScriptedSilo.Json(WallClock));

        Assert.Equal(ExitCode.Usage, await Run("simulate", "tianxin", option, value, "--url", silo.Address.ToString()));
        Assert.StartsWith(option, says.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--minutes", "10")]
    [InlineData("--interval", "60")]
    [InlineData("--load", "1")]
    public async Task Simulate_ReplayWithWhatIsLive_IsUsage(string option, string value)
    {
        await using var silo = await ScriptedSilo.Start(ScriptedSilo.Json(WallClock.Replace("wall", "replay", StringComparison.Ordinal)));

        Assert.Equal(ExitCode.Usage, await Run("simulate", "tianxin", option, value, "--url", silo.Address.ToString()));
        Assert.Equal(ExitCode.Usage, await Run("simulate", "tianxin", option, value));
        Assert.Contains(option, says.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Simulate_WallAndReplayClocks_IsRefused()
    {
        await using var wall = await ScriptedSilo.Start(ScriptedSilo.Json(WallClock), ScriptedSilo.Json(WallClock));
        await using var replay = await ScriptedSilo.Start(ScriptedSilo.Json(WallClock.Replace("wall", "replay", StringComparison.Ordinal)));

        Assert.Equal(ExitCode.Refused, await Run("simulate", "tianxin", "--url", wall.Address.ToString(), "--url", replay.Address.ToString()));
        Assert.Contains("mixed-clocks", says.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Simulate_LiveInACityWithARealHome_IsRefusedBeforeAnythingIsSent()
    {
        const string home = """{"items":[{"id":"home-430103002001-0001","type":"household","cell":"430103002001001","position":{"longitude":112.9,"latitude":28.1},"drill":false}],"next":null}""";
        const string none = """{"items":[],"next":null}""";
        await using var silo = await ScriptedSilo.Start([ScriptedSilo.Json(WallClock), ScriptedSilo.Json(home), .. Enumerable.Repeat(ScriptedSilo.Json(none), 4)]);

        Assert.Equal(ExitCode.Refused, await Run("simulate", "tianxin", "--url", silo.Address.ToString()));
        Assert.Contains("home-430103002001-0001", says.ToString(), StringComparison.Ordinal);
        Assert.All(silo.Calls, call => Assert.Equal("GET", call.Method));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Orders_SeveralAddresses_AreOneCity(bool inOneList)
    {
        await using var silo = await ScriptedSilo.Start(ScriptedSilo.Json("""{"items":[],"next":null}"""));
        string[] named = inOneList ? ["--url", $"http://127.0.0.1:9, {silo.Address}"] : ["--url", "http://127.0.0.1:9", "--url", silo.Address.ToString()];

        Assert.Equal(ExitCode.Ok, await Run(["orders", .. named]));
        Assert.Single(silo.Calls);
    }

    [Fact]
    public async Task Orders_Table_PrintsWhatItsFiltersTake()
    {
        const string order = """{"items":[{"id":"order-0000000000001","category":"event.environment.exposed-waste","status":"signed-for","channel":"citizen","cell":"430103002001001","position":{"longitude":112.9,"latitude":28.1},"reportedAt":"2026-01-05T06:45:00Z","changedAt":"2026-01-05T06:45:00Z"}],"next":null}""";
        await using var silo = await ScriptedSilo.Start(ScriptedSilo.Json(order), ScriptedSilo.Json(order));

        Assert.Equal(ExitCode.Ok, await Run("orders", "--url", silo.Address.ToString()));
        Assert.Contains("signed-for", results.ToString(), StringComparison.Ordinal);
        Assert.Contains("2026-01-05T14:45:00+08:00", results.ToString(), StringComparison.Ordinal);

        Assert.Equal(ExitCode.Ok, await Run("orders", "--status", "signed-for", "--since", "2026-01-05T14:45:00+08:00", "--url", silo.Address.ToString()));
        Assert.Contains("status=signed-for&since=2026-01-05T06%3A45%3A00.0000000Z", silo.Calls.Last().Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_Interrupted_IsInterrupted()
    {
        using var stop = new CancellationTokenSource();
        await using var silo = await ScriptedSilo.Start(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.Body.FlushAsync();
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });

        Assert.Equal(ExitCode.Interrupted, await CityCommand.Run(["watch", "--url", silo.Address.ToString()], CommandOutput(), stop.Token));
    }

    [Fact]
    public async Task Watch_EventOfTheFeed_IsOneSentence()
    {
        const string fact = """{"type":"entity","entity":{"id":"cam-1","type":"camera","kind":"","cell":"430103002001001","position":{"longitude":112.9,"latitude":28.1}},"subject":"cam-1","version":1,"at":"2026-01-05T06:45:00Z","area":"430103002001001"}""";
        await using var silo = await ScriptedSilo.Start(context =>
        {
            context.Response.ContentType = "text/event-stream";
            return context.Response.WriteAsync($"id: 5\nevent: entity\ndata: {fact}\n\n");
        });

        Assert.Equal(ExitCode.Ok, await Run("watch", "--limit", "1", "--url", silo.Address.ToString()));
        Assert.Equal("#5 2026-01-05T14:45:00+08:00 entity cam-1: camera  in 430103002001001", results.ToString().Trim());
    }

    private Task<ExitCode> Run(params string[] line) => CityCommand.Run(line, CommandOutput(), TestContext.Current.CancellationToken);

    private CommandOutput CommandOutput() => new(results, says, resultsOnTerminal: false, saysOnTerminal: false);
}
