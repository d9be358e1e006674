using CityActors.Facts;
using static CityActors.WorkOrders.WorkOrderCommand;

namespace CityActors.WorkOrders;

/// <summary>Two orders that are one matter.</summary>
public sealed class WorkOrderMergeTests
{
    private const string Other = "order-zzzzzzzzzzzzz";
    private const string Further = "order-yyyyyyyyyyyyy";
    private const string Smoke = "event.emergency.fire-smoke";
    private const string First = "cam-1.smoke-seen.main.1";
    private const string Second = "cam-2.smoke-seen.main.1";

    [Fact]
    public void Merge_HandsOverReportsAndAlerts_FreesTheCrewAndEndsNoAlert()
    {
        var run = Burning().Done(OrderRun.Assign("truck-1"));
        run.Facts.Clear();
        run.Done(new Merge { Into = Other });

        Assert.Equal(["OrderChanged", "CrewChanged", "ReportsHandedOver"], run.Facts.Select(static fact => fact.GetType().Name));
        Assert.Equal(["truck-1"], run.Of<CrewChanged>()[0].Released);
        var handed = run.Of<ReportsHandedOver>()[0];
        Assert.Equal((OrderRun.Id, Other), (handed.Subject, handed.Into));
        Assert.Equal([First, Second, "report-1"], handed.Reports.Select(static report => report.Id));
        Assert.All(handed.Reports, static report => Assert.Equal(1, report.Handovers));
        Assert.Equal([First], handed.EndedAlerts);
        Assert.Empty(OrderRun.Rules.Deadlines(OrderRun.Id, run.Order));
    }

    [Fact]
    public void Target_TakesReportsReportersAndAlerts_EachWithItsFact()
    {
        var run = OrderRun.Reported("event.environment.exposed-waste");
        run.Facts.Clear();
        run.React(Handed());

        Assert.Equal(["report-1", First, Second, "report-9"], run.Summary.Reports);
        Assert.Equal([First, Second, "report-9"], run.Of<ReportTaken>().Select(static taken => taken.Report));
        Assert.All(run.Of<ReportTaken>(), static taken => Assert.Equal(1, taken.Handovers));
        Assert.Equal(["citizen-1", "citizen-9"], run.Order.Reporters);
        Assert.Equal([First], OrderLines.EndedAlerts(run.Order));
        Assert.Equal(OrderStatus.Reported, run.Summary.Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Target_HadEnded_IsTakenUpAgainAndSaysWhy(bool isCancelled)
    {
        var run = OrderRun.Reported(Smoke).Done(isCancelled ? new Cancel() : new RefuseCase()).At("2025-06-03 10:00").React(Handed());

        Assert.Equal(OrderStatus.Filed, run.Summary.Status); // An alarm of this category files itself.
        Assert.Null(run.Summary.EndedAt);
        Assert.Contains(Other, Assert.Single(run.Order.History, static entry => entry.What == "reopened").Why, StringComparison.Ordinal);
        Assert.NotEmpty(run.Of<ResponderWanted>());
    }

    [Fact]
    public void Target_NotBegunYet_BeginsWithTheFirstReport()
    {
        var run = new OrderRun().React(Handed());
        Assert.Equal((OrderStatus.Filed, Smoke), (run.Summary.Status, run.Summary.Category));
        Assert.Equal([First, Second, "report-9"], run.Summary.Reports);
    }

    [Fact]
    public void Target_WasMergedItself_HandsOnWhatItGets()
    {
        var run = OrderRun.Reported().Done(new Merge { Into = Further });
        run.Facts.Clear();
        run.React(Handed());
        run.React(new MatterClaimed { Subject = OrderRun.Id, Version = 7, At = run.Now, Area = "430103002001001", Report = Report("report-8") });

        Assert.Equal(OrderStatus.Merged, run.Summary.Status);
        Assert.Empty(run.Of<ReportTaken>()); // The order that goes on takes them.
        Assert.Empty(run.Of<OrderEnded>());
        Assert.All(run.Of<ReportsHandedOver>(), static handed => Assert.Equal(Further, handed.Into));
        Assert.Equal([(First, 2), (Second, 2), ("report-9", 2), ("report-8", 1)], run.Of<ReportsHandedOver>().SelectMany(static handed => handed.Reports).Select(static report => (report.Id, report.Handovers)));
        Assert.Equal([First], run.Of<ReportsHandedOver>().SelectMany(static handed => handed.EndedAlerts));

        var last = new OrderRun();
        foreach (var handed in run.Of<ReportsHandedOver>())
        {
            last.React(handed);
        }

        Assert.Equal([First, Second, "report-9", "report-8"], last.Summary.Reports);
        Assert.Equal([First], OrderLines.EndedAlerts(last.Order));
    }

    [Fact]
    public void AlertEnded_ReachesAMergedOrder_IsLeftToTheOneThatGoesOn()
    {
        var run = Burning().Done(new Merge { Into = Other });
        var before = run.Order;
        run.Facts.Clear();
        run.React(new Facts.AlertEnded { Subject = Second, Version = 3, At = run.Now, Area = "430103002001001", Order = OrderRun.Id, Command = Ended(Second) });
        Assert.Same(before, run.Order);
        Assert.Empty(run.Facts);
    }

    [Fact]
    public void EveryLetter_HeardAgain_ChangesNothing()
    {
        CityFact[] letters =
        [
            new MatterClaimed { Subject = OrderRun.Id, Version = 1, At = OrderRun.Cst("2025-06-03 09:00"), Area = "430103002001001", Report = Alarm() },
            Handed(),
            new ResponderChosen { Subject = $"dispatch/{OrderRun.Id}", Version = 1, At = default, Area = "430103002001001", Order = OrderRun.Id, Command = Chosen() },
            new DrillStepTaken { Subject = $"truck-1/{OrderRun.Id}", Version = 1, At = default, Area = "430103002001001", Order = OrderRun.Id, Commands = [new SignFor { CommandId = "d-1", Actor = "truck-1", Responder = "truck-1" }] },
            new Facts.AlertEnded { Subject = Second, Version = 3, At = default, Area = "430103002001001", Order = OrderRun.Id, Command = Ended(Second) },
            new MatterMerged { Subject = OrderRun.Id, Version = 2, At = default, Area = "430103002001001", Command = new Merge { CommandId = "m-1", Actor = "officer-1", Into = Further } },
        ];
        var run = new OrderRun();
        foreach (var letter in letters)
        {
            var before = run.Order;
            run.React(letter);
            Assert.NotSame(before, run.Order);
            if (letter is ResponderChosen)
            {
                Assert.Equal(["truck-1"], run.Summary.Responders);
            }
        }

        var last = run.Order;
        run.Facts.Clear();
        foreach (var letter in letters)
        {
            run.React(letter);
        }

        Assert.Same(last, run.Order);
        Assert.Empty(run.Facts);
    }

    [Fact]
    public void Refusal_OfAnothersCommand_IsAFactOfTheOrder()
    {
        var run = new OrderRun().React(new ResponderChosen { Subject = $"dispatch/{OrderRun.Id}", Version = 1, At = default, Area = "430103002001009", Order = OrderRun.Id, Command = Chosen() });
        var unknown = Assert.Single(run.Of<CommandRefused>());
        Assert.Equal((OrderRun.Id, 0L, "not-found", "430103002001009"), (unknown.Subject, unknown.Version, unknown.Code, unknown.Area));
        Assert.Null(unknown.Order);

        run = OrderRun.Reported();
        run.Facts.Clear();
        run.React(new MatterMerged { Subject = OrderRun.Id, Version = 2, At = default, Area = "430103", Command = new Merge { Into = OrderRun.Id } })
            .React(new DrillStepTaken { Subject = $"truck-1/{OrderRun.Id}", Version = 1, At = default, Area = "430103002001001", Order = OrderRun.Id, Commands = [new Confirm(), new Close()] });
        Assert.Equal(["merge-target", "not-allowed", "not-allowed"], run.Facts.Cast<CommandRefused>().Select(static refused => refused.Code));
        Assert.All(run.Of<CommandRefused>(), refused => Assert.Same(run.Summary, refused.Order));
        Assert.Throws<InvalidOperationException>(() => new OrderRun().React(
            new MatterClaimed { Subject = OrderRun.Id, Version = 1, At = default, Area = "430103", Report = Report("report-1") with { Category = "event.other.unicorn" } }));
    }

    // Two alarms and a citizen; the first alarm ended.
    private static OrderRun Burning()
    {
        var run = new OrderRun();
        run.Report(First, Smoke, ReportChannel.Sensing);
        run.Report(Second, Smoke, ReportChannel.Sensing);
        run.Report("report-1", Smoke);
        return run.Done(new WorkOrderCommand.AlertEnded { Alert = First });
    }

    private static ReportsHandedOver Handed() => new()
    {
        Subject = Other,
        Version = 5,
        At = OrderRun.Cst("2025-06-03 09:30").ToUniversalTime(),
        Area = "430103002001002",
        Into = OrderRun.Id,
        Reports =
        [
            OrderRun.ReportOf(First, Smoke, OrderRun.Cst("2025-06-03 09:00"), ReportChannel.Sensing) with { Handovers = 1 },
            OrderRun.ReportOf(Second, Smoke, OrderRun.Cst("2025-06-03 09:05"), ReportChannel.Sensing) with { Handovers = 1 },
            Report("report-9") with { Reporter = "citizen-9", Handovers = 1 },
        ],
        EndedAlerts = [First],
    };

    private static OrderReport Alarm() => OrderRun.ReportOf("cam-3.smoke-seen.main.1", Smoke, OrderRun.Cst("2025-06-03 09:00"), ReportChannel.Sensing);

    private static OrderReport Report(string id) => OrderRun.ReportOf(id, Smoke, OrderRun.Cst("2025-06-03 09:00"), ReportChannel.Citizen);

    private static AssignTo Chosen() => OrderRun.Assign("truck-1") with { CommandId = $"dispatch-{OrderRun.Id}-1-1", Actor = "system" };

    private static WorkOrderCommand.AlertEnded Ended(string alert) => new() { CommandId = $"{alert} ended", Actor = "system", Alert = alert };
}
