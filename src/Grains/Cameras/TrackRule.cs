using System.Numerics;
using CityActors.Packs.Format;
using CityActors.Watch;

namespace CityActors.Cameras;

/// <summary>When what a camera follows is an alert, as a pack says. Immutable and pure.</summary>
internal sealed record TrackRule
{
    /// <summary>So many of the last sightings of a track are remembered.</summary>
    public const int MostHits = 8;

    /// <summary>It judges what appears from this instant on, UTC.</summary>
    public DateTimeOffset From { get; init; }

    /// <summary>The kind of observation.</summary>
    public required string Kind { get; init; }

    /// <summary>The pack; empty: such alerts were known before there were packs.</summary>
    public required string Pack { get; init; }

    /// <summary>The rule's name.</summary>
    public required string Rule { get; init; }

    /// <summary>What it raises.</summary>
    public required AlertSpec Alert { get; init; }

    /// <summary>What has a device told what to do when it is raised, as <c>pack/rule</c>, or null: nothing does.</summary>
    public string? Sends { get; init; }

    /// <summary>How long it must be there.</summary>
    public TimeSpan Dwell { get; init; }

    /// <summary>How many sightings must be confident.</summary>
    public int Hits { get; init; } = 1;

    /// <summary>Of how many of the last.</summary>
    public int HitsOf { get; init; } = MostHits;

    /// <summary>From this confidence on a sighting counts, 0 to 1.</summary>
    public double LeastConfidence { get; init; }

    /// <summary>How long nothing may be there before the episode ends.</summary>
    public TimeSpan OffDelay { get; init; }

    /// <summary>How long after an episode no other begins.</summary>
    public TimeSpan Cooldown { get; init; }

    /// <summary>How long a track may go without an event before it counts as ended.</summary>
    public TimeSpan Lost { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>When it judges, or null: always. An episode ends with its window.</summary>
    public ISchedule? During { get; init; }

    /// <summary>When a track that goes on as it is is certain, UTC, or null: not by waiting.</summary>
    public DateTimeOffset? CertainAt(SeenTrack track)
    {
        var confident = BitOperations.PopCount((uint)(track.Hits & ((1 << HitsOf) - 1)));
        if (confident < Hits || Hold.Ripe(During, track.StartedAt, Dwell) is not { } dwelt)
        {
            return null;
        }

        // One confident sighting stays one; several are so many at the last of them.
        return Hits == 1 ? dwelt : Hold.Ripe(During, track.LastAt, TimeSpan.Zero) is { } seen && seen > dwelt ? seen : dwelt;
    }
}
