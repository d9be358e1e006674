using System.Collections.Immutable;
using CityActors.Cases;
using CityActors.Commits;

namespace CityActors.WorkOrders;

/// <summary>The lines of an order, wherever they stand: in its history, or in rows of their own. Pure.</summary>
internal static class OrderLines
{
    /// <summary>So many reports are listed at most: the first one, and the last ones.</summary>
    public const int MostListed = 10;

    /// <summary>What an order keeps in rows: each line is written once.</summary>
    public static IReadOnlyList<RowKind<WorkOrder>> Rows { get; } =
    [
        new OrderCaseLines(), // The first one: the line of the first report is among them.
        KindOf("report", static order => order.Further, static (order, rows) => WithReporters(order with { Further = order.Further.Of(rows) })),
        KindOf("ended", static order => order.Ends, static (order, rows) => order with { Ends = order.Ends.Of(rows) }),
    ];

    /// <summary>Whether somebody reported who may rate: a person, not a sensor.</summary>
    public static bool IsHuman(OrderReport report) => report.Channel != ReportChannel.Sensing && report.Reporter is not ("" or CaseDraft.System);

    /// <summary>The summary with one more report.</summary>
    public static OrderSummary WithReport(OrderSummary summary, string report)
    {
        var (count, listed) = (summary.HowMany + 1, summary.Reports.Append(report).ToArray());
        return count <= MostListed
            ? summary with { Reports = listed }
            : summary with { Reports = new[] { listed[0] }.Concat(listed[^(MostListed - 1)..]).ToArray(), ReportCount = count };
    }

    /// <summary>The order with one more line, which its fold has taken already.</summary>
    public static WorkOrder With(WorkOrder order, OrderEntry line) => line.What switch
    {
        OrderEvents.ReportAdded => order with { Further = order.Further.With(line.Report!.Id, line) },
        OrderEvents.AlertEnded => order with { Ends = order.Ends.With(line.Subject, line) },
        _ => order with { History = order.History.Append(line).ToArray() },
    };

    /// <summary>An order from before there were rows, with its lines where they belong; any other one as it is.</summary>
    public static WorkOrder InRows(WorkOrder order)
    {
        var kept = order.History.Any(IsRow) ? order.History.Where(static line => !IsRow(line)).ToArray() : order.History;
        return order.History.Where(IsRow).Aggregate(order with { History = kept, Kept = kept }, With);
    }

    /// <summary>All lines, oldest first.</summary>
    public static IReadOnlyList<OrderEntry> All(WorkOrder order) => InOrder([.. order.History, .. order.Further.FromOldest(), .. order.Ends.FromOldest()]);

    /// <summary>The lines of reports, oldest first.</summary>
    /// <param name="order">The order.</param>
    /// <param name="without">So many of the first ones are left out.</param>
    public static IEnumerable<OrderEntry> Reports(WorkOrder order, int without = 0)
    {
        var before = order.History.Where(static line => line.Report is not null).ToArray();
        return before.Skip(without).Concat(order.Further.FromOldest(without - before.Length));
    }

    /// <summary>The line of a report, or null: the order does not know it.</summary>
    public static OrderEntry? FindReport(WorkOrder order, string report) =>
        order.Further.Find(report) ?? order.History.FirstOrDefault(line => line.Report?.Id == report);

    /// <summary>The line of an alert's end, or null.</summary>
    public static OrderEntry? FindEnd(WorkOrder order, string alert) =>
        order.Ends.Find(alert) ?? order.History.FirstOrDefault(line => line.What == OrderEvents.AlertEnded && line.Subject == alert);

    /// <summary>Whether the order follows an alert.</summary>
    public static bool Follows(WorkOrder order, string alert) => FindReport(order, alert)?.Report!.Alert == alert;

    /// <summary>The alerts behind the order, oldest first.</summary>
    public static IEnumerable<string> Alerts(WorkOrder order) => Reports(order).Select(static line => line.Report!.Alert).Where(static alert => alert.Length > 0);

    /// <summary>Those of them that ended by an officer's word, the first one first.</summary>
    public static IEnumerable<string> EndedAlerts(WorkOrder order) =>
        order.History.Where(static line => line.What == OrderEvents.AlertEnded).Concat(order.Ends.FromOldest()).Select(static line => line.Subject);

    /// <summary>Whether every report is an alert that has ended.</summary>
    public static bool AreAllEnded(WorkOrder order) =>
        order.Summary!.HowMany == order.Ends.Count + order.History.Count(static line => line.What == OrderEvents.AlertEnded);

    /// <summary>The order as it is shown: of its reports and ends of alerts the first and the last ones, and the last ones of a reader.</summary>
    /// <param name="order">An order that exists.</param>
    /// <param name="reader">Who is to see all of its own, or empty.</param>
    public static OrderView View(WorkOrder order, string reader = "")
    {
        const int Most = MostListed - 1;
        var own = reader.Length == 0 ? [] : order.Further.FromOldest().Where(line => line.Report!.Reporter == reader).TakeLast(Most);
        var lines = InOrder([.. order.History, .. order.Further.Youngest(Most).Union(own), .. order.Ends.Youngest(Most)]);
        var names = lines.SelectMany(static line => new[] { line.Actor, line.Subject }).Where(order.Reporters.Contains).Distinct(StringComparer.Ordinal).ToArray();
        return new OrderView(order.Summary!, order.Text, lines) { Reporters = names };
    }

    private static bool IsRow(OrderEntry line) => line.What is OrderEvents.ReportAdded or OrderEvents.AlertEnded;

    private static OrderEntry[] InOrder(List<OrderEntry> lines)
    {
        lines.Sort(static (one, other) => one.Version.CompareTo(other.Version));
        return lines.ToArray();
    }

    private static WorkOrder WithReporters(WorkOrder order) => order with
    {
        Reporters = Reports(order).Select(static line => line.Report!).Where(IsHuman).Select(static report => report.Reporter).ToImmutableSortedSet(StringComparer.Ordinal),
    };

    private static RowKind<WorkOrder, OrderEntry> KindOf(
        string name, Func<WorkOrder, AgedRows<OrderEntry>> get, Func<WorkOrder, ImmutableSortedDictionary<string, OrderEntry>, WorkOrder> put) =>
        new(name, order => get(order).ByKey, put, (before, after) => get(after).ChangedSince(get(before)));
}
