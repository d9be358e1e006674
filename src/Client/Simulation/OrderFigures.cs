using CityActors.WorkOrders;

namespace CityActors.Client.Simulation;

/// <summary>Orders reported in the measured hours.</summary>
internal sealed record OrderFigures
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

    public required int Opened { get; init; }

    public required int Closed { get; init; }

    /// <summary>Closed ones with no clock run out.</summary>
    public required int ClosedInTime { get; init; }

    /// <summary>With a clock run out, closed or not.</summary>
    public required int Overdue { get; init; }

    /// <summary>Virtual seconds from one stage's beginning to the next's.</summary>
    public required IReadOnlyDictionary<string, Spread> StageSeconds { get; init; }

    public static OrderFigures Of(IReadOnlyList<OrderView> orders)
    {
        var ended = orders.Where(view => closed.Contains(view.Order.Status)).ToList();
        return new OrderFigures
        {
            Opened = orders.Count,
            Closed = ended.Count,
            ClosedInTime = ended.Count(view => view.Order.Overdue.Count == 0),
            Overdue = orders.Count(view => view.Order.Overdue.Count > 0),
            StageSeconds = Stages(orders),
        };
    }

    private static Dictionary<string, Spread> Stages(IReadOnlyList<OrderView> orders)
    {
        var figures = new Dictionary<string, Spread>(StringComparer.Ordinal);
        foreach (var (stage, from, to) in stages)
        {
            var seconds = orders.Select(view => Seconds(view, from, to)).OfType<double>();
            if (Spread.Of(seconds) is { } spread)
            {
                figures[stage] = spread;
            }
        }

        return figures;
    }

    private static double? Seconds(OrderView view, OrderStatus from, OrderStatus to)
    {
        var begins = view.Timeline.FirstOrDefault(entry => entry.Status == from);
        var ends = view.Timeline.FirstOrDefault(entry => entry.Status == to);
        return begins is null || ends is null ? null : Math.Round((ends.At - begins.At).TotalSeconds);
    }
}
