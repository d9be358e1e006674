using CityActors.Packs.Format;

namespace CityActors.Packs.Checks;

/// <summary>Commands and events of a type of case: that each says in which states, by whom and on what (S1), with names of the type (N1).</summary>
internal static class CaseRuleChecks
{
    public static void Run(CaseUnderCheck type)
    {
        foreach (var rule in type.Rules.Where(static rule => !rule.IsOfTrait))
        {
            var from = rule.Command?.From ?? rule.Event!.From;
            type.Holds(from.Count > 0, "S1", rule.At(".from"), "Say in which states it may happen, or \"open\" for all that are no end.");
            type.States(from, rule.At(".from"));
            if (rule.To is { } to)
            {
                type.State(to, rule.At(".to"));
            }

            if (rule.Event is { On.Reported: true } again)
            {
                type.Holds(again.From.Count > 0 && again.From.All(type.IsEnd), "S1", rule.At(".from"), "What a new report brings about is 'from' ends: while a case goes on, a report is only added to it.");
            }

            if (rule.Command is { } command)
            {
                Command(type, command, rule.Path);
            }
            else
            {
                Trigger(type, rule.Event!.On, rule.Path);
                Offered(type, rule);
                type.Holds(!rule.Event.On.Begun || rule.From.Count == 0 || rule.From.Any(state => type.Spec.States[state].Start), "S1", rule.At(".from"), "A case begins in its start, so what happens as it begins is 'from' there.");
            }
        }
    }

    private static void Command(CaseUnderCheck type, CaseCommandSpec command, string path)
    {
        type.Holds(command.By.Count > 0, "S1", $"{path}.by", "Nobody may do it: name roles, or parties and holders with a dollar sign.");
        type.Who(command.By, $"{path}.by");
        type.Holds(NameChecks.IsName(command.Code), "S1", $"{path}.code", $"'{command.Code}' is no code of a refusal: use lower-case letters, digits and hyphens.");
        for (var i = 0; i < command.Must.Count; i++)
        {
            type.Holds(NameChecks.IsName(command.Must[i].Code), "S1", $"{path}.must[{i}].code", $"'{command.Must[i].Code}' is no code of a refusal: use lower-case letters, digits and hyphens.");
        }

        for (var i = 0; i < command.Form.Count; i++)
        {
            Form(type, command.Form[i], $"{path}.form[{i}]");
            type.Holds(!command.Form.Take(i).Any(before => before.Field == command.Form[i].Field), "N2", $"{path}.form[{i}]", $"The form asks for '{command.Form[i].Field}' twice: take one out.");
        }
    }

    private static void Form(CaseUnderCheck type, FormSpec form, string path)
    {
        if (!type.Full.Fields.TryGetValue(form.Field, out var field))
        {
            type.Knows(isKnown: false, $"{path}.field", "field", form.Field, type.Full.Fields.Keys);
            return;
        }

        var isList = field.Is == "list" || field.Is.StartsWith("list:", StringComparison.Ordinal);
        type.Holds(form.Act == FormAct.Set || isList, "T2", $"{path}.act", $"'{form.Field}' is no list, so no row of it can be added or ticked: leave 'act' out.");
        type.Holds(form.Else is null || (form.Act == FormAct.Set && !isList && field.Is != "file"), "S1", $"{path}.else", "Only a single value that a form sets can have one that stands for it: leave 'else' out.");
        type.Holds(form.Else is null || !form.Optional, "S1", $"{path}.optional", "What has an 'else' may be left out anyway: leave 'optional' out.");
        type.Holds(form.Act == FormAct.Tick == form.Flag is not null, "S1", path, form.Flag is null ? "Say in 'flag' which flag of the rows is ticked." : "Only \"act\": \"tick\" has a 'flag'.");
        type.Holds(form.Flag is null || field.Of.GetValueOrDefault(form.Flag) == "flag", "N1", $"{path}.flag", $"The rows of '{form.Field}' have no flag '{form.Flag}'; their flags are {CheckRun.Join(field.Of.Where(static row => row.Value == "flag").Select(static row => row.Key))}.");
    }

    // Who is asked has not answered: what would choose, let go or seat somebody for the same place comes with the answer.
    private static void Offered(CaseUnderCheck type, CaseRule rule)
    {
        if (rule.Event!.On.Offered is not { } holder)
        {
            return;
        }

        type.Holds(type.Offers(holder), "S1", rule.At(".on"), $"Nobody is asked first as '{holder}', because its pool has no 'offer': give it one, or take the event out.");
        foreach (var (effect, path, _) in rule.Effects.Where(one => one.Effect.Assign == holder || one.Effect.Release == holder || one.Effect.Seat == holder || one.Effect.Sign == holder || one.Effect.Of.Contains($"${holder}")))
        {
            type.Holds(holds: false, "S1", path, $"'{holder}' is offered, and whoever is asked has not answered: leave '{effect.Verbs.First()}' to the events on 'assigned' and 'nobody'.");
        }
    }

    private static void Trigger(CaseUnderCheck type, TriggerSpec on, string path)
    {
        (string Kind, bool IsGiven)[] all = [("due", on.Due is not null), ("warn", on.Warn is not null), ("assigned", on.Assigned is not null), ("offered", on.Offered is not null), ("nobody", on.Nobody is not null), ("asked", on.Asked is not null), ("child", on.Child is not null), ("begun", on.Begun), ("alert-ended", on.AlertEnded), ("reported", on.Reported)];
        string[] kinds = [.. all.Where(static one => one.IsGiven).Select(static one => one.Kind)];
        type.Holds(kinds.Length == 1, "S1", $"{path}.on", kinds.Length == 0 ? "Say what brings it: one of due, warn, assigned, offered, nobody, asked, child, begun, alert-ended and reported." : $"It has {string.Join(" and ", kinds)}; one thing brings an event. Write two events.");
        type.Holds(on.Asked is null == on.Answer is null, "S1", $"{path}.on", "'asked' and 'answer' stand together: which ask, and whether the answer is yes, no or late.");
        type.Holds(on.Child is null == on.Reached is null, "S1", $"{path}.on", "'child' and 'reached' stand together: which child, and the state that it reached.");
        type.Holds(!on.AlertEnded || type.Spec.Grain == CaseGrain.WorkOrder, "S1", $"{path}.on", "Only work orders have alerts behind them.");
        type.Holds(!on.Reported || type.Spec.Grain == CaseGrain.WorkOrder, "S1", $"{path}.on", "Only work orders are reported by many.");
        type.Knows(on.Due is null || type.Spec.Clocks.ContainsKey(on.Due), $"{path}.on.due", "clock", on.Due ?? "", type.Spec.Clocks.Keys);
        type.Knows(on.Warn is null || type.Spec.Clocks.ContainsKey(on.Warn), $"{path}.on.warn", "clock", on.Warn ?? "", type.Spec.Clocks.Keys);
        type.Holds(on.Warn is null || !type.Spec.Clocks.TryGetValue(on.Warn, out var clock) || clock.Warn is not null, "S1", $"{path}.on", $"The clock '{on.Warn}' never warns: give it a 'warn', or take the event out.");
        type.Knows(on.Assigned is null || type.Spec.Holders.ContainsKey(on.Assigned), $"{path}.on.assigned", "holder", on.Assigned ?? "", type.Spec.Holders.Keys);
        type.Knows(on.Offered is null || type.Spec.Holders.ContainsKey(on.Offered), $"{path}.on.offered", "holder", on.Offered ?? "", type.Spec.Holders.Keys);
        type.Knows(on.Nobody is null || type.Spec.Holders.ContainsKey(on.Nobody), $"{path}.on.nobody", "holder", on.Nobody ?? "", type.Spec.Holders.Keys);
        if (on.Asked is { } ask)
        {
            type.Knows(type.Asks.Contains(ask), $"{path}.on.asked", "ask", ask, type.Asks.Select(static one => one.Key));
            type.Holds(on.Answer != AskAnswer.Late || !type.Asks.Contains(ask) || type.Asks[ask].Any(static one => one.Effect.Within is not null), "S1", $"{path}.on", $"The ask '{ask}' has no 'within', so it is never late: give it one, or take the event out.");
        }

        if (on.Child is { } child)
        {
            type.Knows(type.Children.Contains(child), $"{path}.on.child", "child", child, type.Children.Select(static one => one.Key));
            var states = type.Children[child].Select(one => type.StatesOfType(one.Effect.Open!)).ToList();
            if (states.Count > 0 && states.All(static known => known is not null))
            {
                type.Knows(on.Reached is null or CaseSpec.NotBegun || states.Any(known => known!.Value.States.Contains(on.Reached)), $"{path}.on.reached", $"state of the child '{child}'", on.Reached ?? "", states.SelectMany(static known => known!.Value.States).Append(CaseSpec.NotBegun));
            }
        }
    }
}
