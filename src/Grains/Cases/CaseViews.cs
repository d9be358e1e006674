using CityActors.Packs;
using CityActors.Packs.Format;
using CityActors.WorkOrders;

namespace CityActors.Cases;

/// <summary>A case as it is shown. Pure.</summary>
internal static class CaseViews
{
    /// <summary>The case as lists and feeds show it.</summary>
    public static CaseSummary Summary(CaseProgram program, CaseState state)
    {
        var due = OrderClock.NextDue([.. state.Clocks.Where(static clock => Warnings.Of(clock.Name) is null)]);
        return new()
        {
            Id = state.Id,
            Type = state.Terms!.Type,
            Pack = state.Terms.Pack,
            PackVersion = state.Terms.Version,
            Privacy = (CasePrivacy)program.Spec.Class,
            Status = state.Status,
            Ending = program.Spec.States[state.Status].End ?? "",
            Area = state.Area,
            Unit = state.Unit,
            BegunAt = state.BegunAt,
            ChangedAt = state.ChangedAt,
            EndedAt = state.EndedAt,
            DueAt = due?.DueAt,
            DueClock = due?.Name ?? "",
            Overdue = state.Overdue,
            IsEscalated = state.IsEscalated,
            Exempt = state.Exempt,
            Holders = state.Holders,
            Version = state.Version,
            Parent = state.Parent,
            Late = LateOf(state),
        };
    }

    /// <summary>The clocks that ran out and were not stopped since.</summary>
    public static IReadOnlyList<string> LateOf(CaseState state) => [.. state.Clocks.Where(static clock => clock.IsOverdue).Select(static clock => clock.Name)];

    /// <summary>A line as feeds show it: whom the case concerns is not named.</summary>
    public static CaseStep Step(CaseState state, CaseLine line) => new()
    {
        Version = line.Version,
        At = line.At,
        Actor = state.Parties.FirstOrDefault(party => party.Value.Contains(line.Actor)).Key is { } party ? $"${party}" : line.Actor,
        What = line.What,
        Status = line.Status,
        Subject = line.Subject,
    };

    /// <summary>The case with all that is known of it.</summary>
    public static CaseView Of(CaseProgram program, CaseState state) => new()
    {
        Case = Summary(program, state),
        Name = Word(program.Spec.Name, program.Spec.Case),
        StatusName = Word(program.Spec.States[state.Status].Name, state.Status),
        Fields = [.. state.Fields.Select(field => (Spec: program.Spec.Fields[field.Key], field.Key, field.Value))
            .Select(field => new CaseFieldValue(field.Key, Word(field.Spec.Name, field.Key), (CasePrivacy)(field.Spec.Class ?? program.Spec.Class), field.Value, CaseReaders.Of(state, field.Key, field.Spec)))],
        Parties = state.Parties,
        Asks = [.. state.Asks.Select(ask => new CaseQuestion(ask.Name, ask.Of, ask.Need, ask.Yes, ask.No, state.Clocks.FirstOrDefault(clock => clock.Name == ask.Clock)?.DueAt))],
        Parts = [.. PartsOf(state).Select(static child => new CasePart(child.As, child.Id, child.Type, child.Status, child.HasEnded))],
        Timeline = [.. state.History.Select((line, number) => new CaseEntry
        {
            Step = Step(state, line),
            Actor = line.Actor,
            As = line.As,
            Why = line.Why,
            CommandId = line.CommandId,
            Changed = [.. line.Changes?.Keys ?? line.Beginning?.Fields.Keys ?? []],
            Yes = line.Yes,
            Choice = line.Choice,
            WhyFor = line.Why.Length == 0 ? [] : CaseReaders.OfReason(program, state, line, number == 0 ? "" : state.History[number - 1].Status),
            Part = line.Child?.Id ?? "",
        })],
        Offers = [.. state.Offers.Where(static offer => offer.Until is not null).Select(static offer => new CaseOffered(offer.Name, offer.Who, offer.Until!.Value))],
    };

    // A later part takes the place of an ended one of its name, and the history has them all.
    private static IEnumerable<CaseChild> PartsOf(CaseState state)
    {
        var parts = new OrderedDictionary<string, CaseChild>(StringComparer.Ordinal);
        foreach (var child in state.History.SelectMany(static line => line.Child is { } told ? line.Opened.Append(told) : line.Opened).Concat(state.Children))
        {
            parts[child.Id] = child;
        }

        return parts.Values;
    }

    /// <summary>What people call something.</summary>
    public static CaseWord Word(LocalText text, string otherwise) => new(text.En ?? otherwise, text.Zh ?? otherwise);

    /// <summary>A command's form.</summary>
    public static IReadOnlyList<CaseFormField> FormOf(CaseCommandSpec command) =>
        [.. command.Form.Select(static form => new CaseFormField(form.Field, form.Act.ToString().ToLowerInvariant(), !form.Optional))];
}
