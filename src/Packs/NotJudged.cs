using CityActors.Packs.Format;

namespace CityActors.Packs;

/// <summary>What a pack says and this version does not act on yet. It is told wherever the pack is shown, never passed over in silence.</summary>
public static class NotJudged
{
    /// <summary>The rules, places and commands, each as <c>rule:</c>, <c>place:</c> or <c>command:</c> and its name.</summary>
    public static IReadOnlyList<string> Of(PackFiles pack)
    {
        ArgumentNullException.ThrowIfNull(pack);
        var own = pack.Things.Things.Select(static thing => thing.Kind).ToHashSet(StringComparer.Ordinal);
        var byCode = pack.Things.Things.Where(static thing => thing.Grain != ThingGrain.Terminal).Select(static thing => thing.Kind).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. pack.Watch.Rules.Where(rule => !IsJudged(rule, own, byCode)).Select(static rule => $"rule:{rule.Rule}"),
            .. pack.Watch.Rules.Where(rule => rule.Finds is { Send: not null } && (rule.Finds.Alert is null || !Sends(rule, byCode))).Select(static rule => $"command:{rule.Rule}"),
            .. pack.Watch.Places.Where(static place => !IsJudged(place)).Select(static rule => $"place:{rule.Rule}"),
        ];
    }

    /// <summary>Whether a rule of places is acted on: of a district and what lies in it, where an alert follows or alerts are muted.</summary>
    public static bool IsJudged(PlaceRuleSpec place)
    {
        ArgumentNullException.ThrowIfNull(place);
        return place.At != "area:city" && place.Finds is { Signal: null, Send: null } && (place.Finds.Alert is not null || place.Finds.Mutes.Count > 0);
    }

    /// <summary>Whether a rule is one of those by which a home signals what it shares with others: power that is exactly zero, and a meter that says nothing.</summary>
    public static bool IsHomeSignal(RuleSpec rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return rule is { During: null, Finds: { Signal: not null, Alert: null, Send: null } } && rule.Of.EndsWith(".power", StringComparison.Ordinal)
            && rule is StuckSpec { Only: [0], Except: [] } or SilenceSpec { After: not null };
    }

    // Homes send no commands.
    private static bool Sends(RuleSpec rule, HashSet<string> byCode) => rule is TrackSpec || !byCode.Contains(rule.Of.Split('.')[0]);

    // Homes are judged by code, cameras by what they follow, terminals by the rules of the pack that declares them.
    private static bool IsJudged(RuleSpec rule, HashSet<string> own, HashSet<string> byCode) => rule is TrackSpec or RhythmSpec ? rule.Finds.Alert is not null
        : !own.Contains(rule.Of.Split('.')[0]) ? false
        : byCode.Contains(rule.Of.Split('.')[0]) ? IsHomeSignal(rule)
        : (rule.Finds.Alert ?? rule.Finds.Signal ?? rule.Finds.Observe) is not null;
}
