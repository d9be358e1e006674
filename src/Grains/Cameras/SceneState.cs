using System.Text.Json.Serialization;
using CityActors.Alerts;

namespace CityActors.Cameras;

/// <summary>What is remembered of what a camera sees. Lists are never changed in place.</summary>
[GenerateSerializer, Alias("scene-state")]
public sealed record SceneState
{
    /// <summary>Nothing was seen.</summary>
    public static SceneState Empty { get; } = new();

    /// <summary>Tracks that have not ended, oldest first; at most 64.</summary>
    [Id(0)] public IReadOnlyList<SeenTrack> Tracks { get; init; } = [];

    /// <summary>Episodes by kind and zone, present or past.</summary>
    [Id(1)] public IReadOnlyList<SeenEpisode> Episodes { get; init; } = [];

    /// <summary>The last tracks that ended, so that what comes late about them changes nothing; at most 16.</summary>
    [Id(2)] public IReadOnlyList<EndedTrack> Ended { get; init; } = [];

    /// <summary>The newest event's time, UTC, or null.</summary>
    [Id(3)] public DateTimeOffset? LastAt { get; init; }
}

/// <summary>One thing that a camera follows.</summary>
/// <param name="Kind">The kind of observation.</param>
/// <param name="Zone">The zone it is in.</param>
/// <param name="Id">The producer's id.</param>
/// <param name="StartedAt">When it appeared, UTC.</param>
/// <param name="LastAt">When it was last reported, UTC.</param>
/// <param name="Hits">Which of the last sightings were confident enough; bit 0 is the newest.</param>
/// <param name="HasRoster">Whether it is somebody of a roster whose guardians consented.</param>
[GenerateSerializer, Immutable, Alias("seen-track")]
public sealed record SeenTrack(
    [property: Id(0)] string Kind,
    [property: Id(1)] string Zone,
    [property: Id(2)] string Id,
    [property: Id(3)] DateTimeOffset StartedAt,
    [property: Id(4)] DateTimeOffset LastAt,
    [property: Id(5)] byte Hits,
    [property: Id(6), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool HasRoster = false);

/// <summary>The episodes of one kind in one zone.</summary>
/// <param name="Kind">The kind of observation.</param>
/// <param name="Zone">The zone.</param>
/// <param name="IsOpen">True during an episode.</param>
/// <param name="Since">Open: since when nothing is seen any more, UTC, or null. Not open: when the last one ended.</param>
/// <param name="Chatter">How soon they follow each other, or null: not known of old ones.</param>
[GenerateSerializer, Immutable, Alias("seen-episode")]
public sealed record SeenEpisode(
    [property: Id(0)] string Kind,
    [property: Id(1)] string Zone,
    [property: Id(2)] bool IsOpen,
    [property: Id(3)] DateTimeOffset? Since,
    [property: Id(4)] Chatter? Chatter = null);

/// <summary>A track that ended.</summary>
/// <param name="Kind">The kind of observation.</param>
/// <param name="Id">The producer's id.</param>
/// <param name="At">When, UTC.</param>
[GenerateSerializer, Immutable, Alias("ended-track")]
public sealed record EndedTrack(
    [property: Id(0)] string Kind,
    [property: Id(1)] string Id,
    [property: Id(2)] DateTimeOffset At);
