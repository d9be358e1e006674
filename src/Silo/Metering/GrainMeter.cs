using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace CityActors.Silo.Metering;

/// <summary>Counts the calls that grains of this Silo take, by their type.</summary>
public sealed class GrainMeter : IIncomingGrainCallFilter, IDisposable
{
    private readonly Meter meter = new("CityActors.Grains");
    private readonly ConcurrentDictionary<GrainType, Counts> types = new();

    /// <summary>Creates the counters.</summary>
    public GrainMeter()
    {
        meter.CreateObservableCounter("city_grain_calls", () => Measure(static counts => counts.Calls), "{call}", "Calls that grains took, by their type.");
        meter.CreateObservableCounter("city_grain_failures", () => Measure(static counts => counts.Failures), "{call}", "Of these, how many ended with an exception.");
    }

    /// <summary>What was counted of each type.</summary>
    public IReadOnlyDictionary<string, (long Calls, long Failures)> Read() =>
        types.ToDictionary(static entry => entry.Key.ToString()!, static entry => (Interlocked.Read(ref entry.Value.Calls), Interlocked.Read(ref entry.Value.Failures)), StringComparer.Ordinal);

    /// <inheritdoc/>
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        var counts = types.GetOrAdd(context.TargetId.Type, static _ => new Counts());
        Interlocked.Increment(ref counts.Calls);
        try
        {
            await context.Invoke();
        }
        catch
        {
            Interlocked.Increment(ref counts.Failures);
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => meter.Dispose();

    private Measurement<long>[] Measure(Func<Counts, long> count) =>
        [.. types.Select(entry => new Measurement<long>(count(entry.Value), new KeyValuePair<string, object?>("grain", entry.Key.ToString())))];

    private sealed class Counts
    {
        public long Calls;
        public long Failures;
    }
}
