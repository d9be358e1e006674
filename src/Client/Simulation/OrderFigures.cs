using CityActors.WorkOrders;

namespace CityActors.Client.Simulation;

/// <summary>Orders reported in the measured hours.</summary>
/// <param name="Opened">All of them.</param>
/// <param name="Closed">Those that have ended.</param>
/// <param name="ClosedInTime">Closed ones with no clock run out.</param>
/// <param name="Overdue">With a clock run out, closed or not.</param>
/// <param name="StageSeconds">Virtual seconds from one stage's beginning to the next's.</param>
internal sealed record OrderFigures(int Opened, int Closed, int ClosedInTime, int Overdue, IReadOnlyDictionary<string, Spread> StageSeconds)
{
    private static readonly OrderStatus[] closed = [OrderStatus.Closed, OrderStatus.NotFiled, OrderStatus.Merged, OrderStatus.Cancelled];

    private static readonly (string Stage, OrderStatus From, OrderStatus To)[] stages =
    [
        ("file", OrderStatus.Reported, OrderStatus.Filed),
        ("dispatch", OrderStatus.Filed, OrderStatus.Dispatched),
        ("sign-for", OrderStatus.Dispatched, OrderStatus.SignedFor),
        ("handle", OrderStatus.SignedFor, OrderStatus.Submitted),
        ("feed-back", OrderStatus.Submitted, OrderStatus.Confirmed),
        ("close", OrderStatus.Confirmed, OrderStatus.Closed),
        ("whole", OrderStatus.Reported, OrderStatus.Closed),
    ];

    public static OrderFigures Of(IReadOnlyList<OrderView> orders)
    {
        var ended = orders.Where(view => closed.Contains(view.Order.Status)).ToList();
        var spreads = stages.Select(stage =>
            KeyValuePair.Create(stage.Stage, Spread.Of(orders.SelectMany(view => Seconds(view, stage.From, stage.To)))));
        return new OrderFigures(
            orders.Count,
            ended.Count,
            ClosedInTime: ended.Count(view => view.Order.Overdue.Count == 0),
            Overdue: orders.Count(view => view.Order.Overdue.Count > 0),
            StageSeconds: spreads.Where(stage => stage.Value is not null).ToDictionary(StringComparer.Ordinal)!);
    }

    // None where it has not come so far.
    private static IEnumerable<double> Seconds(OrderView view, OrderStatus first, OrderStatus last) =>
        from begins in view.Timeline.Where(entry => entry.Status == first).Take(1)
        from ends in view.Timeline.Where(entry => entry.Status == last).Take(1)
        select Math.Round((ends.At - begins.At).TotalSeconds);
}
