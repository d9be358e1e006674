using CityActors.Alerts;
using CityActors.Deadlines;
using CityActors.Facts;

namespace CityActors.WorkOrders;

/// <summary>The life of an order: report, commands and deadlines lead to lines of history and facts. Reads no clock, does no I/O.</summary>
/// <remarks>
/// A clock runs out at its very due time: what happens at that instant or later comes after its overdue line, whoever
/// is processed first. Time never runs back within an order: a command stamped before the last line is taken as of then.
/// </remarks>
public static class WorkOrderRules
{
    /// <summary>The longest text of a report, in characters.</summary>
    public const int LongestText = 2_000;

    private const string System = "system";

    /// <summary>Acts on an order; a refused or repeated command leaves it as it is.</summary>
    public static (WorkOrder Next, WorkOrderReply Reply) Apply(
        string id, WorkOrder order, WorkOrderCommand command, Catalogue catalogue, WorkCalendar calendar)
    {
        if (order.Summary is null)
        {
            return (order, new WorkOrderReply(null, OrderRefusals.NotFound(id)));
        }

        if (command.CommandId.Length > 0
            && order.History.LastOrDefault(entry => entry.CommandId == command.CommandId) is { } answered)
        {
            return (order, AsOf(id, order, answered.Version, calendar));
        }

        try
        {
            var at = Later(command.At, order.Summary.ChangedAt);
            var current = CatchUp(id, order, at, calendar);
            var decision = WorkOrderDecisions.Decide(current, command with { At = at }, catalogue);
            if (decision.Refusal is { } refusal)
            {
                return (order, new WorkOrderReply(order.Summary, refusal));
            }

            if (decision.Lines.Count == 0)
            {
                return (order, new WorkOrderReply(order.Summary, null));
            }

            var next = decision.Lines.Aggregate(current, (before, line) => Add(id, before, Entry(before, line, command, at), calendar));
            return (next, new WorkOrderReply(next.Summary, null));
        }
        catch (CalendarYearMissingException fault)
        {
            return (order, new WorkOrderReply(order.Summary, OrderRefusals.CalendarYearMissing(fault)));
        }
    }

    /// <summary>Begins an order, or adds a report of the same matter; a repeated report leaves it as it is.</summary>
    public static (WorkOrder Next, WorkOrderReply Reply) Report(
        string id, WorkOrder order, OrderReport report, Catalogue catalogue, WorkCalendar calendar)
    {
        if (order.History.FirstOrDefault(entry => entry.Report?.Id == report.Id) is { } known)
        {
            // The answer is that of the report's last line: with it an order may have been filed or reopened.
            var last = order.History.Last(entry => entry.CommandId == known.CommandId || entry == known);
            return (order, AsOf(id, order, last.Version, calendar));
        }

        if (Refuse(order, report, catalogue, out var category) is { } refusal)
        {
            return (order, new WorkOrderReply(order.Summary, refusal));
        }

        try
        {
            var next = order.Summary is null
                ? First(id, order with { Terms = OrderTerms.Of(category!) }, report, calendar)
                : Further(id, order, report, calendar);
            return (next, new WorkOrderReply(next.Summary, null));
        }
        catch (CalendarYearMissingException fault)
        {
            return (order, new WorkOrderReply(order.Summary, OrderRefusals.CalendarYearMissing(fault)));
        }
    }

    /// <summary>Records what fell due up to a time: overdue clocks and the end of a suspension, each at its own time.</summary>
    /// <exception cref="CalendarYearMissingException">A suspension ends in a year whose holidays are not known.</exception>
    public static WorkOrder CatchUp(string id, WorkOrder order, DateTimeOffset upTo, WorkCalendar calendar)
    {
        while (NextDue(order) is { } clock && clock.DueAt <= upTo)
        {
            order = Add(id, order, Fallen(order, clock), calendar);
        }

        return order;
    }

    /// <summary>What an order waits for: the next of its clocks, or a look after a day; nothing once it ended and all was told.</summary>
    /// <param name="after">The time up to which deadlines were dealt with.</param>
    /// <param name="isAllTold">Whether nothing is left to tell.</param>
    public static IReadOnlyList<DueEntry> DueEntries(string owner, WorkOrder order, DateTimeOffset after, bool isAllTold) => order switch
    {
        { Summary: null } => [],
        { IsEnded: true } when isAllTold => [],
        _ when NextDue(order) is { } clock => new[] { new DueEntry(owner, clock.Name, clock.DueAt!.Value) },
        _ => new[] { new DueEntry(owner, "watch", Later(after, order.Summary.ChangedAt) + TimeSpan.FromDays(1)) },
    };

    private static OrderClock? NextDue(WorkOrder order) => order.Clocks
        .Where(static clock => clock is { DueAt: not null, IsOverdue: false })
        .OrderBy(static clock => clock.DueAt)
        .ThenBy(static clock => clock.Name, StringComparer.Ordinal)
        .FirstOrDefault();

    private static WorkOrder First(string id, WorkOrder order, OrderReport report, WorkCalendar calendar)
    {
        var at = report.At.ToUniversalTime();
        var next = Add(id, order, ReportEntry(order, report, at, OrderHappenings.Reported, OrderStatus.Reported), calendar);
        return IsFiledAtOnce(order, report) ? Add(id, next, FiledEntry(next, report, OrderHappenings.Filed), calendar) : next;
    }

    // A report that comes after the end takes the matter up again: nothing that was seen later is lost with the old case.
    private static WorkOrder Further(string id, WorkOrder order, OrderReport report, WorkCalendar calendar)
    {
        var at = Later(report.At, order.Summary!.ChangedAt);
        var current = CatchUp(id, order, at, calendar);
        if (current.Summary!.EndedAt is { } ended && report.At > ended)
        {
            current = Add(id, current, IsFiledAtOnce(order, report)
                ? FiledEntry(current, report, OrderHappenings.Reopened) with { At = at }
                : ReportEntry(current, report, at, OrderHappenings.Reopened, OrderStatus.Reported) with { Report = null, Why = "Reported again. 再次上报。" }, calendar);
        }

        return Add(id, current, ReportEntry(current, report, at, OrderHappenings.ReportAdded, current.Summary!.Status), calendar);
    }

    private static bool IsFiledAtOnce(WorkOrder order, OrderReport report) =>
        order.Terms!.AutoFile && report.Channel == ReportChannel.Sensing;

    private static Refusal? Refuse(WorkOrder order, OrderReport report, Catalogue catalogue, out Category? category)
    {
        category = catalogue.Find(report.Category);
        return report switch
        {
            _ when category is null && order.Summary is null => OrderRefusals.UnknownCategory(report.Category),
            { Text.Length: > LongestText } => OrderRefusals.TextTooLong,
            { Cell.Length: not 15 } => OrderRefusals.CellCode,
            _ => null,
        };
    }

    private static OrderEntry ReportEntry(WorkOrder order, OrderReport report, DateTimeOffset at, string what, OrderStatus status) => new()
    {
        Version = (order.Summary?.Version ?? 0) + 1,
        At = at,
        Actor = report.Reporter,
        What = what,
        Status = status,
        CommandId = report.Id,
        Subject = report.Id,
        Round = order.Round,
        Report = report,
    };

    private static OrderEntry FiledEntry(WorkOrder order, OrderReport report, string what) => new()
    {
        Version = order.Summary!.Version + 1,
        At = order.Summary.ChangedAt,
        Actor = System,
        What = what,
        Status = OrderStatus.Filed,
        Why = "A sensor's alarm of this category is a case by itself. 该类感知告警自动立案。",
        CommandId = report.Id,
        Subject = report.Id,
        Round = order.Round + 1,
    };

    private static OrderEntry Entry(WorkOrder order, DecidedLine line, WorkOrderCommand command, DateTimeOffset at) => new()
    {
        Version = order.Summary!.Version + 1,
        At = at,
        Actor = command.Actor,
        What = line.What,
        Status = line.Status,
        Why = command.Reason,
        CommandId = command.CommandId,
        Choices = line.Choices,
        Subject = line.Subject,
        Until = line.Until,
        Number = line.Number,
        Round = line.Round ?? order.Round,
    };

    private static OrderEntry Fallen(WorkOrder order, OrderClock clock)
    {
        var isSuspension = clock.Name == ClockNames.Suspension;
        return new()
        {
            Version = order.Summary!.Version + 1,
            At = clock.DueAt!.Value,
            Actor = System,
            What = isSuspension ? OrderHappenings.Resumed : OrderHappenings.Overdue(clock.Name),
            Status = isSuspension ? OrderStatus.Dispatched : order.Summary.Status,
            Why = isSuspension ? "The suspension's date has come. 挂账到期自动恢复。" : $"Limit: {clock.Limit}. 时限已到。",
            Round = isSuspension ? order.Round + 1 : order.Round,
        };
    }

    private static WorkOrder Add(string id, WorkOrder order, OrderEntry entry, WorkCalendar calendar)
    {
        var next = OrderFold.Apply(id, order, entry, calendar);
        var fact = new OrderChanged
        {
            Subject = id,
            Version = entry.Version,
            At = entry.At,
            Area = next.Summary!.Cell,
            Order = next.Summary,
            Entry = entry with { Report = null },
        };
        return next with { Untold = order.Untold.Append(fact).ToArray() };
    }

    private static WorkOrderReply AsOf(string id, WorkOrder order, long version, WorkCalendar calendar) =>
        new(OrderFold.Rebuild(id, order.Terms!, order.History.TakeWhile(entry => entry.Version <= version), calendar).Summary, null);

    private static DateTimeOffset Later(DateTimeOffset first, DateTimeOffset second) =>
        first > second ? first.ToUniversalTime() : second;
}
