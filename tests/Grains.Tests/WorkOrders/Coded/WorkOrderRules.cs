using CityActors.Alerts;
using CityActors.Commits;
using CityActors.Deadlines;
using CityActors.Drill;
using CityActors.Facts;
using Microsoft.Extensions.Options;

namespace CityActors.WorkOrders.Coded;

/// <summary>The rules of orders as they stood in code before orders had a type: the oracle of the type. The life of an order: reports, commands, others' facts and deadlines lead to lines of history, and lines to facts.</summary>
/// <remarks>
/// A clock runs out exactly when it is due: what happens at that instant or later comes after its overdue line, whichever
/// is processed first. Time never runs backwards within an order: a command stamped before the last line counts as of that line.
/// </remarks>
/// <param name="catalogue">What may become an order.</param>
/// <param name="calendar">The working time that clocks count.</param>
/// <param name="drill">How fast a drill runs.</param>
internal sealed class WorkOrderRules(Catalogue catalogue, WorkCalendar calendar, IOptions<DrillOptions> drill) : ICityRules<WorkOrder>
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
                ? AsOf(id, order, answered.Version)
                : new WorkOrderReply(order.Summary, CommandRefusals.IdReused(command.CommandId)));
        }

        return Drafted(id, order, draft => Do(draft, command));
    }

    /// <summary>Adds a picture; one that it has already leaves it as it is.</summary>
    public (Decision<WorkOrder> Decision, WorkOrderReply Reply) Attach(string id, WorkOrder order, OrderAttachment attachment) => order.Summary is not { } summary
        ? (Decision.None(order), new WorkOrderReply(null, OrderRefusals.NotFound(id)))
        : OrderAttachments.Has(order, attachment.Hash)
            ? (Decision.None(order), new WorkOrderReply(summary, null))
            : Drafted(id, order, draft => OrderAttachments.Add(draft, attachment));

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
            return (Decision.None(order), AsOf(id, order, Math.Max(known.Version, last?.Version ?? 0)));
        }

        return Drafted(id, order, draft => OrderReports.Take(draft, report, catalogue));
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
            var draft = new OrderDraft(key, state, calendar);
            draft.CatchUp(deadline.Due);
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

        var (filing, next) = (desk.Deadlines(state), OrderDraft.NextDue(state));
        var due = next is null ? filing : filing.Prepend(new DueTime(next.Name, next.DueAt!.Value));
        return calendar.CorrectedAt is { } corrected && (next?.DueAt <= corrected || state.Clocks.Any(clock => clock.LaterBy(calendar) is not null))
            ? due.Prepend(new DueTime(CalendarCorrection.DeadlineName, corrected))
            : due;
    }

    private (Decision<WorkOrder> Decision, WorkOrderReply Reply) Drafted(string id, WorkOrder order, Func<OrderDraft, Refusal?> decide)
    {
        var draft = new OrderDraft(id, order, calendar);
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

    private Refusal? Do(OrderDraft draft, WorkOrderCommand command) =>
        new WorkOrderDecisions(draft, command with { At = draft.PassTo(command.At) }, catalogue).Decide();

    private Decision<WorkOrder> Take(string id, WorkOrder order, OrderReport report)
    {
        var (decision, reply) = Report(id, order, report);
        return reply.Refusal is { } refusal
            ? throw new InvalidOperationException($"{id} refused report {report.Id}: {refusal.Code}: {refusal.English}")
            : decision;
    }

    private Decision<WorkOrder> TakeOver(string id, WorkOrder order, ReportsHandedOver handed)
    {
        var draft = new OrderDraft(id, order, calendar);
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

    private WorkOrderReply AsOf(string id, WorkOrder order, long version)
    {
        try
        {
            return new WorkOrderReply(OrderFold.SummaryAfter(id, order.Terms!, [.. OrderLines.All(order).TakeWhile(entry => entry.Version <= version)], calendar), null);
        }
        catch (CalendarYearMissingException fault)
        {
            return new WorkOrderReply(order.Summary, OrderRefusals.CalendarYearMissing(fault));
        }
    }
}
