using System.Diagnostics;
using CityActors.Client.Api;
using CityActors.Client.Replays;

namespace CityActors.Client.Meters;

/// <summary>Lets a drill district live through weeks of real households.</summary>
internal sealed class MetersReplay(CityClient client, MetersPlan plan)
{
    private const string District = "tianxin";
    private const double HouseholdsAtFullScale = 30_000;
    private const int Seed = 1;

    /// <summary>Runs it and says what came of it.</summary>
    public async Task<MetersSummary> Run(Action<double, string> progress, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        var weeks = new List<MeterWeek>();
        foreach (var (_, path) in plan.Files)
        {
            weeks.Add(await MeterWeek.Read(path, cancellation));
        }

        var homes = await Homes(weeks, cancellation);
        var sent = Stopwatch.GetTimestamp();
        using var sender = new WindowSender(client, $"meters-{plan.Files[0].Week}-{homes.Count}");
        var windows = weeks.Count * Math.Ceiling((double)MeterWeek.Slots / plan.SlotsPerWindow);
        var done = 0;
        foreach (var week in weeks)
        {
            for (var slot = 0; slot < MeterWeek.Slots; slot += plan.SlotsPerWindow, done++)
            {
                progress(done / windows, $"week {week.Week}, {week.EndOf(slot):ddd HH:mm}");
                await Window(week, slot, homes, sender, cancellation);
            }
        }

        var from = ReplayClock.InChina(weeks[0].Monday);
        return await MetersSummary.Collect(client, sender, homes, LeftOut(weeks, homes), from, (Stopwatch.GetElapsedTime(sent), Stopwatch.GetElapsedTime(began)), cancellation);
    }

    // Households are given to the meters of the first week, as far as they are wanted.
    internal static SortedDictionary<string, int> LeftOut(IReadOnlyList<MeterWeek> weeks, Dictionary<string, string> homes)
    {
        var first = weeks[0].Rows.Select(static row => row.Meter).ToHashSet(StringComparer.Ordinal);
        var reasons = weeks.SelectMany(static week => week.Rows)
            .Where(row => !homes.ContainsKey(row.Meter))
            .CountBy(row => first.Contains(row.Meter) ? "beyond-homes" : "not-in-first-week", StringComparer.Ordinal)
            .ToDictionary(StringComparer.Ordinal);
        return new SortedDictionary<string, int>(reasons, StringComparer.Ordinal);
    }

    private async Task Window(MeterWeek week, int first, Dictionary<string, string> homes, WindowSender sender, CancellationToken cancellation)
    {
        sender.Begin(ReplayClock.InChina(week.EndOf(first)));
        var end = Math.Min(first + plan.SlotsPerWindow, MeterWeek.Slots);
        for (var slot = first; slot < end; slot++)
        {
            var at = ReplayClock.InChina(week.EndOf(slot));
            foreach (var row in week.Rows)
            {
                if (homes.TryGetValue(row.Meter, out var home))
                {
                    await sender.Power(home, at, row.Watts(slot), cancellation);
                }
            }
        }

        await sender.Flush(cancellation);
        await client.Advance(ReplayClock.InChina(week.EndOf(end - 1)), cancellation);
    }

    // Meters in file order live in the district's households in id order.
    private async Task<Dictionary<string, string>> Homes(List<MeterWeek> weeks, CancellationToken cancellation)
    {
        var meters = weeks[0].Rows.Select(row => row.Meter).Take(plan.Homes).ToList();
        var scale = Math.Clamp(Math.Ceiling(meters.Count / HouseholdsAtFullScale * 1000) / 1000, 0.001, 1);
        await client.Expand(District, new DistrictExpansion(scale, Seed, Drill: true), cancellation);
        var households = await client.Households(cancellation: cancellation).Select(card => card.Id).Order(StringComparer.Ordinal).ToListAsync(cancellation);
        if (households.Count < meters.Count)
        {
            throw new InvalidDataException($"The drill district has {households.Count} households for {meters.Count} meters; take fewer with --homes.");
        }

        return meters.Zip(households).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
    }
}

/// <summary>What to replay.</summary>
/// <param name="Files">One file a week, in order, without a week missing between them.</param>
/// <param name="Homes">At most so many households.</param>
/// <param name="SlotsPerWindow">Quarter hours sent before the clock goes on.</param>
internal sealed record MetersPlan(IReadOnlyList<(int Week, string Path)> Files, int Homes, int SlotsPerWindow);
