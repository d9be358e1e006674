using System.Globalization;
using System.Net;
using System.Text.Json;
using CityActors.Testing;

[assembly: AssemblyFixture(typeof(ScratchPostgres))]

namespace CityActors.Silo.Tests;

/// <summary>Twenty times the process is killed at a random moment of a replay; nothing acknowledged is lost and the result is that of a quiet run.</summary>
public sealed class CrashTests(ITestOutputHelper output, ScratchPostgres postgres)
{
    private static readonly Lazy<Task<(string Hash, List<string> Lines, int Kills)>> Undisturbed = new(() => Run(kills: 0, seed: 1));
    private const int Kills = 20;
    private const int Homes = 8;
    private static readonly TimeSpan Window = TimeSpan.FromHours(6);
    private static readonly DateTimeOffset End = SmallTown.Start.AddDays(4);
    private static readonly DateTimeOffset Freeze = SmallTown.Start.AddDays(2).AddHours(5.25);

    [Fact]
    public async Task Replay_KilledTwentyTimes_LosesNothingAndEndsAsUndisturbed()
    {
        var disturbed = await Run(Kills, seed: 20251013);
        await Compare(disturbed, Kills);
    }

    [Fact]
    public async Task Replay_OnPostgresAndKilled_EndsAsUndisturbedOnSqlite()
    {
        Assert.SkipWhen(postgres.Missing is not null, postgres.Missing ?? "");
        var disturbed = await Run(Kills / 2, seed: 20251014, $"--Store={postgres.NewDatabase()}");
        await Compare(disturbed, Kills / 2);
    }

    private async Task Compare((string Hash, List<string> Lines, int Kills) disturbed, int kills)
    {
        var undisturbed = await Undisturbed.Value;
        output.WriteLine($"{disturbed.Kills} kills, {disturbed.Lines.Count} lines.");
        Assert.Equal(kills, disturbed.Kills);
        foreach (var (expected, actual) in undisturbed.Lines.Zip(disturbed.Lines).Where(pair => pair.First != pair.Second).Take(5))
        {
            output.WriteLine($"expected {expected}\nactual   {actual}");
        }

        Assert.Contains(undisturbed.Lines, line => line.Contains("inactivity", StringComparison.Ordinal));
        Assert.Contains(undisturbed.Lines, line => line.Contains("\"status\":\"closed\"", StringComparison.Ordinal));
        Assert.Equal(undisturbed.Lines.Count, disturbed.Lines.Count);
        Assert.Equal(undisturbed.Hash, disturbed.Hash);
    }

    private static async Task<(string Hash, List<string> Lines, int Kills)> Run(int kills, int seed, params string[] arguments)
    {
        using var folder = new TempFolder();
        await using var city = await CityProcess.StartReplay(folder.Path, SmallTown.Start, arguments);
        await city.Send(HttpMethod.Post, "/v1/districts/tianxin/expand", new { scale = 0.001, seed = 7, drill = true });
        var homes = (await city.Get($"/v1/households?limit={Homes}")).GetProperty("items").EnumerateArray().Select(home => home.GetProperty("id").GetString()!).ToList();
        var place = (await city.Get("/v1/cells?limit=1")).GetProperty("items")[0].GetProperty("centre");

        var killer = new Killer(city, kills, seed);
        var orders = new List<string>();
        var number = 0;
        for (var from = SmallTown.Start; from < End; from += Window)
        {
            var lines = SmallTown.Readings(homes, from, from + Window, frozen: 3, Freeze).ToList();
            await killer.Do(() => city.Feed(lines, $"window-{from:O}"));
            var report = (++number).ToString(CultureInfo.InvariantCulture);
            var receipt = await killer.Do(() => city.Send(HttpMethod.Post, "/v1/orders", ReportOf(number, place), HttpStatusCode.Created, $"report-{report}"));
            orders.Add(receipt.GetProperty("order").GetString()!);
            await killer.Do(async () =>
            {
                await city.Advance(from + Window);
                return 0;
            });
        }

        foreach (var order in orders)
        {
            Assert.Equal(order, (await city.Get($"/v1/orders/{order}")).GetProperty("order").GetProperty("id").GetString());
        }

        var verdict = await city.Get("/v1/indicators/verify");
        Assert.True(verdict.GetProperty("different").GetInt32() == 0 && verdict.GetProperty("isQuiet").GetBoolean(), verdict.GetRawText());
        var export = await city.Export();
        return (export.Hash, [.. export.Lines.Select(line => line.GetRawText())], killer.Done);
    }

    private static object ReportOf(int number, JsonElement place) => new
    {
        category = number % 2 == 0 ? "event.environment.exposed-waste" : "part.utility.manhole-cover",
        position = new { longitude = place.GetProperty("longitude").GetDouble() + (number % 3 * 0.0002), latitude = place.GetProperty("latitude").GetDouble() },
        text = $"report {number}",
    };

    /// <summary>Kills the process at random moments of what it is asked to do, starts it again, and asks again.</summary>
    private sealed class Killer(CityProcess city, int kills, int seed)
    {
        private readonly Random random = new(seed);

        public int Done { get; private set; }

        public async Task<T> Do<T>(Func<Task<T>> work)
        {
            while (true)
            {
                var running = work();
                if (Done < kills && random.Next(100) < 60)
                {
                    await Task.WhenAny(running, Task.Delay(random.Next(1, 120)));
                    await city.Kill();
                    Done++;
                    await Swallow(running);
                    await city.Start();
                    continue; // Asked again with the same keys, whether it was answered or not.
                }

                return await running;
            }
        }

        private static async Task Swallow(Task running)
        {
            try
            {
                await running;
            }
            catch (HttpRequestException)
            {
                // The process died under it: that is the test.
            }
            catch (IOException)
            {
                // Likewise, in the middle of the answer.
            }
        }
    }
}
