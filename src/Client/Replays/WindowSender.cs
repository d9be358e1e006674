using System.Globalization;
using CityActors.Client.Api;
using CityActors.Observations;

namespace CityActors.Client.Replays;

/// <summary>
/// Sends observations window by window: all of a window, then the clock to its end. A window's keys follow from its name alone,
/// so a window that is sent again after a crash is the same window.
/// </summary>
/// <param name="run">Names the run: command, seed and whatever else decides what is sent.</param>
/// <param name="units">The units of kinds that packs bring; null: none.</param>
internal sealed class WindowSender(CityClient client, string run, IReadOnlyDictionary<string, string>? units = null) : IDisposable
{
    private const int LinesPerBatch = 20_000;

    private readonly ObservationLines lines = new(units);
    private readonly Refusals refusals = new();
    private string window = "";
    private int part;

    public long Sent { get; private set; }

    public long Accepted { get; private set; }

    /// <summary>Refused lines by code; those beyond the first 1,000 of a batch as <c>unnamed</c>.</summary>
    public IReadOnlyDictionary<string, long> Refused => refusals.ByCode;

    public void Begin(DateTimeOffset start)
    {
        window = start.UtcDateTime.ToString("yyyyMMddTHHmmss", CultureInfo.InvariantCulture);
        part = 0;
    }

    public ValueTask Power(string household, DateTimeOffset at, double watts, CancellationToken cancellation)
    {
        lines.AddPower(household, at, watts);
        return SendIfFull(cancellation);
    }

    public ValueTask Add(Observation observation, CancellationToken cancellation)
    {
        lines.Add(observation);
        return SendIfFull(cancellation);
    }

    /// <summary>Sends what is left of the window.</summary>
    public async Task Flush(CancellationToken cancellation)
    {
        if (lines.Count == 0)
        {
            return;
        }

        var receipt = await client.Send(lines.Written, $"{run}-{window}-{part++}", cancellation);
        Sent += lines.Count;
        Accepted += receipt.Accepted;
        refusals.Add(receipt);
        lines.Clear();
    }

    public void Dispose() => lines.Dispose();

    private ValueTask SendIfFull(CancellationToken cancellation) =>
        lines.Count < LinesPerBatch ? ValueTask.CompletedTask : new ValueTask(Flush(cancellation));
}
