using CityActors.Packs.Format;

namespace CityActors.Packs.Checks;

/// <summary>Traits of a type of case: that they name what it has (N1), and say how often and how long (S1, T2).</summary>
internal static class CaseTraitChecks
{
    private const int MostOften = 100;

    public static void Run(CheckRun run, CaseUnderCheck type)
    {
        var with = type.Spec.With;
        type.Who(with.Note?.By ?? [], "$.with.note.by");
        type.States(with.Escalation?.From ?? [], "$.with.escalation.from");
        type.Who(with.Escalation?.Who ?? [], "$.with.escalation.who");
        type.Holds(with.Transfer is null or { By.Count: > 0 }, "S1", "$.with.transfer.by", "Nobody may hand it on: name roles, parties or holders.");
        type.Who(with.Transfer?.By ?? [], "$.with.transfer.by");
        Extension(run, type, with.Extension);
        Suspension(type, with.Suspension);
        Withdrawal(type, with.Withdrawal);
        if (with.Reopening is { } again)
        {
            GoesOn(type, "$.with.reopening", again.From, again.To, again.Starts, again.Assigns, again.Who);
        }

        if (with.Revisit is { } revisit)
        {
            GoesOn(type, "$.with.revisit", revisit.From, revisit.To, revisit.Starts, revisit.Assigns, revisit.Who);
        }

        if (with.Appeal is { } appeal)
        {
            Ends(type, appeal.From, "$.with.appeal.from");
            type.Who(appeal.Who, "$.with.appeal.who");
            type.Who(appeal.By, "$.with.appeal.by");
            type.Holds(appeal.Need is >= 1 and <= MostOften, "S1", "$.with.appeal.need", "Say how many must grant it, from 1.");
        }

        if (with.Rating is { } rating)
        {
            Ends(type, rating.Ends, "$.with.rating.ends");
            type.Who(rating.By, "$.with.rating.by");
        }
    }

    private static void Extension(CheckRun run, CaseUnderCheck type, ExtensionTrait? trait)
    {
        if (trait is null)
        {
            return;
        }

        Clock(type, trait.Clock, "$.with.extension.clock");
        type.States(trait.From, "$.with.extension.from");
        CaseEffectChecks.More(run, type, trait.Clock, trait.By, "$.with.extension.by");
        type.Holds(trait.Most is >= 1 and <= MostOften, "S1", "$.with.extension.most", "Say how often, from 1.");
        type.Who(trait.Who, "$.with.extension.who");
        if (trait.Consent is { } consent)
        {
            type.Who(consent, "$.with.extension.consent");
        }
    }

    private static void Suspension(CaseUnderCheck type, SuspensionTrait? trait)
    {
        if (trait is null)
        {
            return;
        }

        type.States(trait.From, "$.with.suspension.from");
        type.State(trait.To, "$.with.suspension.to");
        type.State(trait.Back, "$.with.suspension.back");
        Clock(type, trait.Clock, "$.with.suspension.clock");
        type.Holds(!type.Spec.Clocks.TryGetValue(trait.Clock, out var clock) || clock.Until == "until", "S1", "$.with.suspension.clock", $"The suspension asks until when: give the clock '{trait.Clock}' \"until\": \"until\".");
        Clock(type, trait.Pauses, "$.with.suspension.pauses");
        Holder(type, trait.Releases, "$.with.suspension.releases");
        type.Who(trait.Who, "$.with.suspension.who");
        type.Holds(trait.Most is >= 1 and <= MostOften, "S1", "$.with.suspension.most", "Say how often, from 1.");
        type.Holds(trait.Longest is null || Span.Parse(trait.Longest.Value.Text) is { Amount: > 0, Hours: SpanHours.Natural or SpanHours.All }, "T2", "$.with.suspension.longest", "Give the longest time as days of the calendar, for example \"365 natural-days\".");
    }

    private static void Withdrawal(CaseUnderCheck type, WithdrawalTrait? trait)
    {
        if (trait is null)
        {
            return;
        }

        type.States(trait.From, "$.with.withdrawal.from");
        type.State(trait.To, "$.with.withdrawal.to");
        type.Holds(!type.Spec.States.ContainsKey(trait.To) || type.IsEnd(trait.To), "S1", "$.with.withdrawal.to", $"'{trait.To}' is no end: what is taken back is over.");
        type.Holds(trait.By.Count > 0, "S1", "$.with.withdrawal.by", "Nobody may take it back: name parties.");
        type.Who(trait.By, "$.with.withdrawal.by");
    }

    private static void GoesOn(CaseUnderCheck type, string path, IReadOnlyList<string> from, string to, string? starts, string? assigns, IReadOnlyList<string> who)
    {
        Ends(type, from, $"{path}.from");
        type.State(to, $"{path}.to");
        type.Holds(!type.IsEnd(to), "S1", $"{path}.to", $"'{to}' is an end: what is opened again goes on in another state.");
        Clock(type, starts, $"{path}.starts");
        Holder(type, assigns, $"{path}.assigns");
        type.Who(who, $"{path}.who");
    }

    private static void Ends(CaseUnderCheck type, IReadOnlyList<string> ends, string path)
    {
        type.Holds(ends.Count > 0, "S1", path, "Say after which ends.");
        for (var i = 0; i < ends.Count; i++)
        {
            type.State(ends[i], $"{path}[{i}]");
            type.Holds(!type.Spec.States.ContainsKey(ends[i]) || type.IsEnd(ends[i]), "S1", $"{path}[{i}]", $"'{ends[i]}' is no end.");
        }
    }

    private static void Clock(CaseUnderCheck type, string? clock, string path) => type.Knows(clock is null || type.Spec.Clocks.ContainsKey(clock), path, "clock", clock ?? "", type.Spec.Clocks.Keys);

    private static void Holder(CaseUnderCheck type, string? holder, string path) => type.Knows(holder is null || type.Spec.Holders.ContainsKey(holder), path, "holder", holder ?? "", type.Spec.Holders.Keys);
}
