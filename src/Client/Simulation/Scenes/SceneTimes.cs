using System.Globalization;
using CityActors.Packs;
using CityActors.Packs.Format;

namespace CityActors.Client.Simulation.Scenes;

/// <summary>A scene with the time that it has in a simulated run.</summary>
/// <param name="Spec">The scene.</param>
/// <param name="Stage">When; its things are not chosen yet.</param>
/// <param name="IsFixed">Whether it happens at its own hours, on things of its own.</param>
internal sealed record PlacedScene(SceneSpec Spec, SceneStage Stage, bool IsFixed);

/// <summary>Decides which scenes a simulated run has time for, and when.</summary>
internal static class SceneTimes
{
    private const int PlayedWhole = 500; // A crowd up to this size is there in a district of any size.
    private static readonly Dictionary<string, IReadOnlyList<string>> nobody = [];

    /// <summary>The scenes of all packs, in the order of their packs and names.</summary>
    /// <param name="plan">The run.</param>
    /// <param name="words">The packs.</param>
    /// <param name="leftOut">Takes the kinds of alert that there is no time for, each with the reason.</param>
    public static IEnumerable<PlacedScene> Placed(SimulationPlan plan, PackWords words, SortedDictionary<string, string> leftOut)
    {
        foreach (var (pack, scene) in words.Packs.All.SelectMany(static pack => pack.Scenes.Values.Select(scene => (pack, scene))))
        {
            var isFixed = scene.Background.Any(background => NeedsOwn(scene, background));
            if (words.Packs.Reach(pack).Any(known => known.Manifest.Needs.Keys.Any(need => words.Packs.Find(need) is null)))
            {
                continue;
            }

            if (Time(plan, scene, isFixed) is { } time)
            {
                yield return new(scene, new SceneStage { Pack = pack.Name, Cast = nobody, From = time.From, To = time.To, Seed = plan.Seed, IsLive = plan.Live is not null }, isFixed);
                continue;
            }

            var why = plan.Live is null ? string.Create(CultureInfo.InvariantCulture, $"the scene {scene.Scene} lasts {scene.Lasts} from {scene.From}, which the run has not") : $"the scene {scene.Scene} is for days";
            foreach (var truth in scene.Happens.SelectMany(static happening => happening.Also.Append(happening.Truth)).OfType<TruthSpec>().Where(truth => truth.Count != 0 && !words.NotJudged.Contains(truth.Alert)))
            {
                leftOut.TryAdd(truth.Alert, why);
            }
        }
    }

    /// <summary>Whether a scene names things by number, so that they must be its own.</summary>
    public static bool NeedsOwn(SceneSpec scene, BackgroundSpec background) =>
        scene.Happens.Any(happening => happening.Share is null && SceneSubject.Parse(happening.Of)?.Thing == background.Thing);

    /// <summary>How many things of its own a scene has in a simulated district: of a large crowd, as large a share as the district is of its true size, and always those that it names.</summary>
    public static int OwnCount(SimulationPlan plan, SceneSpec scene, BackgroundSpec background)
    {
        var named = scene.Happens.Select(static happening => SceneSubject.Parse(happening.Of)).Where(subject => subject?.Thing == background.Thing)
            .Select(subject => subject!.Last + 1 ?? background.Count).DefaultIfEmpty(0).Max();
        return Math.Min(background.Count, Math.Max(Math.Max(named, PlayedWhole), (int)(background.Count * plan.Scale)));
    }

    private static (DateTimeOffset From, DateTimeOffset To)? Time(SimulationPlan plan, SceneSpec scene, bool isFixed)
    {
        if (plan.Live is not null)
        {
            return isFixed ? null : (plan.Measured, plan.End);
        }

        var from = plan.Measured + SceneTime.Parse(scene.From)!.Value.Least;
        var lasts = PackWords.Length(scene.Lasts)!.Value;
        if (!isFixed)
        {
            return from < plan.End ? (from, from + lasts < plan.End ? from + lasts : plan.End) : null;
        }

        // One that is too long for the measured hours begins days before.
        while (from + lasts > plan.End)
        {
            from = from.AddDays(-1);
        }

        return from >= plan.Start ? (from, from + lasts) : null;
    }
}
