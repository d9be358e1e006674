using CityActors.Observations;

namespace CityActors.Silo.Ingest;

/// <summary>
/// Remembers the last one to two million accepted observations by a 64-bit hash, so that a sender's repeat is told so.
/// What it forgets is dropped by the entity itself.
/// </summary>
public sealed class RecentWindow
{
    private const int Generation = 1_000_000;
    private readonly Lock gate = new();
    private HashSet<ulong> newer = [];
    private HashSet<ulong> older = [];

    /// <summary>Notes an observation.</summary>
    /// <returns>False where it was noted before.</returns>
    public bool Add(Observation observation) => Add(KeyOf(observation));

    /// <summary>Forgets an observation whose batch could not be stored.</summary>
    public void Remove(Observation observation)
    {
        var key = KeyOf(observation);
        lock (gate)
        {
            _ = newer.Remove(key) || older.Remove(key);
        }
    }

    private static ulong KeyOf(Observation observation)
    {
        var key = Mix(Mix(0xCBF29CE484222325, observation.Entity), observation.Kind);
        key = Mix(Mix(key, observation.Zone), observation.Track);
        return Mix(Mix(key, (ulong)observation.Phase), (ulong)observation.At.UtcTicks);
    }

    private static ulong Mix(ulong key, string text)
    {
        foreach (var c in text)
        {
            key = Mix(key, c);
        }

        return Mix(key, 0x10000);
    }

    private static ulong Mix(ulong key, ulong part)
    {
        key = (key ^ part) * 0x9E3779B97F4A7C15;
        return key ^ (key >> 29);
    }

    private bool Add(ulong key)
    {
        lock (gate)
        {
            if (older.Contains(key) || !newer.Add(key))
            {
                return false;
            }

            if (newer.Count >= Generation)
            {
                older = newer;
                newer = [];
            }

            return true;
        }
    }
}
