using System.Diagnostics.Metrics;
using CityActors.Commits;
using CityActors.Silo.Stores;
using CityActors.Storage;

namespace CityActors.Silo.Metering;

/// <summary>Counts what this Silo stored.</summary>
public sealed class StorageMeter : IDisposable
{
    private readonly Meter meter = new("CityActors.Storage");
    private readonly Lock gate = new();
    private readonly Dictionary<string, long> commits = new(StringComparer.Ordinal);

    /// <summary>Creates the counters and begins to follow the commits.</summary>
    public StorageMeter(Database database, DatabaseCityStorage storage)
    {
        storage.Follow(Count);
        meter.CreateObservableCounter("city_commits", Commits, "{commit}", "Commits of grains, by their type: decisions stored.");
        meter.CreateObservableCounter("city_storage_writes", () => database.WriteCount, "{write}", "Writes stored: those commits, and the logs, lists and positions beside them.");
        meter.CreateObservableCounter("city_storage_transactions", () => database.CommitCount, "{transaction}", "Database transactions that the writes shared: one sync to disk each.");
    }

    /// <inheritdoc/>
    public void Dispose() => meter.Dispose();

    private void Count(CommitNews news)
    {
        var type = news.Owner.AsSpan(0, news.Owner.IndexOf('/', StringComparison.Ordinal));
        lock (gate)
        {
            var counts = commits.GetAlternateLookup<ReadOnlySpan<char>>();
            counts[type] = counts.TryGetValue(type, out var count) ? count + 1 : 1;
        }
    }

    private Measurement<long>[] Commits()
    {
        lock (gate)
        {
            return [.. commits.Select(static entry => new Measurement<long>(entry.Value, new KeyValuePair<string, object?>("grain", entry.Key)))];
        }
    }
}
