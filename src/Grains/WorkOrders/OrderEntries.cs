using static CityActors.WorkOrders.AlertReports;

namespace CityActors.WorkOrders;

/// <summary>The lines of an order's history as they are written.</summary>
internal static class OrderEntries
{
    /// <summary>Who acts where nobody does.</summary>
    public const string System = "system";

    /// <summary>A report: the first one or a further one.</summary>
    public static OrderEntry OfReport(WorkOrder order, OrderReport report, DateTimeOffset at, string what) => new()
    {
        Version = (order.Summary?.Version ?? 0) + 1,
        At = at,
        Actor = report.Reporter,
        What = what,
        Status = order.Summary?.Status ?? OrderStatus.Reported,
        CommandId = report.Id,
        Subject = report.Id,
        Round = order.Round,
        Report = report,
    };

    /// <summary>Filing without anybody's doing: at the report's time, or by taking the matter up again.</summary>
    public static OrderEntry OfFiling(WorkOrder order, OrderReport report, string what) => new()
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

    /// <summary>Taking the matter up again because of a report. Nobody's name: the report's own line has it.</summary>
    public static OrderEntry OfReopening(WorkOrder order, OrderReport report, DateTimeOffset at, string why) => new()
    {
        Version = order.Summary!.Version + 1,
        At = at,
        Actor = System,
        What = OrderEvents.Reopened,
        Status = OrderStatus.Reported,
        Why = why,
        CommandId = report.Id,
        Subject = report.Id,
        Round = order.Round,
    };

    /// <summary>An alert that ended while another order followed it.</summary>
    public static OrderEntry OfEndedAlert(WorkOrder order, string alert, DateTimeOffset at) => new()
    {
        Version = order.Summary!.Version + 1,
        At = at,
        Actor = System,
        What = OrderEvents.AlertEnded,
        Status = order.Summary.Status,
        Why = See(alert),
        Subject = alert,
        Round = order.Round,
    };

    /// <summary>A line that a command leads to.</summary>
    public static OrderEntry OfCommand(WorkOrder order, DecidedLine line, WorkOrderCommand command, DateTimeOffset at) => new()
    {
        Version = order.Summary!.Version + 1,
        At = at,
        Actor = command.Actor,
        What = line.What,
        Status = line.Status,
        Why = WhyOf(command),
        CommandId = command.CommandId,
        Choices = line.Choices,
        Subject = line.Subject,
        Until = line.Until,
        Number = line.Number,
        Round = line.Round ?? order.Round,
    };

    /// <summary>A clock that ran out.</summary>
    public static OrderEntry OfClock(WorkOrder order, OrderClock clock)
    {
        var isSuspension = clock.Name == ClockNames.Suspension;
        return new()
        {
            Version = order.Summary!.Version + 1,
            At = clock.DueAt!.Value,
            Actor = System,
            What = isSuspension ? OrderEvents.Resumed : OrderEvents.Overdue(clock.Name),
            Status = isSuspension ? OrderStatus.Dispatched : order.Summary.Status,
            Why = isSuspension ? "The suspension's date has come. 挂账到期自动恢复。" : $"Limit: {clock.Limit}. 时限已到。",
            Round = isSuspension ? order.Round + 1 : order.Round,
        };
    }

    // What a detector saw in a home is for those who may look at the alert.
    private static string WhyOf(WorkOrderCommand command) =>
        command is WorkOrderCommand.AlertEnded { Actor: System } ended && IsPrivate(ended.Alert) ? See(ended.Alert) : command.Reason;
}
