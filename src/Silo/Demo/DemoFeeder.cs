using System.Globalization;
using CityActors.Districts;
using CityActors.Drill;
using CityActors.Silo.Api;
using CityActors.Silo.Ingest;
using CityActors.Storage;
using CityActors.WorkOrders;
using Microsoft.Extensions.Options;

namespace CityActors.Silo.Demo;

/// <summary>Drives a small invented district through the same API as real sources, so that a newcomer sees the city at work.</summary>
public sealed class DemoFeeder(
    SiloSettings settings,
    DistrictExpander expander,
    ObservationIngest ingest,
    CellLocator cells,
    MatterIntake intake,
    TimeProvider time,
    IOptions<DrillOptions> drill,
    ILogger<DemoFeeder> logger) : BackgroundService
{
    private const long RandomSeed = 7;
    private const int LongestCatchUpSeconds = 30;
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var seed = DistrictSeedFile.Load(Path.Combine(settings.Seeds, "tianxin", "district.json"));
        if (!await Register(seed, stoppingToken))
        {
            return;
        }

        var script = DemoScript.Load(Path.Combine(settings.Seeds, "demo", "script.json"));
        var (start, isNew) = ReadStart();
        var readings = new DemoReadings(script, start);
        if (isNew)
        {
            await ingest.Store([.. readings.History()], null, stoppingToken); // At once: a pause within it would look like silence.
        }

        logger.LogInformation("The live demo runs: an invented community of 城南路街道, with drill responders {Pace} times as quick as life.", drill.Value.Pace);
        await Feed(readings, start, stoppingToken);
    }

    /// <summary>Registers everything, again and again until it has succeeded.</summary>
    /// <returns>False where something real is in the demo's way.</returns>
    private async Task<bool> Register(DistrictSeed seed, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                if ((await expander.Demo(seed, RandomSeed, cancellation)).Refusal is not { } refusal)
                {
                    return true;
                }

                logger.LogError("The live demo does not run. {Why}", refusal.English);
                return false;
            }
            catch (Exception fault) when (IsPassing(fault))
            {
                logger.LogWarning(fault, "The demo could not register all of its district; it tries again.");
                await Task.Delay(BetweenAttempts, time, cancellation);
            }
        }
    }

    private static bool IsPassing(Exception fault) => fault is StorageUnavailableException or OrleansException or TimeoutException;

    private async Task Feed(DemoReadings readings, DateTimeOffset start, CancellationToken cancellation)
    {
        var next = Math.Max(0, (int)(time.GetUtcNow() - start).TotalSeconds);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        while (await timer.WaitForNextTickAsync(cancellation))
        {
            var now = (int)(time.GetUtcNow() - start).TotalSeconds;
            for (next = Math.Max(next, now - LongestCatchUpSeconds); next <= now; next++)
            {
                await FeedSecond(readings, next, cancellation);
            }
        }
    }

    private async Task FeedSecond(DemoReadings readings, int second, CancellationToken cancellation)
    {
        try
        {
            await ingest.Store([.. readings.At(second)], null, cancellation);
            foreach (var (report, round) in readings.ReportsAt(second))
            {
                await Report(report, round);
            }
        }
        catch (Exception fault) when (IsPassing(fault))
        {
            logger.LogWarning(fault, "The demo missed a second; it goes on.");
        }
    }

    private async Task Report(DemoReport report, int round)
    {
        if (cells.Find(report.Position) is not { } cell)
        {
            logger.LogWarning("The demo's report {Name} lies outside every cell.", report.Name);
            return;
        }

        await intake.Report(new OrderReport
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"report-demo-{report.Name}-{round}"),
            Category = report.Category,
            Channel = report.Channel,
            At = time.GetUtcNow(),
            Position = report.Position,
            Cell = cell,
            Text = report.Text,
            Reporter = "demo",
            Drill = true,
        });
    }

    /// <summary>The demo's second 0 is kept beside the data: after a restart the script goes on instead of beginning again.</summary>
    private (DateTimeOffset Start, bool IsNew) ReadStart()
    {
        var file = Path.Combine(Directory.CreateDirectory(settings.Data).FullName, "demo-start.txt");
        if (File.Exists(file) && DateTimeOffset.TryParse(File.ReadAllText(file), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var stored))
        {
            return (stored, false);
        }

        var now = time.GetUtcNow();
        var start = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
        File.WriteAllText(file, start.ToString("O", CultureInfo.InvariantCulture));
        return (start, true);
    }
}
