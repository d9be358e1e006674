using CityActors.Packs.Format;

namespace CityActors.Packs.Checks;

/// <summary>The ways through a type of case: every state can be reached (G1) and left (G2, G3, R5), what happens has an order and an end (G4, G5), does something (G6), ends stay ends (G7), and children do not go on unsaid (G8).</summary>
internal static class CaseGraphChecks
{
    public static void Run(CaseUnderCheck type, CaseGraph graph)
    {
        States(type, graph);
        Order(type);
        foreach (var rule in type.Rules)
        {
            var isIdle = rule is { IsOfTrait: false, Command: { Form.Count: 0, Then.Count: 0, Reason: false } } && (rule.To is null || rule.From.All(state => state == rule.To));
            type.Holds(!isIdle, "G6", rule.Path, "It leads nowhere else and does nothing: give it a 'form', a 'reason' or effects, or take it out.");
            string[] ends = [.. rule.From.Where(state => type.IsEnd(state) && rule.To is not null && rule.To != state)];
            type.Holds(ends.Length == 0 || rule.Path is "$.with.reopening" or "$.with.revisit" || rule.Event?.On.Reported == true, "G7", rule.At(".from"), $"{CheckRun.Join(ends)} is an end, and this leads out of it: only the traits 'reopening' and 'revisit' do, and a report that comes after the end.");
        }

        foreach (var way in graph.Ways)
        {
            foreach (var (effect, path, _) in way.Rule.Effects.Where(static one => one.Effect is { Open: not null, As: not null, Outlives: false }))
            {
                Child(type, graph, effect, way.To, path);
            }
        }
    }

    private static void States(CaseUnderCheck type, CaseGraph graph)
    {
        var endings = type.Spec.States.Keys.Where(type.IsEnd).ToHashSet(StringComparer.Ordinal);
        foreach (var state in type.Spec.States.Keys)
        {
            var path = $"$.states.{state}";
            if (!graph.Reached.Contains(state))
            {
                type.Holds(holds: false, "G1", path, $"No way leads to '{state}': let a command or an event lead there, or take it out.");
                continue;
            }

            if (type.IsEnd(state))
            {
                continue;
            }

            var ways = graph.Ways.Where(way => way.From == state).ToList();
            var leaving = ways.Where(way => way.To != state).ToList();
            if (leaving.Count == 0 && ways.TrueForAll(static way => way.Rule.IsOfTrait))
            {
                type.Holds(holds: false, "G3", path, $"Nobody can do anything in '{state}', and nothing happens there: add a command or an event, or make it an end.");
                continue;
            }

            type.Holds(endings.Count == 0 || graph.From(state).Overlaps(endings), "G2", path, $"From '{state}' no end can be reached: add a way on.");
            type.Holds(leaving.Count == 0 || leaving.Exists(static way => IsSure(way.Rule)), "R5", path, $"Only what may never happen leads out of '{state}': add a command, or an event on a clock.");
        }
    }

    // Somebody acts, a clock or an answer comes for certain, a child or a pool answers.
    private static bool IsSure(CaseRule rule) => rule.Command is not null || rule.Event!.On is { Due: not null } or { Asked: not null } or { Child: not null } or { Assigned: not null } || (rule.Event.On.Begun && rule.If is null);

    private static void Order(CaseUnderCheck type)
    {
        var events = type.Rules.Where(static rule => rule.Event is not null).ToList();
        for (var i = 0; i < events.Count; i++)
        {
            var (later, before) = (events[i], events.Take(i).Where(other => other.Event!.On == events[i].Event!.On).ToList());
            string[] taken = [.. later.From.Where(state => before.Exists(other => other.If is null && other.From.Contains(state)))];
            type.Holds(taken.Length == 0, "G4", later.Path, $"In {CheckRun.Join(taken)} an earlier event of the same trigger always acts, so this one never does: put this one first, or give the earlier one an 'if'.");
            var isAgain = later is { Event.On.Begun: true, To: { } to } && events.Exists(other => other.Event!.On.Begun && other.From.Contains(to));
            type.Holds(!isAgain, "G5", later.Path, $"It leads to '{later.To}', where a case that began would go on by itself: nobody would come between. Join the two events.");
        }
    }

    private static void Child(CaseUnderCheck type, CaseGraph graph, EffectSpec effect, string to, string path)
    {
        var isOver = graph.From(to, way => way.Rule.Event?.On is not { Child: { } child, Reached: { } state } || child != effect.As || !type.IsChildEnd(child, state)).Where(type.IsEnd).ToList();
        type.Holds(isOver.Count == 0, "G8", path, $"The case can come to {CheckRun.Join(isOver)} while its child '{effect.As}' goes on: say \"outlives\": true, or let only the child's ends lead there.");
    }
}
