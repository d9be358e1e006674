using CityActors.Facts;
using CityActors.Observations;
using CityActors.Packs;
using CityActors.Watch;

namespace CityActors.Places.Tests;

public sealed class GridCellRulesTests
{
    private const string Cell = "430103002001007";
    private static readonly DateTimeOffset At = new(2026, 1, 5, 6, 45, 0, TimeSpan.Zero);

    private readonly GridCellRules rules = new(new CityThings(new PackSet([]), new Kinds()));
    private GridCellState state = new();

    private GridCellView View => GridCellRules.View(AreaCodes.CellKey(Cell), state);

    [Fact]
    public void Orders_BegunEndedMergedAndTakenUpAgain_ThoseThatGoOnAreShownNewestFirst()
    {
        React(Taken("order-1"), Taken("order-2"), Taken("order-3"), Taken("order-2"));
        Assert.Equal(["order-3", "order-2", "order-1"], View.Orders);
        React(new OrderEnded { Subject = "order-1", Version = 2, At = At, Area = Cell, Actor = "officer-1" });
        React(new ReportsHandedOver { Subject = "order-3", Version = 2, At = At, Area = Cell, Into = "order-2", Reports = [] });
        Assert.Equal(["order-2"], View.OpenOrders);
        React(Taken("order-1"));
        Assert.Equal(["order-1", "order-2"], View.OpenOrders);
        Assert.Equal((Cell, 3), (View.Code, View.Orders.Count));
    }

    [Fact]
    public void ManyOrders_StayBounded()
    {
        React([.. Enumerable.Range(0, 1_200).Select(static i => Taken($"order-{i}"))]);
        Assert.Equal((100, 1_000), (View.Orders.Count, View.OpenOrders.Count));
        Assert.Equal(("order-1199", "order-1199"), (View.Orders[0], View.OpenOrders[0]));
    }

    [Fact]
    public void Letter_HeardAgain_ChangesNothing()
    {
        React(Taken("order-1"));
        var before = state;
        React(Taken("order-1"));
        Assert.Same(before, state);
    }

    private static ReportTaken Taken(string order) => new() { Subject = order, Version = 1, At = At, Area = Cell, Report = "report-1" };

    private void React(params CityFact[] facts)
    {
        foreach (var fact in facts)
        {
            state = rules.React(AreaCodes.CellKey(Cell), state, fact, At).Next;
        }
    }
}
