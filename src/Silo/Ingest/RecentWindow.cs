using CityActors.Observations;

namespace CityActors.Silo.Ingest;

/// <summary>
/// Remembers the last one to two million accepted observations by a 64-bit hash, so that repeats can be reported to the sender.
/// Repeats that it has forgotten are dropped by the entity itself.
/// </summary>
public sealed class RecentWindow
{
    private const int Generation = 1_000_000;
    private readonly Lock gate = new();
    private HashSet<ulong> newer = [];
    private HashSet<ulong> older = [];

    /// <summary>Whether an observation was noted; and its key.</summary>
    public bool Contains(Observation observation, out ulong key)
    {
        key = KeyOf(observation);
        lock (gate)
        {
            return newer.Contains(key) || older.Contains(key);
        }
    }

    /// <summary>Notes observations that are on disk, and not before: what is reported as a repeat must already be stored.</summary>
    public void Note(IEnumerable<ulong> keys)
    {
        lock (gate)
        {
            foreach (var key in keys)
            {
                if (newer.Add(key) && newer.Count >= Generation)
                {
                    older = newer;
                    newer = [];
                }
            }
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
}
