using CityActors.Commits;
using CityActors.Deadlines;
using CityActors.WorkOrders;
using Microsoft.Extensions.Options;

namespace CityActors.Drill;

/// <summary>The acceptor of a drill: files what people report, one to four minutes later. In real service only officers file.</summary>
/// <param name="options">How fast a drill runs.</param>
internal sealed class DrillAcceptor(IOptions<DrillOptions> options)
{
    private const string EntryName = "drill-file";
    private const string Acceptor = "drill-acceptor";
    private const int ShortestSeconds = 60;
    private const int SpreadSeconds = 180;

    /// <summary>When the desk files an order, if it has to: the same time at every call.</summary>
    public IEnumerable<DueTime> Deadlines(WorkOrder order)
    {
        if (order.Summary is { Drill: true, Status: OrderStatus.Reported } summary)
        {
            yield return new DueTime(EntryName, FilesAt(summary));
        }
    }

    /// <summary>The command of a deadline that fell due, or null: it is not the desk's, or too late.</summary>
    public static WorkOrderCommand? CommandOf(Deadline entry, WorkOrder order) =>
        entry.Name == EntryName && order.Summary is { Status: OrderStatus.Reported } summary
            ? new WorkOrderCommand.FileCase { CommandId = $"{EntryName}-{summary.Id}-{summary.Version}", Actor = Acceptor, At = entry.Due }
            : null;

    // Whole milliseconds, so that the time survives every format it is written in.
    private DateTimeOffset FilesAt(OrderSummary order)
    {
        var seconds = ShortestSeconds + (order.Id.Sum(static c => c) * 31 % SpreadSeconds);
        return order.ReportedAt + TimeSpan.FromMilliseconds(Math.Ceiling(seconds * 1000 / options.Value.Pace));
    }
}
