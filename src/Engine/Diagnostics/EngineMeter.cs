using System.Diagnostics.Metrics;

namespace CityActors.Engine.Diagnostics;

/// <summary>The engine's meter and the counters that are counted as things happen.</summary>
internal static class EngineMeter
{
    public const string Name = "CityActors.Engine";

    public static readonly Meter Meter = new(Name);

    public static readonly Counter<long> StorageFailures =
        Meter.CreateCounter<long>("cityactors.engine.storage.failures", description: "State writes and clears that failed.");

    public static readonly Counter<long> StreamRetries =
        Meter.CreateCounter<long>("cityactors.engine.stream.retries", description: "Stream items tried again on a failing subscriber.");

    public static readonly Counter<long> StreamLost =
        Meter.CreateCounter<long>("cityactors.engine.stream.lost", description: "Stream items given up after all attempts.");
}
