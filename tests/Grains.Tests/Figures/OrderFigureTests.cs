using CityActors.Figures;
using CityActors.Packs.Figures;
using CityActors.Tests.Cases;
using CityActors.WorkOrders;
using static CityActors.WorkOrders.WorkOrderCommand;

namespace CityActors.Tests.Figures;

/// <summary>Figures over orders are the same from what facts told and from what orders keep, for every indicator and at every step.</summary>
public sealed class OrderFigureTests
{
    private static readonly IReadOnlyList<IndicatorProgram> indicators = [.. CaseRun.Seed("orders").Indicators.Indicators.Select(static spec =>
        IndicatorProgram.Of(spec, FigureScope.Of(FigureSubjectKind.Order, FigureSource.Parse(spec.Over)!.Value.IsOfLines)))];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 60)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Order_ByItsFacts_CountsAsByItsHistory(int seed)
    {
        var random = new Random(seed);
        var run = OrderRun.Reported();
        for (var step = 0; step < 40; step++)
        {
            run.Now = run.Now.AddMinutes(random.Next(6) switch { 0 => random.Next(3_000), _ => random.Next(90) });
            if (random.Next(4) == 0)
            {
                run.FallDue(run.Now);
            }
            else
            {
                run.Do(Command(random, run));
            }

            Assert.Equal(Parts(OrderFigure.Of(run.Summary, run.Lines)), Parts(OrderFigure.Of(run.Of<Facts.OrderChanged>())));
        }
    }

    [Fact]
    public void Order_FiledAndNotDispatched_FallsDueOnTheDayOfItsDeadline()
    {
        var run = OrderRun.Reported().Done(new FileCase());
        run.FallDue(run.Now.AddHours(1));
        Assert.Equal(["dispatch"], run.Summary.Overdue);
        var part = Assert.Single(Parts(OrderFigure.Of(run.Of<Facts.OrderChanged>())), static part => part.Indicator == "dispatch-in-time");
        Assert.Equal((false, DateOnly.FromDateTime(run.Now.DateTime)), (part.Counts, part.Day));
    }

    private static List<FigurePart> Parts(OrderFigure order) => [.. indicators.SelectMany(one => one.Parts(order))];

    private static WorkOrderCommand Command(Random random, OrderRun run) => random.Next(14) switch
    {
        0 or 1 => new FileCase(),
        2 or 3 => OrderRun.Assign($"truck-{random.Next(2)}"),
        4 => new SignFor { Responder = "truck-0" },
        5 => new Start(),
        6 => new Submit(),
        7 => new Confirm(),
        8 => new Close(),
        9 => new Rework(),
        10 => new Suspend { Until = run.Now.AddDays(2) },
        11 => new Resume(),
        12 => new Return(),
        _ => new Reopen(),
    };
}
