using System.Collections.Immutable;
using CityActors.Packs.Format;

namespace CityActors.Packs.Checks;

/// <summary>Clocks, asks and children of a type of case: whoever waits has a limit or says why not (K1), clocks that run out are heard (K3), run at all (K5) and leave time for answers (K6), and answers are heard (K7).</summary>
internal static class CaseClockChecks
{
    public static void Run(CaseUnderCheck type, CaseGraph graph)
    {
        foreach (var state in graph.Reached.Where(state => !type.IsEnd(state)))
        {
            var isLive = graph.In(state).Any(static one => one.What != Live.Paused);
            type.Holds(isLive || type.Spec.States[state].Waits is not null, "K1", $"$.states.{state}", $"In '{state}' no clock runs and nobody is asked, so it may be forgotten: start a clock, or say in 'waits' what it waits for.");
        }

        foreach (var (name, clock) in type.Spec.Clocks)
        {
            Clock(type, graph, name, clock);
        }

        Pauses(type, graph);
        foreach (var ask in type.Asks)
        {
            foreach (var (effect, path, isOfTrait) in ask.Where(static one => !one.IsOfTrait))
            {
                Heard(type, graph, ask.Key, effect, path);
            }
        }

        foreach (var way in graph.Ways)
        {
            foreach (var (effect, path, _) in way.Rule.Effects.Where(static one => one.Effect is { Ask: not null, Within: not null }))
            {
                Within(type, graph.After(way), effect, path);
            }
        }

        Children(type, graph);
    }

    private static void Clock(CaseUnderCheck type, CaseGraph graph, string name, ClockSpec clock)
    {
        var path = $"$.clocks.{name}";
        if (!type.Effects.Any(one => one.Effect.Start == name || (one.Effect.Resume == name && one.Effect.Or == "start")))
        {
            type.Holds(holds: false, "K5", path, $"Nothing starts '{name}', so it never runs out: start it, or take it out.");
            return;
        }

        string[] unheard = [.. graph.Reached.Where(state => !type.IsEnd(state) && graph.In(state).Contains((Live.Running, name)) && !type.Rules.Any(rule => rule.Event?.On.Due == name && rule.From.Contains(state)))];
        type.Holds(clock.Desk || unheard.Length == 0, "K3", path, $"'{name}' can run out in {CheckRun.Join(unheard)}, and nothing follows: add an event on it, stop it on the way there, or put it before those who supervise with \"desk\": true.");
    }

    private static void Pauses(CaseUnderCheck type, CaseGraph graph)
    {
        var can = new SortedDictionary<(string Path, string Verb, string Clock), bool>();
        foreach (var way in graph.Ways)
        {
            graph.After(way, (effect, path, before) =>
            {
                if (effect.Pause is { } pause && type.Spec.Clocks.ContainsKey(pause))
                {
                    can[(path, "pause", pause)] = can.GetValueOrDefault((path, "pause", pause)) || before.Contains((Live.Running, pause));
                    var goesOn = graph.From(way.To);
                    var isEnded = graph.Ways.Any(next => goesOn.Contains(next.From) && next.Rule.Effects.Any(one => one.Effect.Resume == pause || one.Effect.Stop == pause || one.Effect.Start == pause));
                    can[(path, "end", pause)] = can.GetValueOrDefault((path, "end", pause)) || isEnded;
                }

                if (effect is { Resume: { } resume, Or: null } && type.Spec.Clocks.ContainsKey(resume))
                {
                    can[(path, "resume", resume)] = can.GetValueOrDefault((path, "resume", resume)) || before.Contains((Live.Paused, resume));
                }
            });
        }

        foreach (var (path, verb, clock) in can.Where(static one => !one.Value).Select(static one => one.Key))
        {
            type.Holds(holds: false, "K2", path, verb switch
            {
                "pause" => $"'{clock}' never runs where this pauses it: take it out, or start the clock before.",
                "resume" => $"'{clock}' is never paused where this resumes it: start it, or add \"or\": \"start\".",
                _ => $"'{clock}' is paused and on no way from there resumed or stopped: stop it, or resume it later.",
            });
        }
    }

    private static void Heard(CaseUnderCheck type, CaseGraph graph, string name, EffectSpec effect, string path)
    {
        foreach (var answer in effect.Within is null ? [AskAnswer.Yes, AskAnswer.No] : Enum.GetValues<AskAnswer>())
        {
            string[] deaf = [.. graph.Reached.Where(state => graph.In(state).Contains((Live.Asked, name)) && !type.Rules.Any(rule => rule.Event?.On is { } on && on.Asked == name && on.Answer == answer && rule.From.Contains(state)))];
            type.Holds(deaf.Length == 0, "K7", path, $"Nobody hears the answer '{Word(answer)}' to '{name}' in {CheckRun.Join(deaf)}: add an event on it.");
        }
    }

    private static string Word(AskAnswer answer) => answer switch { AskAnswer.Yes => "yes", AskAnswer.No => "no", _ => "late" };

    private static void Within(CaseUnderCheck type, ImmutableHashSet<(Live What, string Name)> after, EffectSpec ask, string path)
    {
        foreach (var (name, clock) in type.Spec.Clocks.Where(clock => after.Contains((Live.Running, clock.Key))))
        {
            var isShort = Span.Parse(clock.Limit?.Text) is { } limit && Span.Parse(ask.Within?.Text) is { } within && Counted(limit) == Counted(within) && LengthOf(limit) < LengthOf(within);
            type.Holds(!isShort, "K6", path, $"The answer may take {ask.Within}, but '{name}' runs out after {clock.Limit}: pause the clock, or ask for an answer sooner.");
        }
    }

    // Urgent hours are all hours.
    private static SpanHours Counted(Span span) => span.Hours == SpanHours.Urgent ? SpanHours.All : span.Hours;

    // A working day is eight working hours.
    private static TimeSpan LengthOf(Span span) => span.Unit == "working-days" ? TimeSpan.FromHours(8 * span.Amount) : span.Length;

    private static void Children(CaseUnderCheck type, CaseGraph graph)
    {
        foreach (var child in type.Children.Where(static child => child.All(static one => one is { IsOfTrait: false, Effect.Outlives: false })))
        {
            string[] states = [.. graph.Reached.Where(state => graph.In(state).Contains((Live.Child, child.Key)))];
            foreach (var end in child.SelectMany(one => type.StatesOfType(one.Effect.Open!)?.Ends ?? []).Distinct(StringComparer.Ordinal))
            {
                string[] deaf = [.. states.Where(state => !type.IsEnd(state) && !type.Rules.Any(rule => rule.Event?.On is { } on && on.Child == child.Key && on.Reached == end && rule.From.Contains(state)))];
                type.Holds(deaf.Length == 0, "K7", child.First().Path, $"Nobody hears that the child '{child.Key}' came to its end '{end}' in {CheckRun.Join(deaf)}: add an event on it, or say \"outlives\": true.");
            }
        }
    }
}
