using CityActors.Packs.Format;

namespace CityActors.Packs.Cases;

/// <summary>Writes the traits of a type of case out as the fields, commands and events that they stand for. They come after those of the file.</summary>
public static class CaseTraits
{
    private static readonly LocalText until = Text("Until", "挂账至");
    private static readonly LocalText stars = Text("Stars", "评分");
    private static readonly LocalText satisfied = Text("Content", "是否满意");
    private static readonly LocalText unit = Text("Unit", "承办单位");

    /// <summary>The type without traits.</summary>
    public static CaseSpec Expand(CaseSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var more = new More(spec);
        Note(more, spec.With.Note);
        Extension(more, spec.With.Extension);
        Suspension(more, spec.With.Suspension);
        Escalation(more, spec.With.Escalation);
        Transfer(more, spec.With.Transfer);
        Withdrawal(more, spec.With.Withdrawal);
        Reopening(more, spec.With.Reopening);
        Revisit(more, spec.With.Revisit);
        Appeal(more, spec.With.Appeal);
        Rating(more, spec.With.Rating);
        return spec with { Fields = more.Fields, Commands = [.. spec.Commands, .. more.Commands], Events = [.. spec.Events, .. more.Events], With = new() };
    }

    private static void Note(More more, NoteTrait? trait)
    {
        if (trait is not null)
        {
            more.Command("note", "noted", [.. more.All, .. more.Ends], more.Who(trait.By), Text("Note", "备注"));
        }
    }

    private static void Extension(More more, ExtensionTrait? trait)
    {
        if (trait is null)
        {
            return;
        }

        var guard = $"(case.clock.{trait.Clock} == \"running\" or case.clock.{trait.Clock} == \"paused\") and count(case.lines where what == \"extended\") < {trait.Most}";
        EffectSpec longer = new() { Extend = trait.Clock, By = trait.By };
        var from = trait.From.Count > 0 ? trait.From : more.All;
        if (trait.Consent is null)
        {
            more.Command("extend", "extended", from, more.Who(trait.Who), Text("Extend", "延期"), guard, "not-extended", [longer]);
            return;
        }

        guard += " and count(case.lines where what == \"extension-asked\") == count(case.lines where what == \"extended\" or what == \"extension-refused\")";
        more.Command("extend", "extension-asked", from, more.Who(trait.Who), Text("Ask for more time", "申请延期"), guard, "not-extended",
            [new() { Ask = "extension", Of = [trait.Consent], Need = new(null, "all"), Within = new(null, "3 natural-days") }]);
        more.Event(new() { Asked = "extension", Answer = AskAnswer.Yes }, "extended", more.All, [longer]);
        more.Event(new() { Asked = "extension", Answer = AskAnswer.No }, "extension-refused", more.All);
        more.Event(new() { Asked = "extension", Answer = AskAnswer.Late }, "extension-refused", more.All);
    }

    private static void Suspension(More more, SuspensionTrait? trait)
    {
        if (trait is null)
        {
            return;
        }

        more.Fields["until"] = new() { Is = "instant", Need = "never", Name = until };
        MustSpec[] must =
        [
            new() { That = $"count(case.lines where what == \"suspended\") < {trait.Most}", Code = "suspended-before", Text = Text("It was put off before, as often as may be.", "挂账次数已达上限，不得再次挂账。") },
            new() { That = $"until > at and until <= at + {trait.Longest?.Text ?? "365 natural-days"}", Code = "suspension-length", Text = Text($"It must end in the future, within {trait.Longest?.Text ?? "365 natural-days"}.", "挂账期限须晚于当前时间，且不得超过最长期限。") },
        ];
        more.Command("suspend", "suspended", trait.From, more.Who(trait.Who), Text("Suspend", "挂账"), must: must, then:
            [.. Only(trait.Pauses, static clock => new() { Pause = clock }), new() { Start = trait.Clock }, .. Only(trait.Releases, static holder => new() { Release = holder })], to: trait.To, form: [new() { Field = "until" }]);
        EffectSpec[] back = [new() { Stop = trait.Clock }, .. Only(trait.Pauses, static clock => new() { Resume = clock }), .. Only(trait.Releases, static holder => new() { Assign = holder })];
        more.Command("resume", "resumed", [trait.To], more.Who(trait.Who), Text("Resume", "恢复"), then: back, to: trait.Back, needsReason: false);
        more.Event(new() { Due = trait.Clock }, "resumed", [trait.To], back, trait.Back);
    }

    private static void Escalation(More more, EscalationTrait? trait)
    {
        if (trait is not null)
        {
            more.Command("escalate", "escalated", trait.From.Count > 0 ? trait.From : more.All, more.Who(trait.Who), Text("Escalate", "督办"), "not case.escalated", "already-escalated");
        }
    }

    private static void Transfer(More more, TransferTrait? trait)
    {
        if (trait is not null)
        {
            more.Fields["to-unit"] = new() { Is = "ref:unit", Need = "never", Name = unit };
            more.Command("transfer", "transferred", more.All, trait.By, Text("Transfer", "移交"), "to-unit != case.unit", "same-unit", [new() { Hand = "unit", To = "to-unit" }], form: [new() { Field = "to-unit" }]);
        }
    }

    private static void Withdrawal(More more, WithdrawalTrait? trait)
    {
        if (trait is not null)
        {
            more.Command("withdraw", "withdrawn", trait.From, trait.By, Text("Withdraw", "撤回"), to: trait.To, needsReason: false);
        }
    }

    private static void Reopening(More more, ReopeningTrait? trait)
    {
        if (trait is not null)
        {
            more.Command("reopen", "reopened", trait.From, more.Who(trait.Who), trait.Name ?? Text("Reopen", "重新办理"), then:
                [.. Only(trait.Starts, static clock => new() { Start = clock }), .. Only(trait.Assigns, static holder => new() { Assign = holder })], to: trait.To, again: true);
        }
    }

    private static void Revisit(More more, RevisitTrait? trait)
    {
        if (trait is null)
        {
            return;
        }

        more.Fields["satisfied"] = new() { Is = "flag", Need = "never", Name = satisfied };
        FormSpec[] form = [new() { Field = "satisfied" }];
        MustSpec[] must = [new() { That = "count(case.lines where what == \"revisited\") < 10", Code = "revisited-before", Text = Text("People were asked 10 times already whether they are content.", "该事项已回访10次，不再重复回访。") }];
        more.Command("revisit", "revisited", trait.From, more.Who(trait.Who), Text("Revisit", "回访"), "satisfied", must: must, form: form, needsReason: false);
        more.Command("revisit", "reopened", trait.From, more.Who(trait.Who), Text("Revisit", "回访"), then:
            [.. Only(trait.Starts, static clock => new() { Start = clock }), .. Only(trait.Assigns, static holder => new() { Assign = holder })], to: trait.To, form: form, again: true);
    }

    private static void Appeal(More more, AppealTrait? trait)
    {
        if (trait is null)
        {
            return;
        }

        more.Command("appeal", "appealed", trait.From, more.Who(trait.Who), Text("Appeal", "申诉"), "count(case.lines where what == \"appealed\") < 1", "appealed-before",
            [new() { Ask = "appeal", Of = trait.By, Need = new(trait.Need, null), Within = new(null, "30 natural-days") }]);
        more.Event(new() { Asked = "appeal", Answer = AskAnswer.Yes }, "appeal-granted", trait.From, [new() { Exempt = "appeal" }]);
        more.Event(new() { Asked = "appeal", Answer = AskAnswer.No }, "appeal-refused", trait.From);
        more.Event(new() { Asked = "appeal", Answer = AskAnswer.Late }, "appeal-refused", trait.From);
    }

    private static void Rating(More more, RatingTrait? trait)
    {
        if (trait is not null)
        {
            more.Fields["stars"] = new() { Is = "whole", Need = "never", Name = stars };
            more.Command("rate", "rated", trait.Ends, [trait.By], Text("Rate", "评价"), "between(stars, 1, 5) and count(case.lines where what == \"rated\" and actor == $me) < 1", "not-rated", form: [new() { Field = "stars" }], needsReason: false);
        }
    }

    private static IEnumerable<EffectSpec> Only(string? name, Func<string, EffectSpec> effect) => name is null ? [] : [effect(name)];

    private static LocalText Text(string english, string chinese) => new() { En = english, Zh = chinese };

    /// <summary>What traits add to a type.</summary>
    private sealed class More(CaseSpec spec)
    {
        public SortedDictionary<string, FieldSpec> Fields { get; } = new(spec.Fields, StringComparer.Ordinal);

        public List<CaseCommandSpec> Commands { get; } = [];

        public List<CaseEventSpec> Events { get; } = [];

        /// <summary>All states that are no end.</summary>
        public IReadOnlyList<string> All { get; } = [.. spec.States.Where(static state => state.Value.End is null).Select(static state => state.Key)];

        /// <summary>All ends.</summary>
        public IReadOnlyList<string> Ends { get; } = [.. spec.States.Where(static state => state.Value.End is not null).Select(static state => state.Key)];

        /// <summary>Who is named, or whoever may do anything.</summary>
        public IReadOnlyList<string> Who(IReadOnlyList<string> named) => named.Count > 0 ? named : [.. spec.Commands.SelectMany(static command => command.By).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

        public void Command(
            string name, string says, IReadOnlyList<string> from, IReadOnlyList<string> by, LocalText text, string? guard = null, string code = "guard", IReadOnlyList<EffectSpec>? then = null, string? to = null, IReadOnlyList<FormSpec>? form = null, bool needsReason = true, IReadOnlyList<MustSpec>? must = null, bool again = false) =>
            Commands.Add(new() { Do = name, Says = says, From = from, To = to, By = by, If = guard, Code = code, Must = must ?? [], Again = again, Form = form ?? [], Reason = needsReason, Then = then ?? [], Name = text });

        public void Event(TriggerSpec on, string says, IReadOnlyList<string> from, IReadOnlyList<EffectSpec>? then = null, string? to = null) =>
            Events.Add(new() { On = on, Says = says, From = from, To = to, Then = then ?? [] });
    }
}
