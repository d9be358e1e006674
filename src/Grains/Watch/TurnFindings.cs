using CityActors.Alerts;
using CityActors.Packs.Format;

namespace CityActors.Watch;

/// <summary>What becomes of a rule's turns: episodes of alerts.</summary>
internal static class TurnFindings
{
    public static IReadOnlyList<Finding> Of(List<Turn> turns, ThingProgram program)
    {
        if (turns.Count == 0)
        {
            return [];
        }

        var findings = new List<Finding>(turns.Count);
        foreach (var turn in turns)
        {
            if (turn.Rule >= program.Uses.Count)
            {
                continue;
            }

            var use = program.Uses[turn.Rule];
            if (use.Alert is { } alert && turn.Act != TurnAct.Derived && (turn.Act != TurnAct.End || EndsByItself(alert)))
            {
                findings.Add(Finding(turn, use, program));
            }

            if ((use.Signal is not null && turn.Act is not (TurnAct.Derived or TurnAct.Level)) || (use.Observe is not null && turn.Act == TurnAct.Derived))
            {
                findings.Add(Told(turn, use));
            }
        }

        return findings;
    }

    /// <summary>At which levels episodes stand now.</summary>
    public static IEnumerable<Finding> Standing(WatchMemory memory, ThingProgram program, DateTimeOffset at)
    {
        for (var i = 0; i < program.Uses.Count; i++)
        {
            if (program.Uses[i] is { Alert: not null } use && program.Watcher.Rules[i] is LevelsRule { Levels.Count: > 1 } levels && memory.Slots[i] is LevelsMemory { Held: > 0 } held)
            {
                yield return Finding(
                    new Turn(at, TurnAct.Level, levels.Levels[held.Held - 1].Level, held.Peak ?? held.Value ?? 0, held.Begun, [new Figure("limit", levels.Levels[held.Held - 1].From)], i), use, program);
            }
        }
    }

    // What is told to places, or derived. Places are told no words.
    private static Finding Told(Turn turn, RuleUse use)
    {
        var kind = turn.Act == TurnAct.Derived ? Alerts.Finding.ObservePrefix + use.Observe : Alerts.Finding.SignalPrefix + use.Signal;
        var figure = turn.Act == TurnAct.Derived ? turn.Value : TurnTexts.Figure(turn, "rise") ?? TurnTexts.Figure(turn, "fall") ?? turn.Value;
        return new Finding(kind, use.Kind.Name, turn.Act == TurnAct.End ? FindingAct.Clear : FindingAct.Open, turn.At, new("", "", use.Rule), Value: figure);
    }

    private static Finding Finding(Turn turn, RuleUse use, ThingProgram program)
    {
        var alert = use.Alert!;
        var act = turn.Act switch { TurnAct.End => FindingAct.Clear, TurnAct.Level => FindingAct.Level, _ => FindingAct.Open };
        var why = TurnTexts.Of(turn, use, program.Watcher.Rules[turn.Rule], program.Interval);
        var sends = act != FindingAct.Clear && Math.Max(1, turn.Level) >= use.SendsFrom ? use.Key : null;
        return act == FindingAct.Clear
            ? new Finding(alert.Alert, use.Zone, act, turn.At, why)
            : new Finding(alert.Alert, use.Zone, act, turn.At, why, Level: use.IsOwn ? 0 : turn.Level, Terms: TermsOf(use.IsOwn ? "" : use.Pack, alert, turn.Level), Since: turn.Since, Sends: sends);
    }

    /// <summary>Whether an alert ends with its episode; else an officer or its order ends it, and what is found until then belongs to it.</summary>
    public static bool EndsByItself(AlertSpec alert) => alert.Ends == AlertEnd.ByItself;

    /// <summary>What a pack says of an alert at a level.</summary>
    public static AlertTerms TermsOf(string pack, AlertSpec alert, int level) => new(
        pack,
        Enum.Parse<AlertPriority>(alert.Priority.TryGetValue(level, out var priority) ? priority : alert.Priority.Values.Last(), ignoreCase: true),
        alert.Ticketless is null && level >= (level == 0 ? 0 : alert.FromLevel));
}
