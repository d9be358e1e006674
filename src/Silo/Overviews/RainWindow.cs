using System.Collections.Concurrent;
using CityActors.Observations;
using CityActors.Silo.Ingest;

namespace CityActors.Silo.Overviews;

/// <summary>
/// The strongest rain of each quarter hour, as far as this Silo took it in since it started. Each terminal that measures rain has 128 places, which are used in turn. Safe for many threads.
/// </summary>
/// <param name="registry">Says where the terminals stand.</param>
public sealed class RainWindow(EntityRegistry registry)
{
    private const int Places = 128; // A replay is fed up to a day ahead of its clock.
    private const int Shown = 24;
    private static readonly long Quarter = TimeSpan.FromMinutes(15).Ticks;
    private readonly ConcurrentDictionary<string, (long Quarter, double Most)[]> stations = new(StringComparer.Ordinal);

    /// <summary>Notes what was measured.</summary>
    public void Note(IReadOnlyList<Observation> observations)
    {
        foreach (var observation in observations)
        {
            if (observation is { Kind: ObservationKinds.Rain, IsImplausible: false })
            {
                Note(observation.Entity, observation.At, observation.Value);
            }
        }
    }

    /// <summary>The quarter hours of the six hours before a time, in an area.</summary>
    public IReadOnlyList<RainQuarter> Read(string area, DateTimeOffset now)
    {
        var last = now.UtcTicks / Quarter;
        var most = new double?[Shown];
        foreach (var (_, places) in stations.Where(station => registry.Find(station.Key) is { IsRetired: false } known && known.Cell.StartsWith(area, StringComparison.Ordinal)))
        {
            lock (places)
            {
                for (var i = 0; i < Shown; i++)
                {
                    var number = last - Shown + 1 + i;
                    var place = places[number % Places];
                    most[i] = place.Quarter == number && !(most[i] >= place.Most) ? place.Most : most[i];
                }
            }
        }

        return [.. most.Select((value, i) => new RainQuarter(new DateTimeOffset((last - Shown + 1 + i) * Quarter, TimeSpan.Zero), value))];
    }

    private void Note(string station, DateTimeOffset at, double value)
    {
        var number = at.UtcTicks / Quarter;
        var places = stations.GetOrAdd(station, static _ => new (long, double)[Places]);
        lock (places)
        {
            ref var place = ref places[number % Places];
            if (place.Quarter <= number)
            {
                place = (number, place.Quarter == number ? Math.Max(place.Most, value) : value);
            }
        }
    }
}
