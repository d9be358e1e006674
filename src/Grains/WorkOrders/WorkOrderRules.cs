using CityActors.Alerts;
using CityActors.Cases;
using CityActors.Commits;
using CityActors.Deadlines;
using CityActors.Drill;
using CityActors.Facts;
using CityActors.Texts;
using Microsoft.Extensions.Options;

namespace CityActors.WorkOrders;

/// <summary>The life of an order: reports, commands, others' facts and deadlines lead to lines of history, and lines to facts.</summary>
/// <remarks>
/// A clock runs out exactly when it is due: what happens at that instant or later comes after its overdue line, whichever
/// is processed first. Time never runs backwards within an order: a command stamped before the last line counts as of that line.
/// </remarks>
/// <param name="types">The types of case: that of an order says what may be done when, and where it leads.</param>
/// <param name="catalogue">What may become an order.</param>
/// <param name="calendar">The working time that clocks count.</param>
/// <param name="drill">How fast a drill runs.</param>
internal sealed class WorkOrderRules(ICaseTypes types, Catalogue catalogue, WorkCalendar calendar, IOptions<DrillOptions> drill) : ICityRules<WorkOrder>
{
    private readonly DrillAcceptor desk = new(drill);

    public IReadOnlyList<RowKind<WorkOrder>> RowKinds => OrderLines.Rows;

    /// <summary>Acts on an order; a refused or repeated command leaves it as it is.</summary>
    public (Decision<WorkOrder> Decision, WorkOrderReply Reply) Apply(string id, WorkOrder order, WorkOrderCommand command)
    {
        if (order.Summary is null)
        {
            return (Decision.None(order), new WorkOrderReply(null, OrderRefusals.NotFound(id)));
        }

        if (command.CommandId.Length > 0 && Answered(order, command) is { } answered)
        {
            return (Decision.None(order), answered.Source == command.Source
                ? AsOf(order, answered.Version)
                : new WorkOrderReply(order.Summary, CommandRefusals.IdReused(command.CommandId)));
        }

        return Drafted(DraftOf(id, order, command.At, command.Actor), order, draft => Do(draft, command));
    }

    /// <summary>Adds a picture; one that it has already leaves it as it is.</summary>
    public (Decision<WorkOrder> Decision, WorkOrderReply Reply) Attach(string id, WorkOrder order, OrderAttachment attachment) => order.Summary is not { } summary
        ? (Decision.None(order), new WorkOrderReply(null, OrderRefusals.NotFound(id)))
        : OrderAttachments.Has(order, attachment.Hash)
            ? (Decision.None(order), new WorkOrderReply(summary, null))
            : Drafted(DraftOf(id, order, attachment.At), order, draft => OrderAttachments.Add(draft, attachment));

    /// <summary>What the order would answer to each command that callers may give; changes nothing. Null: there is no such order.</summary>
    public WeighedOrder? Weigh(string id, WorkOrder order, CommandGiver giver) => order.Summary is not { } summary ? null : new WeighedOrder(
        summary.Version,
        [.. PlausibleCommands.Of(order, giver).Select(variants =>
        {
            var weighed = variants.Select(command => new WeighedCommand(command, Apply(id, order, command).Reply.Refusal)).ToArray();
            return Array.Find(weighed, static command => command.Refusal is null) ?? weighed[0];
        })]);

    /// <summary>Begins an order, or adds a report of the same matter; a repeated report leaves it as it is.</summary>
    public (Decision<WorkOrder> Decision, WorkOrderReply Reply) Report(string id, WorkOrder order, OrderReport report)
    {
        if (OrderLines.FindReport(order, report.Id) is { } known)
        {
            if (!report.IsRepeatOf(known.Report!))
            {
                return (Decision.None(order), new WorkOrderReply(order.Summary, OrderRefusals.KeyReused));
            }

            // The answer is that of the report's last line, because the report may also have filed or reopened the order.
            var last = order.History.LastOrDefault(entry => entry.CommandId == known.CommandId && entry.Source is null);
            return (Decision.None(order), AsOf(order, Math.Max(known.Version, last?.Version ?? 0)));
        }

        return Drafted(DraftOf(id, order, report.At), order, draft => OrderReports.Take(draft, report, catalogue));
    }

    public Decision<WorkOrder> React(string key, WorkOrder state, CityFact fact, DateTimeOffset now) => fact switch
    {
        MatterClaimed claimed => Take(key, state, claimed.Report),
        AlertEnded ended => Apply(key, state, ended.Command).Decision, // Refused, it follows the alert no more: whoever does is told, too.
        OrderGivenUp given => Apply(key, state, given.Command).Decision, // Refused, it has nobody to give up.
        ResponderChosen chosen => Obey(key, state, fact, [chosen.Command]),
        DrillStepTaken step => Obey(key, state, fact, step.Commands),
        MatterMerged merged when state.MergedInto == merged.Command.Into => Decision.None(state),
        MatterMerged merged => Obey(key, state, fact, [merged.Command]),
        ReportsHandedOver handed => TakeOver(key, state, handed),
        _ => Decision.None(state),
    };

    public Decision<WorkOrder> Due(string key, WorkOrder state, Deadline deadline, DateTimeOffset now)
    {
        try
        {
            var draft = DraftOf(key, state, deadline.Due);
            draft.PassTo(deadline.Due);
            if (DrillAcceptor.CommandOf(deadline, draft.Order) is { } command)
            {
                _ = Do(draft, command);
            }

            return draft.Decision;
        }
        catch (CalendarYearMissingException)
        {
            // The order cannot go on before somebody adds the year.
            return Decision.None(state) with { Again = deadline.Name == CalendarCorrection.DeadlineName ? null : deadline.Due + TimeSpan.FromDays(1) };
        }
    }

    public IEnumerable<DueTime> Deadlines(string key, WorkOrder state)
    {
        if (state.IsEnded)
        {
            return [];
        }

        var (filing, next) = (desk.Deadlines(state), OrderClock.NextDue(state.Clocks));
        var due = next is null ? filing : filing.Prepend(new DueTime(next.Name, next.DueAt!.Value));
        return calendar.CorrectedAt is { } corrected && (next?.DueAt <= corrected || state.Clocks.Any(clock => clock.LaterBy(calendar) is not null))
            ? due.Prepend(new DueTime(CalendarCorrection.DeadlineName, corrected))
            : due;
    }

    private OrderDraft DraftOf(string id, WorkOrder order, DateTimeOffset at, string actor = "") => new(id, order, types, calendar, at, actor);

    private static (Decision<WorkOrder> Decision, WorkOrderReply Reply) Drafted(OrderDraft draft, WorkOrder order, Func<OrderDraft, Refusal?> decide)
    {
        Refusal? refusal;
        try
        {
            refusal = decide(draft);
        }
        catch (CalendarYearMissingException fault)
        {
            refusal = OrderRefusals.CalendarYearMissing(fault);
        }

        var decision = refusal is null ? draft.Decision : Decision.None(order);
        return (decision, new WorkOrderReply(decision.Next.Summary, refusal));
    }

    // The end of an alert stands in a row, but for what followed from it.
    private static OrderEntry? Answered(WorkOrder order, WorkOrderCommand command) =>
        order.History.LastOrDefault(entry => IsSameId(entry, command))
        ?? (command is WorkOrderCommand.AlertEnded ended && OrderLines.FindEnd(order, ended.Alert) is { } line && IsSameId(line, command) ? line : null);

    // Ids of callers and of the city's own parts never meet: nobody can take an answer's place by guessing its id.
    private static bool IsSameId(OrderEntry entry, WorkOrderCommand command) =>
        entry.CommandId == command.CommandId && entry.Source is null == command.Source is null;

    private Refusal? Do(OrderDraft draft, WorkOrderCommand command)
    {
        var at = draft.PassTo(command.At);
        return command is WorkOrderCommand.AlertEnded ended ? End(draft, ended, at)
            : draft.Act(command, at) is { } refusal ? OrderRefusals.Of(refusal, draft.Program, draft.Order, command with { At = at }, catalogue)
            : null;
    }

    // An order learns of the end of an alert behind it, once; what becomes of it with the last one its type says.
    private static Refusal? End(OrderDraft draft, WorkOrderCommand.AlertEnded ended, DateTimeOffset at)
    {
        if (draft.Order.IsEnded)
        {
            return OrderRefusals.NotAllowed(draft.Program, draft.Order.Summary!.Status, ended);
        }

        if (Characters.In(ended.Reason) > OrderReports.LongestText)
        {
            return CaseRefusals.ReasonTooLong;
        }

        if (!OrderLines.Follows(draft.Order, ended.Alert))
        {
            return OrderRefusals.UnknownAlert(ended.Alert);
        }

        if (OrderLines.FindEnd(draft.Order, ended.Alert) is null)
        {
            draft.Note(ended, at);
            draft.Follow(ended, at, OrderLines.AreAllEnded(draft.Order));
        }

        return null;
    }

    private Decision<WorkOrder> Take(string id, WorkOrder order, OrderReport report)
    {
        var (decision, reply) = Report(id, order, report);
        return reply.Refusal is { } refusal
            ? throw new InvalidOperationException($"{id} refused report {report.Id}: {refusal.Code}: {refusal.English}")
            : decision;
    }

    private Decision<WorkOrder> TakeOver(string id, WorkOrder order, ReportsHandedOver handed)
    {
        var draft = DraftOf(id, order, handed.At);
        OrderReports.TakeOver(draft, handed, catalogue);
        return draft.Decision;
    }

    // A refusal is a fact: whoever sent the command must learn that it had no effect.
    private Decision<WorkOrder> Obey(string id, WorkOrder order, CityFact cause, IEnumerable<WorkOrderCommand> commands)
    {
        var facts = new List<CityFact>();
        var next = order;
        foreach (var command in commands)
        {
            var (decision, reply) = Apply(id, next, command);
            next = decision.Next;
            facts.AddRange(decision.Facts);
            if (reply.Refusal is { } refusal)
            {
                facts.Add(new CommandRefused
                {
                    Subject = id,
                    Version = next.Summary?.Version ?? 0,
                    At = command.At,
                    Area = next.Summary?.Cell ?? cause.Area,
                    Command = command,
                    Code = refusal.Code,
                    Order = next.Summary,
                });
            }
        }

        return new Decision<WorkOrder>(next, !ReferenceEquals(next, order), facts);
    }

    private WorkOrderReply AsOf(WorkOrder order, long version) => new(OrderFold.SummaryAfter(order.Case is { } known ? types.Of(known.Terms!) : null, order, version), null);
}
