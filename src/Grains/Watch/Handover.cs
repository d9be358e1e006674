using CityActors.Alerts;

namespace CityActors.Watch;

/// <summary>What becomes of a thing's memory and episodes at the instant at which other rules or figures begin to judge it. Pure.</summary>
/// <remarks>
/// A rule that is in both goes on with what it remembers. The episode of one that is not ends at that instant. What holds then by the new figures is judged then, and no earlier:
/// the last value stands, unless its device is silent or stuck.
/// </remarks>
internal static class Handover
{
    /// <summary>The reason where a pack was switched off.</summary>
    public static readonly Explanation PackOff = new("pack off", "应用包已停用", "pack-off");

    private static readonly Explanation RuleGone = new("the rule is gone", "规则已取消", "pack-changed");

    /// <summary>Hands over.</summary>
    /// <param name="memory">What is remembered; of an earlier stretch.</param>
    /// <param name="before">By what it was judged.</param>
    /// <param name="next">What follows.</param>
    /// <param name="findings">Takes what is found, up to and including that instant.</param>
    public static WatchMemory To(WatchMemory memory, ThingProgram before, ThingSpan next, List<Finding> findings)
    {
        if (memory.Slots.Count == 0)
        {
            return memory with { From = next.From.UtcDateTime };
        }

        var turns = new List<Turn>();
        memory = before.Watcher.Tick(memory, next.From.AddTicks(-1), turns);
        findings.AddRange(TurnFindings.Of(turns, before));
        var (program, at) = (next.Program, next.From);
        var rules = program.Watcher.Rules;
        var slots = new SlotMemory[rules.Count];
        var kept = new bool[memory.Slots.Count];
        for (var i = 0; i < slots.Length; i++)
        {
            var old = i < program.Uses.Count ? PlaceOf(program.Uses[i], before, memory, rules[i]) : -1;
            slots[i] = old >= 0 ? memory.Slots[old] : rules[i] is SilenceRule ? Heard(memory, before, rules[i].Of) : rules[i].Begin;
            _ = old >= 0 && (kept[old] = true);
        }

        for (var i = 0; i < before.Uses.Count; i++)
        {
            if (!kept[i] && before.Uses[i].Alert is { } alert && IsOpen(memory.Slots[i]))
            {
                findings.Add(new Finding(alert.Alert, before.Uses[i].Zone, FindingAct.Clear, at, next.IsOn ? RuleGone : PackOff));
            }
        }

        turns.Clear();
        memory = program.Watcher.Tick(Stand(new WatchMemory(slots, at.UtcDateTime), program, at, turns), at, turns);
        for (var i = 0; i < turns.Count; i++)
        {
            turns[i] = turns[i].At < at ? turns[i] with { At = at } : turns[i]; // By figures that hold from now on, nothing began before.
        }

        findings.AddRange(TurnFindings.Of(turns, program));
        return memory;
    }

    private static int PlaceOf(RuleUse use, ThingProgram before, WatchMemory memory, WatchRule rule)
    {
        for (var i = 0; i < before.Uses.Count; i++)
        {
            if (before.Uses[i].Key == use.Key && before.Uses[i].Number == use.Number && before.Uses[i].Zone == use.Zone && before.Uses[i].Alert?.Alert == use.Alert?.Alert
                && memory.Slots[i].GetType() == rule.Begin.GetType() && HasItsLevels(memory.Slots[i], rule))
            {
                return i;
            }
        }

        return -1;
    }

    // An episode at a level that there is no more is not one of this rule.
    private static bool HasItsLevels(SlotMemory memory, WatchRule rule) => (memory, rule) switch
    {
        (LevelsMemory levels, LevelsRule { Levels: var now }) => levels.Held <= now.Count && !(levels.Since?.Count > now.Count),
        (SumMemory { Levels: { } levels }, SumRule { Levels.Levels: var now }) => levels.Held <= now.Count && !(levels.Since?.Count > now.Count),
        _ => true,
    };

    // What was heard is known whichever rule told of silence; a silence is told anew.
    private static HeardMemory Heard(WatchMemory memory, ThingProgram before, int kind)
    {
        for (var i = 0; i < memory.Slots.Count; i++)
        {
            if (before.Watcher.Rules[i].Of == kind && memory.Slots[i] is HeardMemory heard)
            {
                return heard with { Silence = null };
            }
        }

        return HeardMemory.Nothing;
    }

    private static bool IsOpen(SlotMemory memory) => memory switch
    {
        LevelsMemory levels => levels.Held > 0,
        SumMemory sum => sum.Levels?.Held > 0,
        HeardMemory heard => heard.Silence?.Told is not null,
        StuckMemory stuck => stuck.Stuck?.Told is not null,
        RateMemory rate => rate.Shown?.Told is not null,
        CountMemory count => count.Shown?.Told is not null,
        _ => false,
    };

    // The last value stands between readings, so the new figures judge it, too.
    private static WatchMemory Stand(WatchMemory memory, ThingProgram program, DateTimeOffset at, List<Turn> turns)
    {
        var (rules, slots) = (program.Watcher.Rules, memory.Slots.ToArray());
        for (var i = 0; i < rules.Count; i++)
        {
            if (rules[i] is LevelsRule levels && ValueOf(memory, rules, levels.Of, at) is { } value)
            {
                slots[i] = levels.Observe(slots[i], new Reading(at, value, at), turns);
            }
        }

        return memory with { Slots = slots };
    }

    private static double? ValueOf(WatchMemory memory, IReadOnlyList<WatchRule> rules, int kind, DateTimeOffset at)
    {
        var value = default(double?);
        for (var i = 0; i < rules.Count; i++)
        {
            if (rules[i].Of != kind || !rules[i].MaySuspend)
            {
                continue;
            }

            if (rules[i].Suspends(memory.Slots[i]) || (rules[i] is SilenceRule { After: { } after } && memory.Slots[i] is HeardMemory { At: { } last } && last + after <= at))
            {
                return null;
            }

            value = memory.Slots[i] is HeardMemory { At: not null } heard ? heard.Value : value;
        }

        return value;
    }
}
