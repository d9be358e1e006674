using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using CityActors.Silo.Tests.Live;

namespace CityActors.Silo.Tests;

/// <summary>
/// A busy hour with alarms, reports and officers, in which the process, or one of three, is killed at random moments. Whatever was acknowledged had its effect,
/// each once. CITYACTORS_KILLS=200 kills more often than a usual run has time for.
/// </summary>
public sealed class LiveCrashTests(ITestOutputHelper output)
{
    private const int UsualKills = 12;
    private const int Terminals = 6;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly int Kills = int.TryParse(Environment.GetEnvironmentVariable("CITYACTORS_KILLS"), NumberStyles.None, CultureInfo.InvariantCulture, out var kills) ? kills : UsualKills;

    [Fact]
    public async Task City_KilledAgainAndAgain_DoesEachThingOnce()
    {
        await using var town = new LiveCity();
        await Run([await town.Add()], Kills);
    }

    [Fact]
    public async Task City_OnPostgresKilledAgainAndAgain_DoesEachThingOnce()
    {
        await using var town = LiveCity.Cluster();
        await Run([await town.Add()], Kills / 2); // The same code above another storage.
    }

    [Fact]
    public async Task City_OfThreeSilosOneKilledAgainAndAgain_DoesEachThingOnce()
    {
        await using var town = LiveCity.Cluster();
        await Run([await town.Add(), await town.Add(), await town.Add()], Kills / 2);
    }

    private async Task Run(CityProcess[] silos, int kills)
    {
        await Register(silos[0]);
        using var stop = new CancellationTokenSource();
        var traffic = new Traffic(silos, stop.Token);
        Task[] senders = [traffic.Alarm(), traffic.Report(), traffic.Command()];
        var random = new Random(20261126);
        for (var kill = 0; kill < kills; kill++)
        {
            await Task.Delay(random.Next(50, 1_200));
            var silo = silos[random.Next(silos.Length)];
            await silo.Kill();
            await silo.Start();
        }

        await stop.CancelAsync();
        await Task.WhenAll(senders);
        output.WriteLine($"{kills} kills, {traffic.Reports.Count} reports, {traffic.Commands.Count} commands, {traffic.Alarms} readings acknowledged.");
        await Settle(silos[0]);
        await Check(silos[0], traffic);
    }

    private static async Task Register(CityProcess city)
    {
        await SmallTown.Register(city, homes: 1);
        for (var number = 1; number <= Terminals; number++)
        {
            var id = $"term-430103002001-{number:00}";
            await city.Send(
                HttpMethod.Put,
                $"/v1/terminals/{id}",
                new { card = new { id, type = "terminal", kind = "gas", cell = "430103002001001", position = new { longitude = 112.9745 + (number * 0.0001), latitude = 28.19 } } },
                HttpStatusCode.NoContent);
        }

        await SmallTown.Responder(city, "technician", "technician", 112.976);
        await SmallTown.Responder(city, "fire", "fire", 112.976);
    }

    /// <summary>Until nothing more happens: no fact for six seconds, in which whatever waits for a Silo would be stored as held, and nothing held.</summary>
    private static async Task Settle(CityProcess city)
    {
        var last = "";
        var patience = Stopwatch.StartNew();
        for (var quiet = 0; quiet < 24;)
        {
            await Task.Delay(250);
            var facts = (await city.Get("/v1/status")).GetProperty("facts").GetRawText();
            var held = (await city.Get("/v1/reactions")).GetProperty("items").EnumerateArray().ToArray();
            Assert.True(patience.Elapsed < Patience, $"The city has not come to rest; held: {string.Join('\n', held)}");
            (quiet, last) = facts == last && held.Length == 0 ? (quiet + 1, facts) : (0, facts);
        }
    }

    private static async Task Check(CityProcess city, Traffic traffic)
    {
        var alerts = (await city.Get("/v1/alerts?limit=500")).GetProperty("items").EnumerateArray().ToArray();
        Assert.All(
            alerts.Where(static alert => Text(alert, "state") != "cleared").GroupBy(static alert => Text(alert, "entity")),
            static open => Assert.Single(open));
        var timelines = new Dictionary<string, JsonElement[]>();
        foreach (var order in alerts.Select(static alert => Text(alert, "order")).Concat(traffic.Reports.Values).Distinct())
        {
            var shown = (await city.Get($"/v1/orders/{order}")).GetProperty("timeline").EnumerateArray(); // An alert without one, or a receipt for none, ends here.
            var reports = (await city.Get($"/v1/orders/{order}/reports?limit=500")).GetProperty("items").EnumerateArray();
            timelines[order] = [.. shown.Concat(reports).DistinctBy(VersionOf).OrderBy(VersionOf)];
        }

        Assert.All(alerts, alert => Assert.Contains(Text(alert, "id"), Reports(timelines[Text(alert, "order")])));
        Assert.All(traffic.Reports, report => Assert.Single(timelines[report.Value], line => Text(line, "why").Length == 0 && IsReport(line) && line.GetProperty("report").GetProperty("text").GetString() == report.Key));
        Assert.All(traffic.Commands, command => Assert.Single(timelines[command.Value], line => Text(line, "commandId") == command.Key));
        foreach (var (_, lines) in timelines)
        {
            Assert.Equal(Enumerable.Range(1, lines.Length), lines.Select(VersionOf));
            Assert.Equal(Reports(lines).Count, Reports(lines).Distinct().Count());
            var overdue = lines.Select(static line => Text(line, "what")).Where(static what => what.EndsWith("-overdue", StringComparison.Ordinal)).ToArray();
            Assert.Equal(overdue.Length, overdue.Distinct().Count());
        }
    }

    private static int VersionOf(JsonElement line) => line.GetProperty("version").GetInt32();

    private static bool IsReport(JsonElement line) => line.TryGetProperty("report", out var report) && report.ValueKind == JsonValueKind.Object;

    private static IReadOnlyList<string> Reports(JsonElement[] lines) => [.. lines.Where(IsReport).Select(static line => Text(line, "subject"))];

    private static string Text(JsonElement item, string name) => item.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";

    /// <summary>What the city is asked for, again and again with the same keys until it answers.</summary>
    private sealed class Traffic(CityProcess[] silos, CancellationToken stop)
    {
        private static readonly string[] Categories = ["exposed-waste", "dirty-road", "road-spill", "snow-ice", "bulky-waste", "dead-animal"];
        private int asked;

        public ConcurrentDictionary<string, string> Reports { get; } = new();

        public ConcurrentDictionary<string, string> Commands { get; } = new();

        public int Alarms { get; private set; }

        public async Task Alarm()
        {
            var random = new Random(1);
            while (!stop.IsCancellationRequested)
            {
                var line = LiveCity.Gas($"term-430103002001-{random.Next(1, Terminals + 1):00}", DateTimeOffset.UtcNow, random.Next(3) == 0 ? 60 : 1);
                await Insist(city => city.Feed([line], line));
                Alarms++;
                await Task.Delay(20);
            }
        }

        public async Task Report()
        {
            for (var number = 0; !stop.IsCancellationRequested; number++)
            {
                var text = $"report {number}";
                var body = new { category = $"event.environment.{Categories[number / 12 % Categories.Length]}", position = new { longitude = 112.9745 + (number % 4 * 0.0006), latitude = 28.1894 + (number / 4 % 3 * 0.0006) }, text };
                var receipt = await Insist(city => city.Send(HttpMethod.Post, "/v1/orders", body, HttpStatusCode.Created, text));
                Reports[text] = receipt.GetProperty("order").GetString()!;
                await Task.Delay(30);
            }
        }

        /// <summary>Escalates orders, which each allows once, and ends some, so that the next report of their matter opens another.</summary>
        public async Task Command()
        {
            var random = new Random(2);
            for (var number = 0; !stop.IsCancellationRequested; number++)
            {
                await Task.Delay(40);
                if (Reports.Values.ElementAtOrDefault(random.Next(Math.Max(1, Reports.Count))) is { } order)
                {
                    var commandId = $"command-{number}";
                    var type = random.Next(4) == 0 ? "cancel" : "escalate";
                    await Insist(async city =>
                    {
                        using var response = await city.Http.PostAsync(new Uri($"/v1/orders/{order}/commands", UriKind.Relative), System.Net.Http.Json.JsonContent.Create(new { type, commandId, reason = "busy" }));
                        if (response.StatusCode == HttpStatusCode.OK)
                        {
                            Commands[commandId] = order;
                        }
                        else if (response.StatusCode != HttpStatusCode.Conflict)
                        {
                            throw new HttpRequestException($"{response.StatusCode}");
                        }

                        return 0;
                    });
                }
            }
        }

        /// <summary>The same again, of the next Silo, until it is answered: nobody knows what became of what was not.</summary>
        private async Task<T> Insist<T>(Func<CityProcess, Task<T>> ask)
        {
            while (true)
            {
                try
                {
                    return await ask(silos[Interlocked.Increment(ref asked) % silos.Length]);
                }
                catch (Exception fault) when (fault is HttpRequestException or IOException or TaskCanceledException)
                {
                    await Task.Delay(50);
                }
            }
        }
    }
}
