using System.Diagnostics.Metrics;

namespace CityActors.Silo.Ingest;

/// <summary>Counts the observations that came in.</summary>
public sealed class IngestMeter : IDisposable
{
    private readonly Meter meter = new("CityActors.Ingest");
    private readonly Counter<long> accepted;
    private readonly Counter<long> refused;
    private readonly Counter<long> implausible;
    private readonly Counter<long> unavailable;

    /// <summary>Creates the counters.</summary>
    public IngestMeter()
    {
        accepted = meter.CreateCounter<long>("city_observations_accepted", "{observation}", "Observations stored.");
        refused = meter.CreateCounter<long>("city_observations_refused", "{observation}", "Observations refused, by code.");
        implausible = meter.CreateCounter<long>("city_observations_implausible", "{observation}", "Observations refused because no such value can be true, by kind.");
        unavailable = meter.CreateCounter<long>("city_observations_unavailable", "{batch}", "Batches answered 503 or 429.");
    }

    /// <summary>A batch was stored.</summary>
    public void Accepted(int count) => accepted.Add(count);

    /// <summary>Lines were refused.</summary>
    public void Refused(string code, int count) => refused.Add(count, new KeyValuePair<string, object?>("code", code));

    /// <summary>Lines were refused because no such value can be true.</summary>
    public void Implausible(string kind, long count) => implausible.Add(count, new KeyValuePair<string, object?>("kind", kind));

    /// <summary>A batch could not be stored now.</summary>
    public void Unavailable() => unavailable.Add(1);

    /// <inheritdoc/>
    public void Dispose() => meter.Dispose();
}
