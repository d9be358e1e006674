using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using CityActors.Testing;

namespace CityActors.Silo.Tests.Live;

/// <summary>One city on one database, run by the embedded engine and by Orleans in turn, each ended as by a power cut.</summary>
/// <remarks>Runs where both were built: <c>tests/alternate-engines.sh</c> builds them.</remarks>
public sealed class AlternatingEnginesTests(ITestOutputHelper output)
{
    private const int Rounds = 4;
    private const int ReportsPerRound = 3;
    private static readonly string OnOrleans = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../Orleans/bin/Silo/release/CityActors.Silo.dll"));

    private readonly HashSet<string> orders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> closed = new(StringComparer.Ordinal);
    private long observations;

    [Fact]
    public async Task City_RunByBothEnginesInTurn_LosesNothingAndGoesOn()
    {
        Assert.SkipUnless(File.Exists(OnOrleans), "The Silo on Orleans is not built here; tests/alternate-engines.sh builds both and runs this.");
        using var server = new ScratchPostgres();
        Assert.SkipWhen(server.Missing is not null, server.Missing ?? "");
        using var folder = new TempFolder();
        string[] arguments = [$"--Store={server.NewDatabase()}", "--Drill:Pace=100", $"--Cluster:SiloPort={FreePort()}"];

        for (var round = 0; round < Rounds; round++)
        {
            var isEmbedded = round % 2 == 0;
            await using var city = isEmbedded
                ? await CityProcess.Start(folder.Path, arguments)
                : await CityProcess.StartBuilt(OnOrleans, folder.Path, arguments);
            if (round == 0)
            {
                await city.Send(HttpMethod.Post, "/v1/districts/tianxin/expand", new { scale = 0.002, seed = 7, drill = true });
            }

            await CheckAll(city);
            await Report(city, round);
            await Feed(city, round);
            output.WriteLine($"{(isEmbedded ? "embedded" : "Orleans")}: {orders.Count} orders reported so far, {closed.Count} of them closed before, {observations} observations.");
            await city.Kill();
        }

        await using var last = await CityProcess.Start(folder.Path, arguments);
        await CheckAll(last);
        Assert.Equal(Rounds * ReportsPerRound, closed.Count);
    }

    /// <summary>What the other engine acknowledged is there; its orders go on to their end; what had ended stayed as it was.</summary>
    private async Task CheckAll(CityProcess city)
    {
        foreach (var order in orders)
        {
            await LiveCity.Until(city, "/v1/orders?limit=100", listed => listed.Any(item => Text(item, "id") == order && Text(item, "status") == "closed"));
        }

        var (_, lines) = await city.Export();
        foreach (var line in lines.Where(line => line.TryGetProperty("id", out var id) && orders.Contains(id.GetString()!)))
        {
            var id = Text(line, "id");
            Assert.Equal(closed.GetValueOrDefault(id, line.GetRawText()), line.GetRawText());
            closed[id] = line.GetRawText();
        }

        Assert.Equal(orders.Count, closed.Count);
        Assert.Equal(observations, (await city.Get("/v1/status")).GetProperty("observations").GetInt64());
    }

    private async Task Report(CityProcess city, int round)
    {
        var cells = (await city.Get("/v1/cells?limit=100")).GetProperty("items").EnumerateArray().ToList();
        for (var report = 0; report < ReportsPerRound; report++)
        {
            var centre = cells[(round * ReportsPerRound) + report].GetProperty("centre");
            var answer = await city.Send(
                HttpMethod.Post, "/v1/orders", new { category = "event.environment.exposed-waste", position = centre }, HttpStatusCode.Created, $"report-{round}-{report}");
            Assert.True(orders.Add(Text(answer, "order")), "Two reports at two places were made one order.");
        }
    }

    private async Task Feed(CityProcess city, int round)
    {
        var homes = (await city.Get("/v1/households?limit=100")).GetProperty("items").EnumerateArray().Select(home => Text(home, "id")).ToList();
        var at = DateTimeOffset.UtcNow;
        var answer = await city.Feed(homes.Select(home => string.Create(CultureInfo.InvariantCulture, $$"""{"entity":"{{home}}","kind":"power","at":"{{at:O}}","value":{{120 + round}},"unit":"W"}""")));
        Assert.Equal(homes.Count, answer.GetProperty("accepted").GetInt32());
        observations += homes.Count;
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private static string Text(JsonElement item, string name) => item.GetProperty(name).GetString()!;
}
