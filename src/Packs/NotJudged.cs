using CityActors.Packs.Format;

namespace CityActors.Packs;

/// <summary>What a pack says and this version does not act on yet. It is told wherever the pack is shown, never passed over in silence.</summary>
public static class NotJudged
{
    /// <summary>The rules, places and commands, each as <c>rule:</c>, <c>place:</c> or <c>command:</c> and its name.</summary>
    public static IReadOnlyList<string> Of(PackFiles pack)
    {
        ArgumentNullException.ThrowIfNull(pack);
        var notTerminals = pack.Things.Things.Where(static thing => thing.Grain != ThingGrain.Terminal).Select(static thing => thing.Kind).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. pack.Watch.Rules.Where(rule => !IsJudged(rule, notTerminals)).Select(static rule => $"rule:{rule.Rule}"),
            .. pack.Watch.Rules.Where(static rule => rule.Finds is { Alert: not null, Send: not null }).Select(static rule => $"command:{rule.Rule}"),
            .. pack.Watch.Places.Select(static rule => $"place:{rule.Rule}"),
        ];
    }

    // Homes are judged by code, cameras by what they follow.
    private static bool IsJudged(RuleSpec rule, HashSet<string> notTerminals) =>
        rule.Finds.Alert is not null && (rule is TrackSpec or RhythmSpec || !notTerminals.Contains(rule.Of.Split('.')[0]));
}
