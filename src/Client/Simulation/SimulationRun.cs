using System.Diagnostics;
using CityActors.Client.Api;
using CityActors.Client.Replays;
using CityActors.Client.Simulation.Scenes;
using CityActors.Packs.Format;

namespace CityActors.Client.Simulation;

/// <summary>Lets the district live through its days: windows of observations, citizens' reports at their minute, the clock behind them.</summary>
internal sealed class SimulationRun(CityClient client, SimulationPlan plan, string? packs, Action kill, Action<string> say)
{
    private readonly Dictionary<string, NewOrderReceipt> receipts = new(StringComparer.Ordinal);
    private List<HomeLife> homes = [];

    public async Task<SimulationReport> Run(Action<double, string> progress, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        progress(0, "expanding the district");
        var district = await DrillDistrict.Expand(client, plan, cancellation);
        var words = await CityPacks.Of(client, packs, say, cancellation);
        district = await CityPacks.Furnish(client, plan, district, words, cancellation);
        homes = [.. district.Homes.Select(card => new HomeLife(plan.Seed, card.Id))];
        var scenes = new DistrictScenes(plan, district, words);
        var matters = new MatterPlan(plan, district);
        using var sender = new WindowSender(client, plan.Name, words.Units);

        var sending = Stopwatch.GetTimestamp();
        for (var at = plan.Start; at < plan.Measured; at += SimulationPlan.WarmUpWindow)
        {
            progress(Share(at), $"before, {at:ddd HH:mm}");
            await Send(sender, scenes, at, at + SimulationPlan.WarmUpWindow, cancellation);
            await Advance(scenes, at, at + SimulationPlan.WarmUpWindow, cancellation);
        }

        var measuring = Stopwatch.GetTimestamp();
        for (var at = plan.Measured; at < plan.End; at += plan.Window)
        {
            progress(Share(at), $"measured, {at:HH:mm}");
            await Send(sender, scenes, at, at + plan.Window, cancellation);
            await Report(matters, at, at + plan.Window, cancellation);
            await Advance(scenes, at, at + plan.Window, cancellation);
            await Pace(at + plan.Window, measuring, cancellation);
        }

        progress(1, "collecting");
        var collecting = Stopwatch.GetTimestamp();
        var figures = await CityFigures.Collect(client, plan, only: null, cancellation);
        var timing = new SimulationTiming(
            Seconds(began, sending), Seconds(sending, measuring), Seconds(measuring, collecting), Seconds(began, Stopwatch.GetTimestamp()),
            Math.Round(sender.Sent / Stopwatch.GetElapsedTime(sending, collecting).TotalSeconds), client.RetriesDone);
        var verdicts = await Judge(scenes, figures, cancellation);
        var silos = await CityFigures.OfSilos(client, client.Figures, Stopwatch.GetElapsedTime(sending), cancellation);
        return SimulationReport.Of(plan, district, sender, scenes.All, scenes, verdicts, matters, receipts, figures, timing, silos);
    }

    private async Task Send(WindowSender sender, DistrictScenes scenes, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        sender.Begin(from);
        for (var end = from.AddMinutes(15); end <= to; end = end.AddMinutes(15))
        {
            foreach (var observation in scenes.Between(end.AddMinutes(-15), end))
            {
                await sender.Add(observation, cancellation);
            }

            await Meters(sender, scenes, end, cancellation);
        }

        await sender.Flush(cancellation);
    }

    private async Task Meters(WindowSender sender, DistrictScenes scenes, DateTimeOffset end, CancellationToken cancellation)
    {
        var slots = (int)((end - plan.Start).TotalMinutes / 15) - 1;
        foreach (var home in homes)
        {
            var happens = scenes.In(home.Id, end);
            if (happens != Happening.Silent)
            {
                await sender.Power(home.Id, end, happens == Happening.Zero ? 0 : home.Watts(slots / 96, slots % 96, happens == Happening.Quiet), cancellation);
            }
        }
    }

    // A Silo that is killed starts again and goes on to where it was told to go.
    private async Task Advance(DistrictScenes scenes, DateTimeOffset after, DateTimeOffset to, CancellationToken cancellation)
    {
        var advancing = client.Advance(to, cancellation);
        if (scenes.Kills.Any(at => at > after && at <= to))
        {
            kill();
        }

        await advancing;
    }

    private async Task<IReadOnlyList<SceneVerdict>> Judge(DistrictScenes scenes, CityFigures figures, CancellationToken cancellation)
    {
        IReadOnlyList<AlertStory> stories = [.. figures.Alerts.Select(static alert => new AlertStory(alert, alert.Level))];
        if (stories.Any(static story => story.Level > 0))
        {
            await using var watch = new AlertWatch(client);
            watch.Begin();
            stories = await watch.Stories(plan.Start, cancellation);
        }

        return [.. scenes.Plans.OrderBy(static scene => scene.Stage.Pack, StringComparer.Ordinal).ThenBy(static scene => scene.Spec.Scene, StringComparer.Ordinal).Select(scene => SceneJudge.Of(scene, stories))];
    }

    private async Task Report(MatterPlan matters, DateTimeOffset after, DateTimeOffset upTo, CancellationToken cancellation)
    {
        foreach (var report in matters.InOrder.Where(report => report.At > after && report.At <= upTo))
        {
            await client.Advance(report.At, cancellation);
            receipts[report.Id] = await client.Report(report.Order, report.Id, cancellation);
        }
    }

    private async Task Pace(DateTimeOffset reached, long from, CancellationToken cancellation)
    {
        if (plan.Speed is { } speed)
        {
            var wait = ((reached - plan.Measured) / speed) - Stopwatch.GetElapsedTime(from);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, cancellation);
            }
        }
    }

    private double Share(DateTimeOffset at) => (at - plan.Start) / (plan.End - plan.Start);

    private static double Seconds(long from, long to) => Math.Round(Stopwatch.GetElapsedTime(from, to).TotalSeconds, 1);
}
