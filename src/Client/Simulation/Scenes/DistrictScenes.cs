using CityActors.Observations;
using CityActors.Packs.Format;

namespace CityActors.Client.Simulation.Scenes;

/// <summary>The scenes of a city's packs as they are played on a whole district: where and when, what its devices send, what must come of it.</summary>
internal sealed class DistrictScenes
{
    private readonly SimulationPlan plan;
    private readonly List<ScenePlan> plans = [];
    private readonly SortedDictionary<string, string> leftOut = new(StringComparer.Ordinal);
    private readonly List<SceneFeed> feeds = [];
    private readonly List<SceneLine> lines = [];
    private readonly ILookup<string, SceneEvent> byThing;

    /// <summary>What becomes of commands that no device confirms: none does.</summary>
    public IReadOnlySet<string> Unconfirmed { get; }

    /// <summary>Plans what happens.</summary>
    /// <param name="plan">The simulated time.</param>
    /// <param name="district">What stands there.</param>
    /// <param name="words">The packs whose scenes are played.</param>
    /// <param name="busy">Where something happens already, so that nothing more is to; null: nowhere.</param>
    public DistrictScenes(SimulationPlan plan, DrillDistrict district, PackWords words, IReadOnlySet<string>? busy = null)
    {
        Unconfirmed = words.Unconfirmed;
        this.plan = plan;
        var taken = new HashSet<string>(busy ?? new HashSet<string>(), StringComparer.Ordinal);
        var own = new HashSet<string>(StringComparer.Ordinal);
        var placed = SceneTimes.Placed(plan, words, leftOut).OrderBy(static scene => scene.IsFixed ? 0 : 1).ToList(); // Those that need things of their own choose first.
        foreach (var scene in placed)
        {
            var stage = scene.Stage with { Cast = Cast(scene.Spec, district, words, own) };
            plans.Add(new ScenePlan(scene.Spec, stage, words, taken));
        }

        foreach (var (kind, why) in plans.SelectMany(static scene => scene.LeftOut))
        {
            leftOut.TryAdd(kind, why);
        }

        var events = plans.SelectMany(static scene => scene.Events).ToList();
        byThing = events.SelectMany(static happened => happened.Things.Select(thing => (thing, happened))).ToLookup(static pair => pair.thing, static pair => pair.happened, StringComparer.Ordinal);
        Live(words, events);
        All = [.. plans.SelectMany(static scene => scene.Truths).Where(static truth => truth.IsJudged).SelectMany(Incidents)];
        foreach (var incident in All)
        {
            leftOut.Remove(incident.Kind); // Another scene has it.
        }
    }

    /// <summary>The scenes that are played.</summary>
    public IReadOnlyList<ScenePlan> Plans => plans;

    /// <summary>All that must be found, and what is harmless.</summary>
    public IReadOnlyList<Incident> All { get; }

    /// <summary>Kinds of alert that the time is too short for, each with the reason.</summary>
    public IReadOnlyDictionary<string, string> LeftOut => leftOut;

    /// <summary>How many lines there are of cameras and terminals.</summary>
    public int Count => lines.Count;

    /// <summary>When the city is killed.</summary>
    public IReadOnlyList<DateTimeOffset> Kills => [.. plans.SelectMany(static scene => scene.Kills).Order()];

    /// <summary>Whether lines come twice on purpose, which the city refuses.</summary>
    public bool HasRepeats => plans.Exists(static scene => scene.Spec.Faults.Any(static fault => fault.What == SceneFault.Repeat));

    /// <summary>What cameras and terminals send after one time up to and with another, in order.</summary>
    public IEnumerable<Observation> Between(DateTimeOffset after, DateTimeOffset upTo)
    {
        for (var i = FirstAfter(after); i < lines.Count && lines[i].SentAt <= upTo; i++)
        {
            yield return lines[i].Observation;
        }
    }

    /// <summary>What happens in a home in the interval that ends at a time, or null: it lives as usual.</summary>
    public Happening? In(string home, DateTimeOffset end) => byThing[home].FirstOrDefault(happened => end > happened.At && end <= happened.Until)?.Spec.What;

    /// <summary>What ends things that are cut short at a time.</summary>
    public IEnumerable<Observation> Endings(DateTimeOffset end) => feeds.SelectMany(feed => feed.Endings(end, isEnd: end >= plan.End));

    // A thing lives as the first scene says that has it, whatever happens to it in others.
    private void Live(PackWords words, List<SceneEvent> events)
    {
        var living = new HashSet<string>(StringComparer.Ordinal);
        foreach (var scene in plans)
        {
            var things = scene.Stage.Cast.Where(cast => words.Thing(cast.Key).Grain != ThingGrain.Household).SelectMany(static cast => cast.Value).Where(living.Add).ToHashSet(StringComparer.Ordinal);
            var feed = new SceneFeed(scene, words, scene.Stage.From < plan.Measured ? scene.Stage.From : plan.Measured, plan.End, [.. events.Where(happened => happened.Things.Any(things.Contains))]);
            feeds.Add(feed);
            lines.AddRange(feed.Lines(things));
        }

        lines.Sort(static (one, other) => (one.SentAt, one.Observation.At).CompareTo((other.SentAt, other.Observation.At)) is var byTime and not 0
            ? byTime
            : string.CompareOrdinal($"{one.Observation.Entity} {one.Observation.Kind}", $"{other.Observation.Entity} {other.Observation.Kind}"));
    }

    private Dictionary<string, IReadOnlyList<string>> Cast(SceneSpec spec, DrillDistrict district, PackWords words, HashSet<string> own)
    {
        var cast = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var background in spec.Background)
        {
            var pool = district.Of(words.Thing(background.Thing)).Where(id => !own.Contains(id)).ToList();
            cast[background.Thing] = SceneTimes.NeedsOwn(spec, background) ? [.. pool.TakeLast(SceneTimes.OwnCount(plan, spec, background))] : pool;
            own.UnionWith(SceneTimes.NeedsOwn(spec, background) ? cast[background.Thing] : []);
        }

        return cast;
    }

    private static IEnumerable<Incident> Incidents(SceneTruth truth)
    {
        var (things, happened) = (truth.Happened.Things, truth.Happened);
        var incident = new Incident(truth.Spec.Alert, things.Count > 0 ? things[0] : "", happened.At, happened.Until, truth.Within, truth.MustAlarm) { Things = things, IsOfPlace = truth.IsOfPlace };
        return truth.Spec.Each || !truth.MustAlarm ? things.Select(thing => incident with { Entity = thing, Things = [thing] }) : things.Count > 0 ? [incident] : [];
    }

    private int FirstAfter(DateTimeOffset time)
    {
        var (low, high) = (0, lines.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = lines[middle].SentAt <= time ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
