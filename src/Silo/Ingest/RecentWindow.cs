using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
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
        Span<char> key = stackalloc char[160 + observation.Entity.Length + observation.Kind.Length + observation.Zone.Length + observation.Track.Length];
        key.TryWrite(CultureInfo.InvariantCulture, $"{observation.Entity}\n{observation.Kind}\n{observation.Zone}\n{observation.Track}\n{(int)observation.Phase}\n{observation.At.UtcTicks}\n{observation.Value:R}\n{observation.Confidence:R}\n{observation.FalsePositive}", out var length);
        return XxHash3.HashToUInt64(MemoryMarshal.AsBytes(key[..length]));
    }
}
