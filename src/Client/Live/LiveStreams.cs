using CityActors.Client.Api;
using CityActors.Client.Replays;

namespace CityActors.Client.Live;

/// <summary>Sends what a live drill's homes, devices and citizens say, when they say it.</summary>
internal sealed class LiveStreams(CityClient client, LiveScene scene, DrillClock clock) : IDisposable
{
    private readonly Dictionary<string, NewOrderReceipt> receipts = new(StringComparer.Ordinal);

    public WindowSender Sender { get; } = new(client, scene.Plan.Name);

    /// <summary>What came of the citizens' reports, by report.</summary>
    public IReadOnlyDictionary<string, NewOrderReceipt> Receipts => receipts;

    /// <summary>Every second what was measured and seen in it.</summary>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="stop">Nothing more is begun.</param>
    /// <param name="work">Gives up what is under way.</param>
    public Task Sensors(Action<DateTimeOffset> progress, CancellationToken stop, CancellationToken work) => UntilStopped(async () =>
    {
        for (var last = scene.Plan.Measured; last < scene.Plan.End;)
        {
            await clock.Until(last.AddSeconds(1), stop);
            var passed = Math.Min(Math.Floor((clock.Now - scene.Plan.Measured).TotalSeconds), scene.Plan.Lasts.TotalSeconds);
            var upTo = scene.Plan.Measured.AddSeconds(passed); // Late where the city was slow: then more at once.
            if (upTo > last)
            {
                await SendBetween(last, upTo, work);
                progress(upTo);
                last = upTo;
            }
        }
    }, stop);

    /// <summary>Each report at its moment.</summary>
    public Task Citizens(CancellationToken stop, CancellationToken work) => UntilStopped(async () =>
    {
        foreach (var report in scene.Matters.InOrder)
        {
            await clock.Until(report.At, stop);
            receipts[report.Id] = await client.Report(report.Order, report.Id, work);
        }
    }, stop);

    /// <summary>Ends what is in progress, so that an interrupted drill leaves no fire burning.</summary>
    public async Task EndAll(DateTimeOffset end, CancellationToken cancellation)
    {
        Sender.Begin(end);
        foreach (var ending in scene.Scenes.Endings(end))
        {
            await Sender.Add(ending, cancellation);
        }

        await Sender.Flush(cancellation);
    }

    public void Dispose() => Sender.Dispose();

    private async Task SendBetween(DateTimeOffset after, DateTimeOffset upTo, CancellationToken work)
    {
        Sender.Begin(upTo);
        foreach (var seen in scene.Scenes.Between(after, upTo))
        {
            await Sender.Add(seen, work);
        }

        foreach (var (home, at) in scene.Meters.Between(after, upTo))
        {
            await Sender.Power(home.Id, at, home.WattsAt(at), work);
        }

        await Sender.Flush(work);
    }

    /// <summary>Lets a stream run; that it was told to stop is no fault of it.</summary>
    public static async Task UntilStopped(Func<Task> stream, CancellationToken stop)
    {
        try
        {
            await stream();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Broken off: what was measured until now counts.
        }
    }
}
