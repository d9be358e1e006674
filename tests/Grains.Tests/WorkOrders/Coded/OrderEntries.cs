using System.Globalization;
using CityActors.Deadlines;

namespace CityActors.WorkOrders.Coded;

/// <summary>The lines of an order's history as they are written.</summary>
internal static class OrderEntries
{
    /// <summary>The actor where no person acts.</summary>
    public const string System = "system";

    /// <summary>The next line, with no actor and no change; other lines are made from it.</summary>
    public static OrderEntry Next(WorkOrder order, DateTimeOffset at, string what) => new()
    {
        Version = (order.Summary?.Version ?? 0) + 1,
        At = at,
        Actor = System,
        What = what,
        Status = order.Summary?.Status ?? OrderStatus.Reported,
        Round = order.Round,
    };

    /// <summary>A report: the first one or a further one.</summary>
    public static OrderEntry OfReport(WorkOrder order, OrderReport report, DateTimeOffset at, string what) =>
        Next(order, at, what) with { Actor = report.Reporter, CommandId = report.Id, Subject = report.Id, Report = report };

    /// <summary>Filing without an acceptor, or reopening as filed.</summary>
    public static OrderEntry OfFiling(WorkOrder order, OrderReport report, DateTimeOffset at, string what) => Next(order, at, what) with
    {
        Status = OrderStatus.Filed,
        Why = "A sensor's alarm of this category is a case by itself. 该类感知告警自动立案。",
        CommandId = report.Id,
        Subject = report.Id,
        Round = order.Round + 1,
    };

    /// <summary>Reopening because of a report. No name here: the report's own line has it.</summary>
    public static OrderEntry OfReopening(WorkOrder order, OrderReport report, DateTimeOffset at, string why) =>
        Next(order, at, OrderEvents.Reopened) with { Status = OrderStatus.Reported, Why = why, CommandId = report.Id, Subject = report.Id };

    /// <summary>A line that a command leads to.</summary>
    public static OrderEntry OfCommand(WorkOrder order, WorkOrderCommand command, string what) => Next(order, command.At, what) with
    {
        Actor = command.Actor,
        Why = command.Reason,
        CommandId = command.CommandId,
        Source = command.Source,
    };

    /// <summary>A clock whose deadline a corrected calendar moves.</summary>
    public static OrderEntry OfCorrection(WorkOrder order, OrderClock clock, DateTimeOffset due, DateTimeOffset corrected)
    {
        return Next(order, corrected > order.Summary!.ChangedAt ? corrected : order.Summary.ChangedAt, OrderEvents.CalendarCorrected) with
        {
            Subject = clock.Name,
            Until = due,
            DueBefore = clock.DueAt,
            Why = WhyCorrected(clock.DueAt!.Value, due),
        };
    }

    /// <summary>Why a deadline was moved by a corrected calendar, in both languages.</summary>
    public static string WhyCorrected(DateTimeOffset before, DateTimeOffset after) =>
        $"The working calendar was corrected: due {Local(after)}, not {Local(before)}. 工作日历已更正，时限由{Local(before)}改为{Local(after)}。";

    /// <summary>A clock that ran out.</summary>
    public static OrderEntry OfClock(WorkOrder order, OrderClock clock) => clock.Name == ClockNames.Suspension
        ? Next(order, clock.DueAt!.Value, OrderEvents.Resumed) with
        {
            Status = OrderStatus.Dispatched,
            Why = "The suspension's date has come. 挂账到期自动恢复。",
            Round = order.Round + 1,
        }
        : Next(order, clock.DueAt!.Value, OrderEvents.Overdue(clock.Name)) with { Why = $"Limit: {clock.Limit}. 时限已到。" };

    private static string Local(DateTimeOffset at) => at.ToOffset(WorkCalendar.Offset).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
