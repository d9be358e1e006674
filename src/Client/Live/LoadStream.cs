using CityActors.Client.Api;
using CityActors.Client.Replays;
using CityActors.Client.Simulation;

namespace CityActors.Client.Live;

/// <summary>
/// A steady stream of readings of the drill's homes beside what they send of themselves, to measure how much the city takes. Each of several
/// senders has homes of its own, so that the readings of a home come in the order of their times. Where the city is
/// behind, what is long due is left out and counted.
/// </summary>
internal sealed class LoadStream(CityClient client, LiveScene scene, DrillClock clock)
{
    private const int SendersPerAddress = 4;
    private const int MostSenders = 16;
    private static readonly TimeSpan tolerated = TimeSpan.FromSeconds(2);

    private readonly Refusals refusals = new();
    private long sent;
    private long accepted;
    private long leftOut;

    public long Accepted => Interlocked.Read(ref accepted);

    /// <summary>Sends as long as the drill lasts, or until it is stopped.</summary>
    /// <param name="stop">Sends no more.</param>
    /// <param name="work">Gives up what is being sent.</param>
    public Task Run(CancellationToken stop, CancellationToken work)
    {
        var plan = scene.Plan;
        var senders = Math.Min(scene.Homes.Count, Math.Min(MostSenders, SendersPerAddress * client.Addresses.Count));
        var slices = Enumerable.Range(0, senders).Select(sender => new LoadSlices(plan.Measured, plan.End, sender, senders, plan.LoadPerSecond));
        return Task.WhenAll(slices.Select(own => LiveStreams.UntilStopped(() => Run(own, stop, work), stop)));
    }

    public LoadFigures Figures(TimeSpan lasted) =>
        new(scene.Plan.LoadPerSecond, sent, accepted, refusals.ByCode, leftOut, Math.Round(accepted / Math.Max(1, lasted.TotalSeconds), 1));

    private async Task Run(LoadSlices slices, CancellationToken stop, CancellationToken work)
    {
        var own = scene.Homes.Where((_, i) => i % slices.Senders == slices.Sender).ToList();
        using var lines = new ObservationLines();
        var next = 0L;
        for (var slice = 0L; slice < slices.Count; slice++)
        {
            var (due, count) = (slices.End(slice), slices.Readings(slice));
            if (clock.Now - due > tolerated)
            {
                Interlocked.Add(ref leftOut, count);
                continue;
            }

            await clock.Until(due, stop);
            lines.Clear();
            for (var i = 0; i < count; i++, next++)
            {
                var (home, at) = (own[(int)(next % own.Count)], slices.At(slice, i, count));
                lines.AddPower(home.Id, at, home.WattsAt(at));
            }

            if (count > 0)
            {
                await Send(lines, $"{scene.Plan.Name}-load-{slices.Sender}-{slice}", work);
            }
        }
    }

    private async Task Send(ObservationLines lines, string key, CancellationToken work)
    {
        var receipt = await client.Send(lines.Written, key, work);
        Interlocked.Add(ref sent, lines.Count);
        Interlocked.Add(ref accepted, receipt.Accepted);
        refusals.Add(receipt);
    }
}
