using System.Diagnostics;
using System.Security.Cryptography;
using CityActors.Alerts;
using CityActors.Client.Api;
using CityActors.Client.Simulation;
using CityActors.Client.Simulation.Scenes;

namespace CityActors.Client.Live;

/// <summary>A drill in real time against Silos whose clock is the wall's: everything happens now, and is compared with what the city made of it.</summary>
internal sealed class LiveDrill(CityClient client, SimulationPlan asked, Action<string> say, string? packs = null)
{
    private static readonly TimeSpan breaksOffWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan collectsWithin = TimeSpan.FromSeconds(15); // All in all less than the command line waits after Ctrl+C.
    private static readonly TimeSpan settlesWithin = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan settlesWhenBrokenOff = TimeSpan.FromSeconds(2);

    private readonly LiveCity city = new(client, say);

    /// <summary>How long a Silo may be away: a cluster replaces one within seconds.</summary>
    public static CityClientOptions Patience { get; } = new()
    {
        Retries = 8,
        ReconnectRetries = 120,
        LongestWait = TimeSpan.FromSeconds(1),
        AnswerWithin = TimeSpan.FromSeconds(15),
    };

    /// <summary>Runs the drill. Where it is stopped once it has begun, the report is of what was measured until then.</summary>
    public async Task<SimulationReport> Run(Action<double, string> progress, CancellationToken stop)
    {
        var began = Stopwatch.GetTimestamp();
        var (scene, clock) = await Prepare(progress, stop);
        var logBefore = await city.LogLength(stop);
        var prepared = Stopwatch.GetElapsedTime(began);

        using var closing = new CancellationTokenSource();
        await using var hurrying = stop.Register(() => closing.CancelAfter(breaksOffWithin + collectsWithin));
        using var streams = new LiveStreams(client, scene, clock);
        var load = scene.Plan.LoadPerSecond > 0 ? new LoadStream(client, scene, clock) : null;
        var watch = new FeedWatch(client, clock, scene.District.Ids, scene.Plan.Measured);
        using var watching = new CancellationTokenSource();
        var watched = watch.Run(watching.Token);
        (DateTimeOffset End, IReadOnlyList<SiloFigures> Silos, long Waiting) outcome;
        try
        {
            await Play(scene, streams, load, progress, stop);
            outcome = await Close(scene, streams, clock, progress, stop, closing.Token);
        }
        finally
        {
            await watching.CancelAsync();
            await watched;
        }

        progress(1, "collecting");
        var lasted = outcome.End > scene.Plan.Measured ? outcome.End - scene.Plan.Measured : TimeSpan.FromSeconds(1);
        var plan = scene.Plan with { Live = lasted };
        var logGrewBy = await city.LogLength(closing.Token) - logBefore;
        var figures = await CityFigures.Collect(client, plan, scene.District, closing.Token);
        var judged = figures with { Alerts = [.. figures.Alerts.Where(alert => alert.Kind is not (AlertKinds.Inactivity or AlertKinds.DataGap))] };
        var silos = await CityFigures.OfSilos(client, outcome.Silos, lasted, closing.Token);
        var live = new LiveFigures(
            Math.Round(lasted.TotalMinutes, 2), Interrupted: stop.IsCancellationRequested, plan.Interval.TotalSeconds,
            scene.LeftOut, watch.ToldSeconds, load?.Figures(lasted), logGrewBy, StillWaiting: outcome.Waiting);
        var timing = new SimulationTiming(
            ExpandSeconds: Math.Round(prepared.TotalSeconds, 1), WarmUpSeconds: 0, MeasuredSeconds: Math.Round(lasted.TotalSeconds, 1),
            WallSeconds: Math.Round(Stopwatch.GetElapsedTime(began).TotalSeconds, 1),
            ObservationsPerSecond: Math.Round((streams.Sender.Accepted + (load?.Accepted ?? 0)) / lasted.TotalSeconds, 1), client.RetriesDone);
        var report = SimulationReport.Of(
            plan, scene.District, streams.Sender, scene.Until(outcome.End), scene.Scenes, [], scene.Matters, streams.Receipts, judged, timing, silos);
        return report with { Live = live, Broken = [.. report.Broken, .. Faults(report, live)] };
    }

    private async Task<(LiveScene Scene, DrillClock Clock)> Prepare(Action<double, string> progress, CancellationToken stop)
    {
        progress(0, "looking at the city");
        await city.CheckNothingIsReal(stop);
        var clock = await DrillClock.Of(client, TimeProvider.System, stop);
        progress(0, "expanding the district");
        var district = await DrillDistrict.Expand(client, asked, stop);
        await city.WhenAllKnow(district, stop);

        var words = await CityPacks.Of(client, packs, say, stop);
        var before = await OngoingIncidents.Look(client, words, clock.Now, stop);
        var start = clock.NextSecond();
        var name = $"live-{asked.District}-{start.UtcDateTime:yyyyMMddTHHmmss}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
        return (new LiveScene(asked with { Measured = start, LiveName = name }, district, words, before), clock);
    }

    /// <summary>Lets everything happen. A failure ends all of it.</summary>
    private static async Task Play(LiveScene scene, LiveStreams streams, LoadStream? load, Action<double, string> progress, CancellationToken stop)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var work = new CancellationTokenSource();
        await using var breakingOff = over.Token.Register(() => work.CancelAfter(breaksOffWithin));
        Task[] all =
        [
            streams.Sensors(at => progress((at - scene.Plan.Measured) / scene.Plan.Lasts, $"live, {at - scene.Plan.Measured:mm\\:ss} of {scene.Plan.Lasts:mm\\:ss}"), over.Token, work.Token),
            streams.Citizens(over.Token, work.Token),
            load?.Run(over.Token, work.Token) ?? Task.CompletedTask,
        ];
        await foreach (var ended in Task.WhenEach(all).WithCancellation(CancellationToken.None))
        {
            if (ended.IsFaulted)
            {
                await over.CancelAsync();
            }
        }

        await Task.WhenAll(all);
    }

    /// <summary>Ends what is under way and waits for what waits; of the figures only those count that were made until then.</summary>
    private async Task<(DateTimeOffset End, IReadOnlyList<SiloFigures> Silos, long Waiting)> Close(
        LiveScene scene, LiveStreams streams, DrillClock clock, Action<double, string> progress, CancellationToken stop, CancellationToken closing)
    {
        var isBrokenOff = stop.IsCancellationRequested;
        var end = isBrokenOff && clock.NextSecond() is var next && next < scene.Plan.End ? next : scene.Plan.End;
        await streams.EndAll(end, closing);
        var silos = client.Figures;
        var waiting = await city.WhenNothingWaits(
            isBrokenOff ? settlesWhenBrokenOff : settlesWithin,
            waiting => progress(1, $"waiting for {waiting:N0} observations"),
            isBrokenOff ? CancellationToken.None : stop,
            closing);
        return (end, silos, waiting);
    }

    private static IEnumerable<string> Faults(SimulationReport report, LiveFigures live)
    {
        if (live.Load is { Refused.Count: > 0 } load)
        {
            yield return $"{load.Refused.Values.Sum()} readings of the load were refused ({string.Join(", ", load.Refused.Keys)}).";
        }

        var acknowledged = report.ObservationsAccepted + (live.Load?.Accepted ?? 0);
        if (live.LogGrewBy < acknowledged)
        {
            yield return $"{acknowledged} observations were acknowledged, and the log grew by {live.LogGrewBy} only.";
        }

        if (live.StillWaiting > 0 && !live.Interrupted)
        {
            yield return $"{live.StillWaiting} observations still waited in the end: what came of them is not in this report.";
        }
    }
}
