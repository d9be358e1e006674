using System.Text.Json;
using System.Text.Json.Nodes;
using CityActors.Packs.Format;

namespace CityActors.Packs.Upgrades;

/// <summary>A step on the way to a value: a member, or a named one of several.</summary>
/// <param name="Name">The name.</param>
/// <param name="IsOne">Whether it is one of several.</param>
internal readonly record struct PathStep(string Name, bool IsOne);

/// <summary>A place where two trees differ; a side without a value is null.</summary>
internal sealed record TreeDifference(IReadOnlyList<PathStep> Steps, JsonNode? Before, JsonNode? After)
{
    public string Last => Steps.Count == 0 ? "" : Steps[^1].Name;

    public override string ToString() => "$" + string.Concat(Steps.Select(static step => step.IsOne ? $"[{step.Name}]" : $".{step.Name}"));
}

/// <summary>The sections of a pack as trees with everything that a default gives, and where two of them differ.</summary>
internal static class PackTrees
{
    /// <summary>By which member the entries of a list are named.</summary>
    private static readonly Dictionary<string, string> NamedBy = new(StringComparer.Ordinal)
    {
        ["observations"] = "kind",
        ["things"] = "kind",
        ["rules"] = "rule",
        ["places"] = "rule",
        ["alerts"] = "alert",
        ["categories"] = "code",
        ["units"] = "unit",
        ["skills"] = "skill",
        ["texts"] = "text",
        ["receivers"] = "receiver",
        ["levels"] = "level",
        ["commands"] = "command",
        ["examples"] = "example",
        ["pools"] = "pool",
        ["classes"] = "class",
        ["indicators"] = "indicator",
        ["targets"] = "target",
        ["roles"] = "role",
    };

    private static readonly HashSet<string> Dictionaries = new(["parameters", "needs", "card", "arguments", "kinds", "histories", "fields"], StringComparer.Ordinal);

    public static SortedDictionary<string, JsonNode> Of(PackFiles pack)
    {
        var trees = new SortedDictionary<string, JsonNode>(StringComparer.Ordinal)
        {
            ["pack.json"] = Tree(pack.Manifest),
            ["things.json"] = Tree(pack.Things),
            ["watch.json"] = Tree(pack.Watch),
            ["catalogue.json"] = Tree(pack.Catalogue),
            ["channels.json"] = Tree(pack.Channels),
            ["pools.json"] = Tree(pack.Pools),
            ["indicators.json"] = Tree(pack.Indicators),
            ["roles.json"] = Tree(pack.Roles),
        };
        foreach (var (path, scene) in pack.Scenes)
        {
            trees[path] = Tree(scene);
        }

        foreach (var (path, examples) in pack.Examples)
        {
            trees[path] = Tree(examples);
        }

        foreach (var (path, type) in pack.Cases)
        {
            trees[path] = Tree(type);
        }

        foreach (var (path, register) in pack.Registers)
        {
            trees[path] = Tree(register);
        }

        return trees;
    }

    public static IEnumerable<TreeDifference> Between(JsonNode? before, JsonNode? after) => Walk([], before, after);

    private static IEnumerable<TreeDifference> Walk(IReadOnlyList<PathStep> steps, JsonNode? before, JsonNode? after)
    {
        if (JsonNode.DeepEquals(before, after))
        {
            return [];
        }

        var last = steps.Count == 0 ? "" : steps[^1].Name;
        if (before is JsonObject old && after is JsonObject now)
        {
            return Entries(steps, old.ToDictionary(), now.ToDictionary(), Dictionaries.Contains(last));
        }

        return before is JsonArray oldList && after is JsonArray newList && Named(last, oldList) is { } oldByName && Named(last, newList) is { } newByName
            ? Entries(steps, oldByName, newByName, isOne: true)
            : [new(steps, before, after)];
    }

    private static IEnumerable<TreeDifference> Entries(IReadOnlyList<PathStep> steps, Dictionary<string, JsonNode?> before, Dictionary<string, JsonNode?> after, bool isOne) =>
        before.Keys.Union(after.Keys).Where(static name => name != "$schema").SelectMany(name => Walk([.. steps, new(name, isOne)], before.GetValueOrDefault(name), after.GetValueOrDefault(name)));

    /// <summary>The entries of a list by name; a text is its own. Null where they have no names, or two the same.</summary>
    private static Dictionary<string, JsonNode?>? Named(string list, JsonArray items)
    {
        var byName = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            var name = item is JsonObject one && NamedBy.TryGetValue(list, out var member) ? one[member]?.ToString() : item?.GetValueKind() == JsonValueKind.String && list is not ("basis" or "invented" or "rings") ? item.ToString() : null;
            if (name is null || !byName.TryAdd(name, item))
            {
                return null;
            }
        }

        return byName;
    }

    private static JsonNode Tree<TFile>(TFile file) => JsonSerializer.SerializeToNode(file, PackJson.Options)!;
}
