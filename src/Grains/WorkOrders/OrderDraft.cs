using System.Collections.Immutable;
using CityActors.Alerts;
using CityActors.Cases;
using CityActors.Commits;
using CityActors.Deadlines;
using CityActors.Facts;

namespace CityActors.WorkOrders;

/// <summary>An order in the middle of a decision: its type decides, each line of its case becomes a line of the order, and brings the facts that follow.</summary>
internal sealed class OrderDraft
{
    private const string Reporters = "reporters";
    private static readonly ImmutableSortedDictionary<string, IReadOnlyList<string>> nobody = ImmutableSortedDictionary.Create<string, IReadOnlyList<string>>(StringComparer.Ordinal);
    private readonly string id;
    private readonly WorkOrder before;
    private readonly ICaseTypes types;
    private readonly WorkCalendar calendar;
    private readonly List<CityFact> facts = [];
    private readonly bool isAdopted;
    private CaseProgram? program;
    private CaseDraft? draft;
    private int taken;

    /// <summary>Opens an order.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="before">The order before the decision; it stays as it is.</param>
    /// <param name="types">The types of case.</param>
    /// <param name="calendar">The working time that its clocks count.</param>
    /// <param name="at">When, UTC.</param>
    /// <param name="actor">Who acts, or empty.</param>
    public OrderDraft(string id, WorkOrder before, ICaseTypes types, WorkCalendar calendar, DateTimeOffset at, string actor = "")
    {
        (this.id, this.before, this.types, this.calendar, Order) = (id, before, types, calendar, before);
        if (before.Case is { } known)
        {
            Open(types.Of(known.Terms!), known with { Parties = WhomOf(before, actor) }, at);
        }
        else if (before.Summary is not null)
        {
            // From before orders had a type: one line says by which it is judged from now on.
            isAdopted = true;
            var adopted = OrderAdoption.Of(types.OfOrders(before.Summary.Cell, at), before) with { Parties = WhomOf(before, actor) };
            Open(types.Of(adopted.Terms!), adopted, at);
            draft!.Add(OrderAdoption.Line(adopted));
            Take(default);
        }
    }

    /// <summary>The order as it is now.</summary>
    public WorkOrder Order { get; private set; }

    /// <summary>The order's type.</summary>
    public CaseProgram Program => program!;

    /// <summary>Everything decided so far; an order without a new line did not change, and that it was adopted is only noted with one.</summary>
    public Decision<WorkOrder> Decision => draft is null || draft.Changes.Count == (isAdopted ? 1 : 0)
        ? Commits.Decision.None(before)
        : Commits.Decision.To(Order with { Case = draft.Case with { Parties = nobody } }, facts);

    /// <summary>Begins an order of a category with its first report; where that files itself, it is filed.</summary>
    /// <exception cref="CalendarYearMissingException">A clock would run into a year whose holidays are not known.</exception>
    public void Begin(Category category, OrderReport report)
    {
        var terms = OrderTerms.Of(category);
        Order = before with { Terms = terms };
        Open(types.OfOrders(report.Cell, report.At), new CaseState(), report.At, report.Cell);
        draft!.Begin(id, types.TermsOf(Program, terms, report.Cell, report.At), OrderProjection.BeginningOf(report));
        Take(new OrderCause(report));
    }

    /// <summary>Catches up to a time, or to the last line where that was later: time never runs back within an order.</summary>
    /// <returns>The time of the next line.</returns>
    /// <exception cref="CalendarYearMissingException">A clock would run into a year whose holidays are not known.</exception>
    public DateTimeOffset PassTo(DateTimeOffset time)
    {
        var at = draft!.PassTo(time);
        Take(default);
        return at;
    }

    /// <summary>Lets a command act, or says why it does not.</summary>
    /// <param name="command">The command.</param>
    /// <param name="at">The time of its lines.</param>
    /// <exception cref="CalendarYearMissingException">A clock would run into a year whose holidays are not known.</exception>
    public Refusal? Act(WorkOrderCommand command, DateTimeOffset at)
    {
        var refusal = CaseRules.Act(Program, draft!, OrderCommands.Of(Program, command, at), at);
        Take(new OrderCause(Command: command));
        return refusal;
    }

    /// <summary>Opens an order again that has ended, as its type says.</summary>
    /// <param name="report">Because of which report.</param>
    /// <param name="at">The time of the line.</param>
    /// <param name="why">Why, where the report alone does not say it; or null.</param>
    /// <exception cref="CalendarYearMissingException">A clock would run into a year whose holidays are not known.</exception>
    public void Reopen(OrderReport report, DateTimeOffset at, string? why = null)
    {
        // No name here: the report's own line has it.
        draft!.Follow(CaseTrigger.Reported, draft.Next(at, OrderEvents.ReportAdded) with { CommandId = report.Id, Subject = report.Id, Changes = OrderProjection.ChannelOf("report-channel", report) });
        Take(new OrderCause(report, Why: why));
    }

    /// <summary>Notes a further report.</summary>
    public void Note(OrderReport report, DateTimeOffset at, string why = "")
    {
        draft!.Add(draft.Next(at, OrderEvents.ReportAdded) with { Trigger = CaseTrigger.Reported, Actor = report.Reporter, Why = why, CommandId = report.Id, Subject = report.Id });
        Take(new OrderCause(report));
    }

    /// <summary>Notes that an alert behind the order ended.</summary>
    public void Note(WorkOrderCommand.AlertEnded ended, DateTimeOffset at)
    {
        draft!.Add(EndOf(ended, at) with { Trigger = CaseTrigger.AlertEnded });
        Take(default);
    }

    /// <summary>Lets happen what the type says of an alert that ended, if it says anything.</summary>
    /// <param name="ended">The alert's end.</param>
    /// <param name="at">The time of the line.</param>
    /// <param name="isLast">Whether there is none behind the order any more that goes on.</param>
    public void Follow(WorkOrderCommand.AlertEnded ended, DateTimeOffset at, bool isLast)
    {
        draft!.Follow(CaseTrigger.AlertEnded, EndOf(ended, at) with { Changes = OrderProjection.Flags(("false-alarm", ended.IsFalseAlarm), ("last-alert", isLast)) });
        Take(default);
    }

    /// <summary>Notes a picture.</summary>
    public void Note(OrderAttachment attachment, DateTimeOffset at)
    {
        draft!.Add(draft.Next(at, OrderEvents.Attached) with { Actor = attachment.Actor, Subject = attachment.Hash });
        Take(default);
    }

    // As many as an expression looks at, and whoever acts among them: of a thousand reporters it matters to a command whether there are any, and whether the actor is one.
    private static ImmutableSortedDictionary<string, IReadOnlyList<string>> WhomOf(WorkOrder order, string actor)
    {
        if (order.Reporters.IsEmpty)
        {
            return nobody;
        }

        var shown = order.Reporters.Count <= Packs.Cases.CaseScope.MostParties ? order.Reporters : order.Reporters.Contains(actor) ? [actor] : (IEnumerable<string>)[order.Reporters[0]];
        return nobody.Add(Reporters, [.. shown]);
    }

    private CaseLine EndOf(WorkOrderCommand.AlertEnded ended, DateTimeOffset at) =>
        draft!.Next(at, OrderEvents.AlertEnded) with { Actor = ended.Actor, Why = ended.Reason, Subject = ended.Alert, CommandId = ended.CommandId, Source = ended.Source };

    private void Open(CaseProgram type, CaseState state, DateTimeOffset at, string? area = null) =>
        (program, draft) = (type, new CaseDraft(type, state, calendar, types.CityOf(type, area ?? state.Area, at)));

    private void Take(OrderCause cause)
    {
        for (; taken < draft!.Changes.Count; taken++)
        {
            var change = draft.Changes[taken];
            var (last, entry) = (Order, OrderProjection.EntryOf(Program, change, Order, cause));
            Order = OrderFold.Apply(id, last, entry, change.After);
            facts.AddRange(OrderFacts.Of(id, last, Order, entry));
        }
    }
}
