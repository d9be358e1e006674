using CityActors.Client.Replays;
using CityActors.Packs;
using CityActors.Packs.Format;

namespace CityActors.Client.Simulation.Scenes;

/// <summary>Where and when a scene is played.</summary>
internal sealed record SceneStage
{
    /// <summary>The pack that it belongs to.</summary>
    public required string Pack { get; init; }

    /// <summary>The things that play, by kind, in order.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Cast { get; init; }

    /// <summary>When it begins.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>When it ends.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Decides what chance decides, beside the scene's own seed.</summary>
    public int Seed { get; init; }

    /// <summary>Played within minutes on the wall's clock.</summary>
    public bool IsLive { get; init; }
}

/// <summary>Something that happens to things.</summary>
/// <param name="Spec">What.</param>
/// <param name="Number">Its number in the scene, from 0.</param>
/// <param name="Things">To which things.</param>
/// <param name="Kinds">To which of their kinds of observation.</param>
/// <param name="At">When it begins.</param>
/// <param name="Until">When it ends.</param>
internal sealed record SceneEvent(HappeningSpec Spec, int Number, IReadOnlyList<string> Things, IReadOnlyList<string> Kinds, DateTimeOffset At, DateTimeOffset Until);

/// <summary>Decides from the seed what of a scene happens where and when. The same scene, stage and seed give the same plan.</summary>
internal sealed class ScenePlan
{
    private static readonly TimeSpan liveLead = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan trackEvery = TimeSpan.FromSeconds(10);

    private readonly PackWords words;
    private readonly ISet<string> taken;
    private readonly List<SceneEvent> events = [];
    private readonly SortedDictionary<string, string> leftOut = new(StringComparer.Ordinal);

    /// <summary>Whether an alert says that a device did not confirm a command.</summary>
    public bool IsUnconfirmed(string alert) => words.Unconfirmed.Contains(alert);

    /// <summary>Plans a scene.</summary>
    /// <param name="spec">The scene.</param>
    /// <param name="stage">Where and when.</param>
    /// <param name="words">The words of the packs.</param>
    /// <param name="taken">Things to which something happens already; those of this scene are added.</param>
    public ScenePlan(SceneSpec spec, SceneStage stage, PackWords words, ISet<string> taken)
    {
        Spec = spec;
        Stage = stage;
        this.words = words;
        this.taken = taken;
        Midnight = new DateTimeOffset(stage.From.ToOffset(ReplayClock.ChinaStandardTime).Date, ReplayClock.ChinaStandardTime);
        for (var i = 0; i < spec.Happens.Count; i++)
        {
            events.AddRange(Plan(spec.Happens[i], i));
        }
    }

    public SceneSpec Spec { get; }

    public SceneStage Stage { get; }

    /// <summary>The midnight before it begins, in the time of the city.</summary>
    public DateTimeOffset Midnight { get; }

    /// <summary>What happens, in the order of the scene.</summary>
    public IReadOnlyList<SceneEvent> Events => events;

    /// <summary>Kinds of alert that there is no time for, each with the reason.</summary>
    public IReadOnlyDictionary<string, string> LeftOut => leftOut;

    /// <summary>What must be found, and what must not.</summary>
    public IEnumerable<SceneTruth> Truths => events.SelectMany(happened => TruthsOf(happened.Spec).Select((truth, i) => new SceneTruth(
        Stage.Pack, Spec.Scene, $"$.happens[{happened.Number}].{(truth == happened.Spec.Truth ? "truth" : $"also[{(happened.Spec.Truth is null ? i : i - 1)}]")}", truth, happened, Within(happened, truth))
    {
        IsOfPlace = words.OfPlaces.Contains(truth.Alert),
        IsJudged = !words.NotJudged.Contains(truth.Alert),
    }));

    /// <summary>When the city is killed.</summary>
    public IEnumerable<DateTimeOffset> Kills => Spec.Faults.Where(static fault => fault.What == SceneFault.Kill).Select(fault => Midnight + SceneTime.Parse(fault.At)!.Value.Least).Where(at => at > Stage.From && at <= Stage.To);

    /// <summary>All its things.</summary>
    public HashSet<string> Things => [.. Stage.Cast.Values.SelectMany(static things => things)];

    /// <summary>How often a thing sends while something happens.</summary>
    public TimeSpan Every(SceneEvent happened, string thing) =>
        PackWords.Length(happened.Spec.Every) ?? (happened.Spec.What == Happening.Track ? trackEvery : words.Every(thing));

    /// <summary>Of which kind a thing is.</summary>
    public string KindOf(string id) => Stage.Cast.First(cast => cast.Value.Contains(id)).Key;

    /// <summary>Which of the scene's things a part of it names.</summary>
    public IReadOnlyList<string> Named(string of)
    {
        var subject = SceneSubject.Parse(of)!;
        var cast = Stage.Cast.GetValueOrDefault(subject.Thing, []);
        return [.. subject.Of(cast.Count).Select(number => cast[number])];
    }

    private static IEnumerable<TruthSpec> TruthsOf(HappeningSpec spec) => spec.Truth is { } truth ? [truth, .. spec.Also] : spec.Also;

    private IEnumerable<SceneEvent> Plan(HappeningSpec spec, int number)
    {
        if (Stage.IsLive && spec.Live is null)
        {
            LeaveOut(spec, $"needs {spec.Truth?.Within ?? Spec.Lasts}, which minutes have not");
            return [];
        }

        var subject = SceneSubject.Parse(spec.Of)!;
        IReadOnlyList<string> kinds = subject.Kind is { } kind ? [kind] : words.Thing(subject.Thing).Observes;
        var time = SceneTime.Parse(spec.At)!.Value;
        var chance = ChanceOf($"happens/{number}");
        var things = Chosen(spec, Named(spec.Of), chance);
        if (spec.Share is null && !time.IsRange && !Stage.IsLive)
        {
            return [Make(spec, number, things, kinds, Midnight + time.Least, Lasting(spec, subject.Thing, Midnight + time.Least, chance, 0))];
        }

        var needs = Needs(spec, subject.Thing);
        var least = Stage.IsLive ? Stage.From + liveLead : Later(Midnight + time.Least, Stage.From);
        var most = Stage.IsLive ? Stage.To - needs : Earlier(Midnight + time.Most, Stage.To - needs);
        if (most < least)
        {
            LeaveOut(spec, Stage.IsLive ? $"needs a drill of {(liveLead + needs).TotalSeconds:0} s" : $"has no time from {spec.At} for {needs}");
            return [];
        }

        return things.Select((thing, i) =>
        {
            var at = least.AddSeconds(Math.Floor(chance.Between(0, (most - least).TotalSeconds, i, 2)));
            return Make(spec, number, [thing], kinds, at, Lasting(spec, subject.Thing, at, chance, i));
        });
    }

    private SceneEvent Make(HappeningSpec spec, int number, IReadOnlyList<string> things, IReadOnlyList<string> kinds, DateTimeOffset at, TimeSpan lasts)
    {
        taken.UnionWith(things);
        return new(spec, number, things, kinds, at, Earlier(at + lasts, Stage.To));
    }

    private IReadOnlyList<string> Chosen(HappeningSpec spec, IReadOnlyList<string> things, Chance chance)
    {
        if (spec.Share is not { } share)
        {
            return things;
        }

        var count = Math.Max(spec.Least, (int)(share * things.Count));
        return [.. things.Select((thing, i) => (thing, Bits: chance.Bits(i))).Where(drawn => !taken.Contains(drawn.thing)).OrderBy(static drawn => drawn.Bits).Select(static drawn => drawn.thing).Take(count)];
    }

    private TimeSpan Lasting(HappeningSpec spec, string thing, DateTimeOffset at, Chance chance, int i)
    {
        var lengths = (Stage.IsLive ? spec.Live!.For : spec.For).Select(static text => PackWords.Length(text)!.Value).ToList();
        return lengths switch
        {
            [] => BySteps(spec, thing) ?? Stage.To - at,
            [var one] => one,
            _ => TimeSpan.FromSeconds(Math.Floor(chance.Between(lengths[0].TotalSeconds, lengths[1].TotalSeconds, i, 3))),
        };
    }

    private TimeSpan? BySteps(HappeningSpec spec, string thing)
    {
        var every = PackWords.Length(spec.Every) ?? words.Every(thing);
        return spec.What switch
        {
            Happening.Spike => every * spec.By.Count,
            Happening.Ramp when spec.Hold is not null || spec.Then is not null =>
                (every * (spec.By.Count - 1)) + (PackWords.Length(spec.Hold) ?? TimeSpan.Zero) + (every * (spec.Then is null ? 1 : spec.By.Count)),
            _ => null,
        };
    }

    // So that what happens can also be found.
    private TimeSpan Needs(HappeningSpec spec, string thing)
    {
        var longest = Stage.IsLive ? spec.Live!.For : spec.For;
        var lasts = longest.Count > 0 ? PackWords.Length(longest[^1])!.Value : BySteps(spec, thing) ?? TimeSpan.Zero;
        var within = (Stage.IsLive ? PackWords.Length(spec.Live!.Within) : PackWords.Length(spec.Truth?.Within)) ?? TimeSpan.Zero;
        return lasts > within ? lasts : within;
    }

    private TimeSpan Within(SceneEvent happened, TruthSpec truth) =>
        (Stage.IsLive ? PackWords.Length(happened.Spec.Live!.Within) : PackWords.Length(truth.Within)) ?? happened.Until - happened.At;

    private void LeaveOut(HappeningSpec spec, string why)
    {
        foreach (var truth in TruthsOf(spec).Where(static truth => truth.Count != 0))
        {
            leftOut.TryAdd(truth.Alert, why);
        }
    }

    /// <summary>Chance for one part of the scene.</summary>
    public Chance ChanceOf(string part) => Chance.Of(Stage.Seed, $"{Stage.Pack}/{Spec.Scene}/{Spec.Seed}/{part}");

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
