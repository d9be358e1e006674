using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using CityActors.Observations;

namespace CityActors.Silo.Ingest;

/// <summary>
/// Remembers the last one to two million accepted observations by a 64-bit hash, so that repeats can be reported to the sender; a Silo that starts begins with the latest in the log.
/// Repeats that it has forgotten are dropped by the entity itself.
/// </summary>
public sealed class RecentWindow
{
    private const int Generation = 1_000_000;
    private const int RestoredOfPartition = 2_000;
    private readonly Lock gate = new();
    private HashSet<ulong> newer = [];
    private HashSet<ulong> older = [];

    /// <summary>Whether an observation was noted; and its key.</summary>
    public bool Contains(Observation observation, out ulong key)
    {
        key = KeyOf(observation);
        return Contains(key);
    }

    /// <summary>Whether a key was noted.</summary>
    public bool Contains(ulong key)
    {
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

    /// <summary>Notes the log's latest 128,000 observations: after a crash, senders repeat what they had no answer to.</summary>
    public async Task Restore(IObservationLog log, Kinds kinds, CancellationToken cancellation)
    {
        var codec = new ObservationCodec(kinds);
        for (var partition = 0; partition < Partitions.Count; partition++)
        {
            var latest = await log.Read(partition, Math.Max(0, log.LastOffset(partition) - RestoredOfPartition), RestoredOfPartition, cancellation);
            Note(latest.Items.Select(item => KeyOf(codec.Decode(item.Span, Encoding.UTF8.GetString(ObservationCodec.EntityOf(item.Span))))));
        }
    }

    private static ulong KeyOf(Observation observation)
    {
        Span<char> key = stackalloc char[160 + observation.Entity.Length + observation.Kind.Length + observation.Zone.Length + observation.Track.Length];
        key.TryWrite(CultureInfo.InvariantCulture, $"{observation.Entity}\n{observation.Kind}\n{observation.Zone}\n{observation.Track}\n{(int)observation.Phase}\n{observation.At.UtcTicks}\n{observation.Value:R}\n{observation.Confidence:R}\n{observation.FalsePositive}", out var length);
        return XxHash3.HashToUInt64(MemoryMarshal.AsBytes(key[..length]));
    }
}
