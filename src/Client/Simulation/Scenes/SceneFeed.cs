using CityActors.Observations;
using CityActors.Packs.Format;

namespace CityActors.Client.Simulation.Scenes;

/// <summary>Something that is sent.</summary>
/// <param name="SentAt">When; later than it was observed where the scene says so.</param>
/// <param name="Observation">What.</param>
internal sealed record SceneLine(DateTimeOffset SentAt, Observation Observation);

/// <summary>What the things of a scene send: how they live while nothing happens, and what happens to them.</summary>
/// <param name="plan">The scene.</param>
/// <param name="words">The words of the packs.</param>
/// <param name="livesFrom">From when on they live.</param>
/// <param name="livesTo">Until when.</param>
/// <param name="events">What happens to them; null: what the scene says.</param>
internal sealed class SceneFeed(ScenePlan plan, PackWords words, DateTimeOffset livesFrom, DateTimeOffset livesTo, IReadOnlyList<SceneEvent>? events = null)
{
    private static readonly TimeSpan faultsLast = TimeSpan.FromHours(1);
    private static readonly TimeSpan again = TimeSpan.FromMinutes(5);

    private readonly ILookup<string, SceneEvent> byThing = (events ?? plan.Events).SelectMany(static happened => happened.Things.Select(thing => (thing, happened)))
        .ToLookup(static pair => pair.thing, static pair => pair.happened, StringComparer.Ordinal);

    /// <summary>All lines of its terminals and cameras, by the time they are sent.</summary>
    /// <param name="things">Those of its things that live here.</param>
    public IReadOnlyList<SceneLine> Lines(IReadOnlySet<string> things) => [.. plan.Spec.Background
        .SelectMany(background => plan.Stage.Cast.GetValueOrDefault(background.Thing, []).Where(things.Contains).SelectMany(id => Of(background, id)))
        .Where(observation => observation.At > livesFrom && observation.At <= livesTo)
        .SelectMany(Sent)
        .OrderBy(static line => line.SentAt).ThenBy(static line => line.Observation.At).ThenBy(static line => line.Observation.Entity, StringComparer.Ordinal).ThenBy(static line => line.Observation.Kind, StringComparer.Ordinal)];

    /// <summary>What ends things that are cut short at a time.</summary>
    /// <param name="end">The time.</param>
    /// <param name="isEnd">Whether all until then was sent.</param>
    public IEnumerable<Observation> Endings(DateTimeOffset end, bool isEnd)
    {
        foreach (var happened in plan.Events.Where(happened => happened.At < end && (happened.Until > end || (happened.Until == end && !isEnd))))
        {
            foreach (var (thing, kind) in happened.Things.SelectMany(thing => happened.Kinds.Select(kind => (thing, kind))))
            {
                yield return happened.Spec.What == Happening.Track
                    ? Track(happened, thing, kind, end, TrackPhase.End)
                    : new Observation { Entity = thing, Kind = kind, At = end, Value = SceneValues.Of(plan, words, plan.Spec.Background.First(background => background.Thing == plan.KindOf(thing)), thing, kind).Usual(end) };
            }
        }
    }

    private IEnumerable<Observation> Of(BackgroundSpec background, string id) => words.Thing(background.Thing) switch
    {
        { Grain: ThingGrain.Camera } camera => byThing[id].Where(static happened => happened.Spec.What == Happening.Track).SelectMany(happened => happened.Kinds.SelectMany(kind => Seen(happened, id, kind)))
            .Concat(camera.Observes.SelectMany(kind => Passing(background, id, kind))),
        { Grain: ThingGrain.Household } => Home(id),
        var terminal => terminal.Observes.SelectMany(kind => Measured(background, id, kind)),
    };

    private IEnumerable<Observation> Home(string id)
    {
        var life = new HomeLife(plan.Stage.Seed, id);
        for (var slot = 0; livesFrom.AddMinutes(15 * (slot + 1)) is var end && end <= livesTo; slot++)
        {
            var happens = byThing[id].Where(happened => end > happened.At && end <= happened.Until).Select(static happened => happened.Spec.What).ToList();
            if (!happens.Contains(Happening.Silent))
            {
                var ofDay = (int)(end.AddMinutes(-15).ToOffset(Replays.ReplayClock.ChinaStandardTime).TimeOfDay.TotalMinutes / 15);
                yield return new Observation { Entity = id, Kind = ObservationKinds.Power, At = end, Value = happens.Contains(Happening.Zero) ? 0 : life.Watts(slot / 96, ofDay, happens.Contains(Happening.Quiet)) };
            }
        }
    }

    private IEnumerable<Observation> Measured(BackgroundSpec background, string id, string kind)
    {
        var own = byThing[id].Where(happened => happened.Kinds.Contains(kind)).ToList();
        var often = own.FindAll(static happened => happened.Spec.Every is not null);
        var values = SceneValues.Of(plan, words, background, id, kind);
        var every = words.Every(background.Thing);
        for (var at = livesFrom + values.Offset(every); at <= livesTo; at += every)
        {
            if (!often.Exists(happened => at >= happened.At && at <= happened.Until) && !own.Exists(happened => happened.Spec.What == Happening.Silent && at >= happened.At && at < happened.Until))
            {
                yield return new Observation { Entity = id, Kind = kind, At = at, Value = values.At(at, own) };
            }
        }

        foreach (var happened in often)
        {
            var step = plan.Every(happened, background.Thing);
            for (var at = happened.At; at < happened.Until; at += step)
            {
                yield return new Observation { Entity = id, Kind = kind, At = at, Value = values.At(at, [happened]) };
            }

            yield return new Observation { Entity = id, Kind = kind, At = happened.Until, Value = values.Usual(happened.Until) };
        }
    }

    private IEnumerable<Observation> Seen(SceneEvent happened, string id, string kind)
    {
        yield return Track(happened, id, kind, happened.At, TrackPhase.Start);
        var every = plan.Every(happened, plan.KindOf(id));
        for (var at = happened.At + every; at < happened.Until; at += every)
        {
            yield return Track(happened, id, kind, at, TrackPhase.Update);
        }

        yield return Track(happened, id, kind, happened.Until, TrackPhase.End);
    }

    private static Observation Track(SceneEvent happened, string id, string kind, DateTimeOffset at, TrackPhase phase) => new()
    {
        Entity = id,
        Kind = kind,
        At = at,
        Zone = happened.Spec.Zone ?? "main",
        Track = $"t-{happened.At.ToUnixTimeSeconds()}",
        Phase = phase,
        Confidence = 0.93,
    };

    // What passes by while nothing happens: seen for less than a minute.
    private IEnumerable<Observation> Passing(BackgroundSpec background, string id, string kind)
    {
        if (background.Kinds.GetValueOrDefault(kind)?.PerHour is not { } perHour || perHour <= 0)
        {
            yield break;
        }

        var chance = plan.ChanceOf($"{id}/{kind}/passing");
        var between = TimeSpan.FromHours(1) / perHour;
        var number = 0;
        for (var at = livesFrom; at + between <= livesTo; at += between, number++)
        {
            var start = at.AddSeconds(Math.Floor(chance.Between(1, Math.Max(2, between.TotalSeconds - 60), number)));
            var seen = new Observation { Entity = id, Kind = kind, At = start, Zone = "main", Track = $"p-{start.ToUnixTimeSeconds()}", Phase = TrackPhase.Start, Confidence = 0.8 };
            yield return seen;
            yield return seen with { At = start.AddSeconds(Math.Floor(chance.Between(2, 55, number, 1))), Phase = TrackPhase.End };
        }
    }

    private IEnumerable<SceneLine> Sent(Observation observation)
    {
        var at = observation.At;
        var late = Fault(SceneFault.Late, observation.At);
        var sent = late is null ? at : at + PackWords.Length(late.By)!.Value;
        yield return new(sent, observation);
        if (Fault(SceneFault.Repeat, observation.At) is { } repeat && plan.ChanceOf($"repeat/{observation.Entity}/{observation.Kind}").Unit(at.ToUnixTimeSeconds()) < repeat.Share)
        {
            yield return new(sent + again, observation);
        }
    }

    private SceneFaultSpec? Fault(SceneFault what, DateTimeOffset at) => plan.Spec.Faults.FirstOrDefault(fault =>
        fault.What == what && plan.Midnight + CityActors.Packs.SceneTime.Parse(fault.At)!.Value.Least is var from && at >= from && at < from + faultsLast);
}
