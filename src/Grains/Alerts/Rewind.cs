using System.Text.Json.Serialization;
using CityActors.Observations;

namespace CityActors.Alerts;

/// <summary>
/// What an entity was lately judged from: its detector's memory of a while ago, and everything observed and found since. What comes late is put in its
/// place, and everything after it is judged again. Immutable.
/// </summary>
/// <typeparam name="TMemory">What the detector remembers.</typeparam>
[GenerateSerializer, Alias("rewind`1")]
public sealed record Rewind<TMemory>
{
    /// <summary>So many items at most between two places to begin from: a source that sends much is judged again from less far back.</summary>
    internal const int MostItems = 64;

    /// <summary>What was remembered before <see cref="Items"/>.</summary>
    [Id(0)] public required TMemory Before { get; init; }

    /// <summary>What came since, by time.</summary>
    [Id(1)] public IReadOnlyList<HeardItem> Items { get; init; } = [];

    /// <summary>What was found since, in the order of finding.</summary>
    [Id(2)] public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>A later place to begin from, or null: there is none yet.</summary>
    /// <remarks>Not stored: from <see cref="Before"/> the same follows.</remarks>
    [Id(3), JsonIgnore] public Waypoint<TMemory>? Middle { get; init; }

    /// <summary>The newest time observed, UTC.</summary>
    [Id(4)] public DateTimeOffset Newest { get; init; }

    /// <summary>What is not after this time, UTC, was judged before <see cref="Items"/> and cannot be put in its place.</summary>
    [Id(5)] public DateTimeOffset CoversAfter { get; init; }

    /// <summary>Up to when silence was judged, UTC.</summary>
    [Id(6)] public DateTimeOffset JudgedUntil { get; init; }

    /// <summary>Adds what is later than everything before.</summary>
    /// <param name="item">The item.</param>
    /// <param name="memory">What is remembered before it.</param>
    /// <param name="found">What was found by it.</param>
    /// <param name="horizon">How far back a later item may lie.</param>
    /// <param name="most">So many items at most lie between two places to begin from.</param>
    internal Rewind<TMemory> With(HeardItem item, TMemory memory, IReadOnlyList<Finding> found, TimeSpan horizon, int most = MostItems)
    {
        var rewind = this;
        var first = Middle?.Items ?? 0;
        var from = first < Items.Count ? Items[first].At : item.At;
        if (item.At - from >= horizon || Items.Count - first >= most)
        {
            rewind = Middle is { } begin
                ? this with
                {
                    Before = begin.Memory,
                    Items = [.. Items.Skip(begin.Items)],
                    Findings = [.. Findings.Skip(begin.Findings)],
                    CoversAfter = from,
                }
                : this;
            rewind = rewind with { Middle = new Waypoint<TMemory>(memory, rewind.Items.Count, rewind.Findings.Count) };
        }

        return rewind with
        {
            Items = [.. rewind.Items, item],
            Findings = found.Count == 0 ? rewind.Findings : [.. rewind.Findings, .. found],
            Newest = item.At > Newest ? item.At : Newest,
        };
    }
}

/// <summary>A place from which an entity can be judged again.</summary>
/// <typeparam name="TMemory">What the detector remembers.</typeparam>
/// <param name="Memory">What was remembered there.</param>
/// <param name="Items">How many items came before it.</param>
/// <param name="Findings">How much was found before it.</param>
[GenerateSerializer, Immutable, Alias("waypoint`1")]
public sealed record Waypoint<TMemory>([property: Id(0)] TMemory Memory, [property: Id(1)] int Items, [property: Id(2)] int Findings);

/// <summary>An observation without the entity that it is about.</summary>
/// <param name="At">When it was seen, UTC.</param>
/// <param name="Kind">The number of its kind.</param>
/// <param name="Value">The measured value.</param>
/// <param name="Track">What a camera says of its track, or null: it is a measurement.</param>
[GenerateSerializer, Immutable, Alias("heard-item")]
public readonly record struct HeardItem(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1)] ushort Kind,
    [property: Id(2)] double Value,
    [property: Id(3)] HeardTrack? Track)
{
    /// <summary>The item of an observation.</summary>
    internal static HeardItem Of(Observation seen, Kinds kinds) => new(
        seen.At,
        (ushort)kinds.NumberOf(seen.Kind),
        seen.Value,
        seen.Phase == TrackPhase.None ? null : new HeardTrack(seen.Zone, seen.Track, seen.Phase, seen.Confidence, seen.FalsePositive, seen.HasRoster));

    /// <summary>By time; what is of one instant, in an order of its own, whichever comes first.</summary>
    internal int Against(HeardItem other)
    {
        var byTime = At.CompareTo(other.At);
        if (byTime != 0)
        {
            return byTime;
        }

        var byKind = Kind.CompareTo(other.Kind);
        return byKind != 0 || Track is null || other.Track is null ? byKind : Track.Against(other.Track);
    }

    /// <summary>The observation.</summary>
    internal Observation Of(string entity, Kinds kinds)
    {
        var seen = new Observation { Entity = entity, Kind = kinds.Of(Kind).Name, At = At, Value = Value };
        return Track is not { } track ? seen : seen with
        {
            Zone = track.Zone,
            Track = track.Id,
            Phase = track.Phase,
            Confidence = track.Confidence,
            FalsePositive = track.FalsePositive,
            HasRoster = track.HasRoster,
        };
    }
}

/// <summary>What a camera says of a track.</summary>
/// <param name="Zone">Its zone.</param>
/// <param name="Id">The producer's id.</param>
/// <param name="Phase">Whether it appeared, is still there, or left.</param>
/// <param name="Confidence">The producer's confidence.</param>
/// <param name="FalsePositive">Whether the producer was mistaken.</param>
/// <param name="HasRoster">Whether it is somebody of a roster whose guardians consented.</param>
[GenerateSerializer, Immutable, Alias("heard-track")]
public sealed record HeardTrack(
    [property: Id(0)] string Zone,
    [property: Id(1)] string Id,
    [property: Id(2)] TrackPhase Phase,
    [property: Id(3)] double Confidence,
    [property: Id(4)] bool FalsePositive,
    [property: Id(5), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool HasRoster = false)
{
    /// <summary>By phase, so that what ends began before; then in an order of its own.</summary>
    internal int Against(HeardTrack other)
    {
        var byPhase = Phase.CompareTo(other.Phase);
        var byId = byPhase != 0 ? byPhase : string.CompareOrdinal(Id, other.Id);
        var byVerdict = byId != 0 ? byId : FalsePositive.CompareTo(other.FalsePositive);
        return byVerdict != 0 ? byVerdict : string.CompareOrdinal(Zone, other.Zone);
    }
}
