using CityActors.Alerts;
using CityActors.Observations;
using CityActors.Watch;

namespace CityActors.Cameras;

/// <summary>Turns a camera's tracks into episodes: one at a time for each kind and zone, however many tracks there are.</summary>
/// <remarks>
/// Pure. Each kind has one rule: certain after a dwell time, when N of the last M sightings are confident, or at once. What falls due by silence
/// (dwell, off-delay, cooldown, a lost track, the edge of a schedule) happens at its own time, whether a tick or the next event brings it.
/// </remarks>
internal readonly struct TrackDetector(TrackProgram program)
{
    /// <summary>The zone of everything that a camera sees in more zones than it may name.</summary>
    public const string OtherZone = "other";

    private const string MainZone = "main";
    private const int MostTracks = 64;
    private const int EndedKept = 16;

    public DateTimeOffset? NextDue(SceneState scene)
    {
        DateTimeOffset? soonest = null;
        foreach (var track in scene.Tracks)
        {
            soonest = Sooner(soonest, track.LastAt + LostAfter(track));
            if (!IsOpen(scene, track.Kind, track.Zone))
            {
                soonest = Sooner(soonest, CertainAt(scene, track));
            }
        }

        foreach (var episode in scene.Episodes)
        {
            soonest = episode is { IsOpen: true, Since: { } empty } ? Sooner(soonest, empty + OffDelay(episode)) : soonest;
            soonest = Sooner(soonest, ShutAt(episode) ?? soonest);
        }

        return soonest;
    }

    public DetectorStep<SceneState> Tick(SceneState scene, DateTimeOffset upTo)
    {
        var findings = new List<Finding>();
        return new DetectorStep<SceneState>(Advance(scene, upTo, findings), findings);
    }

    /// <summary>Takes an event.</summary>
    /// <param name="scene">What was seen before it.</param>
    /// <param name="seen">The event.</param>
    /// <param name="registered">The zones that the camera is registered with.</param>
    public DetectorStep<SceneState> Observe(SceneState scene, Observation seen, IReadOnlyList<string> registered)
    {
        if (program.Of(seen.Kind, seen.At) is null || IsOld(scene, seen))
        {
            return new DetectorStep<SceneState>(scene, []);
        }

        var findings = new List<Finding>();
        scene = Advance(scene, seen.At - TimeSpan.FromTicks(1), findings);
        seen = seen with { Zone = ZoneOf(scene, seen.Zone, registered) };
        scene = Follow(scene, seen, findings) with { LastAt = scene.LastAt > seen.At ? scene.LastAt : seen.At };
        return new DetectorStep<SceneState>(Advance(scene, seen.At, findings), findings);
    }

    private static DateTimeOffset? Sooner(DateTimeOffset? a, DateTimeOffset? b) => a is null || b < a ? b : a;

    // A camera that invents zones must neither open an alert in each nor go unheard.
    private string ZoneOf(SceneState scene, string named, IReadOnlyList<string> registered)
    {
        if (named is "" or MainZone or OtherZone || registered.Contains(named))
        {
            return named.Length == 0 ? MainZone : named;
        }

        var known = scene.Episodes.Select(static episode => episode.Zone).Concat(scene.Tracks.Select(static track => track.Zone))
            .Where(zone => zone is not (MainZone or OtherZone) && !registered.Contains(zone)).ToHashSet(StringComparer.Ordinal);
        return known.Contains(named) || known.Count < program.MostZones ? named : OtherZone;
    }

    private static SeenEpisode? EpisodeOf(SceneState scene, string kind, string zone) =>
        scene.Episodes.FirstOrDefault(episode => episode.Kind == kind && episode.Zone == zone);

    private static bool IsOpen(SceneState scene, string kind, string zone) => EpisodeOf(scene, kind, zone) is { IsOpen: true };

    private static bool IsEmpty(SceneState scene, string kind, string zone) => !scene.Tracks.Any(track => track.Kind == kind && track.Zone == zone);

    // A repeat, or what comes late about a track: at or before what is known of it.
    private static bool IsOld(SceneState scene, Observation seen) =>
        scene.Tracks.Any(track => track.Kind == seen.Kind && track.Id == seen.Track && seen.At <= track.LastAt && seen.Phase != TrackPhase.End && !seen.FalsePositive)
        || scene.Ended.Any(track => track.Kind == seen.Kind && track.Id == seen.Track && seen.At <= track.At);

    // When a track that goes on as it is becomes an episode, or null: not by waiting.
    private DateTimeOffset? CertainAt(SceneState scene, SeenTrack track)
    {
        var rule = RuleOf(track);
        var certain = rule?.CertainAt(track);
        var calm = EpisodeOf(scene, track.Kind, track.Zone)?.Since + rule?.Cooldown;
        return certain is not null && calm > certain ? calm : certain;
    }

    private SceneState Advance(SceneState scene, DateTimeOffset upTo, List<Finding> findings)
    {
        while (NextDue(scene) is { } due && due <= upTo)
        {
            scene = FallDue(scene, due, findings);
        }

        return scene;
    }

    private SceneState FallDue(SceneState scene, DateTimeOffset due, List<Finding> findings)
    {
        foreach (var episode in scene.Episodes)
        {
            if (ShutAt(episode) == due)
            {
                return Shut(scene, episode, due, findings);
            }

            if (episode is { IsOpen: true, Since: { } empty } && empty + OffDelay(episode) == due)
            {
                return Close(scene, episode, due, CameraTexts.Gone(OffDelay(episode)), findings);
            }
        }

        foreach (var track in scene.Tracks)
        {
            if (!IsOpen(scene, track.Kind, track.Zone) && CertainAt(scene, track) == due)
            {
                return Open(scene, track, due, findings);
            }
        }

        var lost = scene.Tracks[0];
        foreach (var track in scene.Tracks)
        {
            lost = lost.LastAt + LostAfter(lost) == due ? lost : track;
        }

        return Leave(scene, lost, due);
    }

    private SceneState Follow(SceneState scene, Observation seen, List<Finding> findings)
    {
        var track = scene.Tracks.FirstOrDefault(known => known.Kind == seen.Kind && known.Id == seen.Track);
        if (seen.FalsePositive)
        {
            return Withdraw(scene, seen, track, findings);
        }

        if (track is null && seen.Phase == TrackPhase.End)
        {
            return Remember(scene, seen.Kind, seen.Track, seen.At);
        }

        var isHit = seen.Confidence >= program.Of(seen.Kind, track?.StartedAt ?? seen.At)!.LeastConfidence;
        var known = track ?? new SeenTrack(seen.Kind, seen.Zone, seen.Track, seen.At, seen.At, 0);
        var next = known with
        {
            StartedAt = isHit && known.Hits == 0 ? seen.At : known.StartedAt, // Dwell counts from the first confident sighting.
            LastAt = seen.At > known.LastAt ? seen.At : known.LastAt,
            Hits = (byte)((known.Hits << 1) | (isHit ? 1 : 0)),
            HasRoster = known.HasRoster || seen.HasRoster,
        };
        scene = Replace(scene, track, next);
        if (next.HasRoster && track is not { HasRoster: true } && IsOpen(scene, next.Kind, next.Zone))
        {
            findings.Add(Known(RuleOf(next)!, next.Zone, seen.At)); // Recognised when the alert was open already.
        }

        if (scene.Tracks.Count > MostTracks)
        {
            // The one not heard of for longest counts as gone, and what it held open may end.
            var oldest = scene.Tracks.Where(other => !ReferenceEquals(other, next)).MinBy(static other => other.LastAt)!;
            scene = Leave(scene, oldest, oldest.LastAt);
        }

        if (seen.Phase != TrackPhase.End)
        {
            return scene;
        }

        // What was certain up to its end counts, even if no tick came before.
        scene = CertainAt(scene, next) <= seen.At && !IsOpen(scene, next.Kind, next.Zone) ? Open(scene, next, seen.At, findings) : scene;
        return Leave(scene, next, next.LastAt);
    }

    private static SceneState Replace(SceneState scene, SeenTrack? old, SeenTrack track) => scene with
    {
        Tracks = old is null ? [.. scene.Tracks, track] : [.. scene.Tracks.Select(known => ReferenceEquals(known, old) ? track : known)],

        // Something is in the zone again: the off-delay begins anew when it has left.
        Episodes = [.. scene.Episodes.Select(episode =>
            episode.IsOpen && episode.Kind == track.Kind && episode.Zone == track.Zone && track.Hits != 0 ? episode with { Since = null } : episode)],
    };

    // What no rule judges any more ends as what is usual ends.
    private TimeSpan OffDelay(SeenEpisode episode) => Chatter.OffDelay(episode.Chatter, RuleOf(episode)?.OffDelay ?? TimeSpan.Zero);

    private TrackRule? RuleOf(SeenTrack track) => program.Of(track.Kind, track.StartedAt);

    private TrackRule? RuleOf(SeenEpisode episode) => program.Of(episode.Kind, episode.Chatter is { Begun: [.., var begun] } ? begun : episode.Since ?? DateTimeOffset.MinValue);

    private TimeSpan LostAfter(SeenTrack track) => RuleOf(track)?.Lost ?? TimeSpan.Zero;

    // When the window ends in which an episode began, or null: it has none, or is over.
    private DateTimeOffset? ShutAt(SeenEpisode episode) =>
        episode is { IsOpen: true, Chatter.Begun: [.., var begun] } ? RuleOf(episode)?.During?.NextEdge(begun) : null;

    // What is there as a window ends is judged when the next one opens, as if it had come then.
    private SceneState Shut(SceneState scene, SeenEpisode episode, DateTimeOffset at, List<Finding> findings) => Close(scene, episode, at, CameraTexts.Shut, findings) with
    {
        Tracks = [.. scene.Tracks.Select(track => track.Kind == episode.Kind && track.Zone == episode.Zone && track.StartedAt < at ? track with { StartedAt = at } : track)],
    };

    private SceneState Open(SceneState scene, SeenTrack track, DateTimeOffset at, List<Finding> findings)
    {
        // How soon the next one may begin is the cooldown's part; how many there may be is this one's.
        var rule = RuleOf(track)!;
        var chatter = Chatter.After(EpisodeOf(scene, track.Kind, track.Zone)?.Chatter, null, at, TimeSpan.Zero, program.MostAnHour);
        var why = chatter.Tell(CameraTexts.Seen(rule, track, at, program.MostZones));
        findings.Add(new Finding(rule.Alert.Alert, track.Zone, FindingAct.Open, at, why, Terms: TurnFindings.TermsOf(rule.Pack, rule.Alert, 0), Sends: rule.Sends));
        if (scene.Tracks.Any(other => other.HasRoster && other.Kind == track.Kind && other.Zone == track.Zone))
        {
            findings.Add(Known(rule, track.Zone, at));
        }

        return Put(scene, new SeenEpisode(track.Kind, track.Zone, true, null, chatter));
    }

    /// <summary>Who is in episodes that are open: that somebody of a roster is.</summary>
    public IEnumerable<Finding> Standing(SceneState scene, DateTimeOffset at)
    {
        foreach (var episode in scene.Episodes)
        {
            if (episode.IsOpen && RuleOf(episode) is { } rule && scene.Tracks.Any(track => track.HasRoster && track.Kind == episode.Kind && track.Zone == episode.Zone))
            {
                yield return Known(rule, episode.Zone, at);
            }
        }
    }

    private static Finding Known(TrackRule rule, string zone, DateTimeOffset at) => new(rule.Alert.Alert, zone, FindingAct.Recognise, at, CameraTexts.Known);

    private SceneState Close(SceneState scene, SeenEpisode episode, DateTimeOffset at, Explanation why, List<Finding> findings)
    {
        if (RuleOf(episode) is { } rule && TurnFindings.EndsByItself(rule.Alert))
        {
            findings.Add(new Finding(rule.Alert.Alert, episode.Zone, FindingAct.Clear, at, why));
        }

        return Put(scene, episode with { IsOpen = false, Since = at });
    }

    private static SceneState Put(SceneState scene, SeenEpisode episode) => scene with
    {
        Episodes = [.. scene.Episodes.Where(other => other.Kind != episode.Kind || other.Zone != episode.Zone), episode],
    };

    private static SceneState Leave(SceneState scene, SeenTrack track, DateTimeOffset at)
    {
        scene = Remember(scene with { Tracks = [.. scene.Tracks.Where(other => !ReferenceEquals(other, track))] }, track.Kind, track.Id, at);
        return IsEmpty(scene, track.Kind, track.Zone) && EpisodeOf(scene, track.Kind, track.Zone) is { IsOpen: true, Since: null } episode
            ? Put(scene, episode with { Since = at })
            : scene;
    }

    private SceneState Withdraw(SceneState scene, Observation seen, SeenTrack? track, List<Finding> findings)
    {
        scene = track is null ? Remember(scene, seen.Kind, seen.Track, seen.At) : Leave(scene, track, seen.At);
        var zone = track?.Zone ?? seen.Zone;
        return IsEmpty(scene, seen.Kind, zone) && EpisodeOf(scene, seen.Kind, zone) is { IsOpen: true } episode
            ? Close(scene, episode, seen.At, CameraTexts.Withdrawn, findings)
            : scene;
    }

    private static SceneState Remember(SceneState scene, string kind, string id, DateTimeOffset at) =>
        scene with { Ended = [.. scene.Ended.Append(new EndedTrack(kind, id, at)).TakeLast(EndedKept)] };
}
