using CityActors.Packs.Format;

namespace CityActors.Packs;

/// <summary>What is found wrong with a pack by playing it, by file and line as the check says it.</summary>
/// <param name="pack">The pack.</param>
public sealed class PlayFaults(PackFiles pack)
{
    private readonly List<PackFault> all = [];

    /// <summary>What was found, by file and line.</summary>
    public IReadOnlyList<PackFault> All => [.. all.OrderBy(static fault => fault.File, StringComparer.Ordinal).ThenBy(static fault => fault.Line).ThenBy(static fault => fault.What, StringComparer.Ordinal)];

    /// <summary>An example gives something else than it says.</summary>
    /// <param name="file">Its file.</param>
    /// <param name="number">Its number in the file, from 0.</param>
    /// <param name="what">What was expected and what came.</param>
    public void Example(string file, int number, string what) => Add("E1", file, $"$.examples[{number}]", what);

    /// <summary>An indicator gives something else over histories than it says, or one of the histories cannot happen.</summary>
    /// <param name="path">Where in the file of indicators.</param>
    /// <param name="what">What was expected and what came.</param>
    public void Indicator(string path, string what) => Add("I3", "indicators.json", path, what);

    /// <summary>A truth was not found, or something came that must not.</summary>
    /// <param name="scene">The scene.</param>
    /// <param name="path">Where in its file.</param>
    /// <param name="what">What was expected and what came.</param>
    public void Scene(string scene, string path, string what) => Add("E2", $"scenes/{scene}.json", path, what);

    /// <summary>Notes the rules that no scene and no example made raise their alert.</summary>
    /// <param name="raised">Which alerts were raised, by kind of thing.</param>
    public void Unplayed(IReadOnlySet<(string Thing, string Alert)> raised)
    {
        var rest = NotJudged.Of(pack);
        for (var i = 0; i < pack.Watch.Rules.Count; i++)
        {
            var rule = pack.Watch.Rules[i];
            if (rule.Finds.Alert is { } alert && !rest.Contains($"rule:{rule.Rule}") && !raised.Contains((rule.Of.Split('.')[0], alert)))
            {
                Add("E4", "watch.json", $"$.rules[{i}]", $"No scene and no example makes '{rule.Rule}' raise '{alert}': what was never played is not shipped.");
            }
        }
    }

    private void Add(string code, string file, string path, string what) =>
        all.Add(new PackFault(code, file, pack.Sources.TryGetValue(file, out var source) ? JsonPlaces.LineOf(JsonPlaces.Of(source.Span).Lines, path) : 0, path, what));
}
