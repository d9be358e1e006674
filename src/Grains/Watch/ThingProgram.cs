using CityActors.Observations;
using CityActors.Packs.Format;

namespace CityActors.Watch;

/// <summary>By what things of one kind and setting are judged.</summary>
/// <param name="Watcher">The rules.</param>
/// <param name="Uses">What each of them is for, in their order.</param>
/// <param name="Interval">How often such a thing reports.</param>
/// <param name="Threshold">The value from which on it is an alert, or null: no rule has one.</param>
internal sealed record ThingProgram(Watcher Watcher, IReadOnlyList<RuleUse> Uses, TimeSpan Interval, double? Threshold)
{
    /// <summary>The rules' names and forms: memories of another one are of no use.</summary>
    public string Key { get; } = string.Join(' ', Uses.Select(static use => use.Key));

    /// <summary>Whether low values of a kind are the dangerous ones; where a rule says so of each side, high ones.</summary>
    public bool IsLowAlarming(int kind)
    {
        var levels = Watcher.Rules.OfType<LevelsRule>().Where(rule => rule.Of == kind).ToList();
        return levels.Count > 0 && levels.TrueForAll(static rule => rule.IsDown);
    }

    /// <summary>Whether a kind of observation is heard, by the number of the kind.</summary>
    public bool Hears(int kind)
    {
        foreach (var rule in Watcher.Rules)
        {
            if (rule.Of == kind)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a kind of observation is one that rules derive, and no device sends.</summary>
    public bool IsDerived(string kind) => Uses.Any(use => use.Observe == kind);

    /// <summary>Ends the latched episodes behind an alert that people have ended: the next reading may begin another.</summary>
    /// <returns>The same memory where there are none.</returns>
    public WatchMemory Release(WatchMemory memory, string alert, string zone, DateTimeOffset at)
    {
        for (var i = 0; i < Uses.Count; i++)
        {
            if (Uses[i].Alert?.Alert == alert && Uses[i].Zone == zone && Watcher.Rules[i] is LevelsRule { IsLatched: true } && memory.Slots[i] is LevelsMemory { Held: > 0 } held)
            {
                memory = memory with { Slots = [.. memory.Slots.Take(i), LevelsRule.Reset(held, at), .. memory.Slots.Skip(i + 1)] };
            }
        }

        return memory;
    }

    /// <summary>Judges what was derived, at the instant at which it was, by the rules of its kind.</summary>
    /// <param name="memory">What is remembered.</param>
    /// <param name="turns">What followed so far; takes what follows from it.</param>
    public WatchMemory Derive(WatchMemory memory, List<Turn> turns)
    {
        for (var i = 0; i < turns.Count; i++)
        {
            if (turns[i] is { Act: TurnAct.Derived } turn && turn.Rule < Uses.Count && Uses[turn.Rule].ObserveNumber is { } number)
            {
                memory = Watcher.Observe(memory, number, turn.At, turn.Value, turns);
            }
        }

        return memory;
    }
}

/// <summary>What a rule is for.</summary>
/// <param name="Pack">Whose it is.</param>
/// <param name="Rule">Its name.</param>
/// <param name="Kind">What it judges.</param>
/// <param name="Number">The number of what it judges.</param>
/// <param name="Name">What people call what it judges.</param>
/// <param name="Alert">What it raises, or null: nothing.</param>
/// <param name="Zone">The zone of its alerts.</param>
/// <param name="IsOwn">Whether such an alert is told in the words that the city always had for it, and has no level.</param>
/// <param name="Signal">What it signals to places, or null: nothing.</param>
/// <param name="Observe">The kind of observation that it derives, or null: none.</param>
/// <param name="ObserveNumber">The number of that kind, or null.</param>
/// <param name="SendsFrom">From which level on it has a device told what to do, or null: never.</param>
internal sealed record RuleUse(string Pack, string Rule, KindFacts Kind, int Number, Packs.LocalText Name, AlertSpec? Alert, string Zone, bool IsOwn, string? Signal = null, string? Observe = null, int? ObserveNumber = null, int? SendsFrom = null)
{
    /// <summary>Its name among all packs.</summary>
    public string Key { get; } = $"{Pack}/{Rule}";
}
