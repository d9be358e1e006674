using System.Diagnostics;
using CityActors.Client.Api;
using CityActors.Client.Replays;

namespace CityActors.Client.Simulation;

/// <summary>Lets the district live through its days: windows of observations, citizens' reports at their minute, the clock behind them.</summary>
internal sealed class SimulationRun(CityClient client, SimulationPlan plan)
{
    private readonly Dictionary<string, NewOrderReceipt> receipts = new(StringComparer.Ordinal);
    private List<HomeLife> homes = [];

    public async Task<SimulationReport> Run(Action<double, string> progress, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        progress(0, "expanding the district");
        var district = await DrillDistrict.Expand(client, plan, cancellation);
        homes = [.. district.Homes.Select(card => new HomeLife(plan.Seed, card.Id))];
        var incidents = new IncidentPlan(plan, district);
        var matters = new MatterPlan(plan, district);
        var devices = new DeviceFeed(plan, district, incidents.All);
        using var sender = new WindowSender(client, plan.Name);

        var sending = Stopwatch.GetTimestamp();
        for (var at = plan.Start; at < plan.Measured; at += SimulationPlan.WarmUpWindow)
        {
            progress(Share(at), $"before, {at:ddd HH:mm}");
            await Send(sender, incidents, null, at, at + SimulationPlan.WarmUpWindow, cancellation);
            await client.Advance(at + SimulationPlan.WarmUpWindow, cancellation);
        }

        var measuring = Stopwatch.GetTimestamp();
        for (var at = plan.Measured; at < plan.End; at += plan.Window)
        {
            progress(Share(at), $"measured, {at:HH:mm}");
            await Send(sender, incidents, devices, at, at + plan.Window, cancellation);
            await Report(matters, at, at + plan.Window, cancellation);
            await client.Advance(at + plan.Window, cancellation);
            await Pace(at + plan.Window, measuring, cancellation);
        }

        progress(1, "collecting");
        var collecting = Stopwatch.GetTimestamp();
        var figures = await CityFigures.Collect(client, plan, only: null, cancellation);
        var timing = new SimulationTiming(
            Seconds(began, sending), Seconds(sending, measuring), Seconds(measuring, collecting), Seconds(began, Stopwatch.GetTimestamp()),
            Math.Round(sender.Sent / Stopwatch.GetElapsedTime(sending, collecting).TotalSeconds), client.RetriesDone);
        var silos = await CityFigures.OfSilos(client, client.Figures, Stopwatch.GetElapsedTime(sending), cancellation);
        return SimulationReport.Of(plan, district, sender, incidents.All, matters, receipts, figures, timing, silos);
    }

    private async Task Send(WindowSender sender, IncidentPlan incidents, DeviceFeed? devices, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        sender.Begin(from);
        for (var end = from.AddMinutes(15); end <= to; end = end.AddMinutes(15))
        {
            foreach (var observation in devices?.Between(end.AddMinutes(-15), end) ?? [])
            {
                await sender.Add(observation, cancellation);
            }

            await Meters(sender, incidents, end, cancellation);
        }

        await sender.Flush(cancellation);
    }

    private async Task Meters(WindowSender sender, IncidentPlan incidents, DateTimeOffset end, CancellationToken cancellation)
    {
        var slots = (int)((end - plan.Start).TotalMinutes / 15) - 1;
        foreach (var home in homes)
        {
            var (isQuiet, isSilent) = incidents.At(home.Id, end);
            if (!isSilent)
            {
                await sender.Power(home.Id, end, home.Watts(slots / 96, slots % 96, isQuiet), cancellation);
            }
        }
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
