using System.Diagnostics.Metrics;

namespace CityActors.Silo.Ingest;

/// <summary>Counts the observations that came in.</summary>
public sealed class IngestMeter : IDisposable
{
    private readonly Meter meter = new("CityActors.Ingest");
    private readonly Counter<long> accepted;
    private readonly Counter<long> refused;
    private readonly Counter<long> unavailable;

    /// <summary>Creates the counters.</summary>
    public IngestMeter()
    {
        accepted = meter.CreateCounter<long>("city_observations_accepted", "{observation}", "Observations stored.");
        refused = meter.CreateCounter<long>("city_observations_refused", "{observation}", "Observations refused, by code.");
        unavailable = meter.CreateCounter<long>("city_observations_unavailable", "{batch}", "Batches answered 503 or 429.");
    }

    /// <summary>A batch was stored.</summary>
    public void Accepted(int count) => accepted.Add(count);

    /// <summary>Lines were refused.</summary>
    public void Refused(string code, int count) => refused.Add(count, new KeyValuePair<string, object?>("code", code));

    /// <summary>A batch could not be stored now.</summary>
    public void Unavailable() => unavailable.Add(1);

    /// <inheritdoc/>
    public void Dispose() => meter.Dispose();
}
