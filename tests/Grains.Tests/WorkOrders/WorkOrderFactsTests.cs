using System.Text;
using CityActors.Commits;
using CityActors.Dispatch;
using CityActors.Facts;
using static CityActors.WorkOrders.WorkOrderCommand;

namespace CityActors.WorkOrders;

/// <summary>What others learn of an order.</summary>
public sealed class WorkOrderFactsTests
{
    private const string Alarm = "cam-1.fire-lane-blocked.lane.1";
    private const string FireLane = "event.emergency.fire-lane-blocked";

    [Fact]
    public void Alarm_FilesItself_FactsStandInTheOrderInWhichOthersMustHear()
    {
        var run = new OrderRun();
        run.Report(Alarm, FireLane, ReportChannel.Sensing);

        Assert.Equal(["OrderChanged 1", "ReportTaken 1", "OrderChanged 2", "ResponderWanted 2"], Names(run.Facts));
        Assert.Equal((Alarm, Alarm, "430103002001001"), (run.Of<ReportTaken>()[0].Report, run.Of<ReportTaken>()[0].Alert, run.Of<ReportTaken>()[0].Area));
        var need = run.Of<ResponderWanted>()[0].Need;
        Assert.Equal((OrderRun.Id, 1, true, run.Now), (need.Order, need.Round, need.Urgent, need.At.ToOffset(run.Now.Offset)));
        Assert.Equal(OrderRun.Catalogue.Find(FireLane)!.Skills, need.Skills);
    }

    [Fact]
    public void EachLineThatWaits_AsksForRespondersInARoundOfItsOwn()
    {
        var run = OrderRun.Reported().Done(
            new FileCase(), OrderRun.Assign("truck-1"), new Return(), OrderRun.Assign("truck-1"), new Suspend { Until = OrderRun.Cst("2025-06-20 08:00") },
            new Resume(), OrderRun.Assign("truck-1"), new SignFor { Responder = "truck-1" }, new Start(), new Submit(), new Rework(),
            OrderRun.Assign("truck-1"), new SignFor { Responder = "truck-1" }, new Start(), new Submit(), new Confirm(), new Close(), new Reopen());

        Assert.Equal([1, 2, 3, 4, 5], run.Of<ResponderWanted>().Select(static wanted => wanted.Need.Round));
        Assert.Equal(
            ["filed", "returned", "resumed", "rework-ordered", "reopened"],
            run.Of<ResponderWanted>().Select(wanted => run.Lines[(int)wanted.Version - 1].What));
    }

    [Fact]
    public void Crew_OnlyTheDifferenceIsTold()
    {
        var run = OrderRun.Reported().Done(new FileCase());
        run.Done(new AssignTo
        {
            Choices =
            [
                new DispatchChoice { Skill = "sanitation-vehicle", Responder = "truck-1", DistanceMetres = 120 },
                new DispatchChoice { Skill = "cleaner", Responder = "cleaner-1" },
            ],
        });
        var offers = run.Of<CrewChanged>().Single().Offers;
        Assert.Equal([("truck-1", "sanitation-vehicle", 120), ("cleaner-1", "cleaner", 0)], offers.Select(static offer => (offer.Responder, offer.Assignment.Skill, offer.Assignment.DistanceMetres)));
        Assert.All(offers, offer => Assert.Equal((OrderRun.Id, run.Summary.ChangedAt), (offer.Assignment.Order, offer.Assignment.At)));

        Assert.Equal("", Crew(run, new SignFor { Responder = "truck-1" }));
        Assert.Equal("+cleaner-2 -cleaner-1", Crew(run, OrderRun.Assign("truck-1", "cleaner-2")));
        Assert.Equal("-cleaner-2", Crew(run, new Decline { Responder = "cleaner-2" }));
        Assert.Equal("+cleaner-3", Crew(run, OrderRun.Assign("truck-1", "cleaner-3")));
        Assert.Equal("", Crew(run, new Start()));
        Assert.Equal("-truck-1 -cleaner-3", Crew(run, new Submit()));
        Assert.Equal("", Crew(run, new Rework()));
        Assert.Equal("+truck-1", Crew(run, OrderRun.Assign("truck-1")));
        Assert.Equal("-truck-1", Crew(run, new Cancel()));
    }

    [Fact]
    public void NobodyFree_TheSilentOneIsGivenUp_AndMaySignLate()
    {
        var run = OrderRun.Reported().Done(new FileCase(), OrderRun.Assign("truck-1", "cleaner-1"), new SignFor { Responder = "truck-1" });
        Assert.Equal("-cleaner-1", Crew(run, new AssignTo
        {
            Choices = [new DispatchChoice { Skill = "sanitation-vehicle", Responder = "" }, new DispatchChoice { Skill = "cleaner", Responder = "" }],
        }));
        Assert.Equal(["truck-1"], run.Summary.Responders);
        Assert.Equal("+cleaner-1", Crew(run, new SignFor { Responder = "cleaner-1" }));
        Assert.Equal([("truck-1", true), ("cleaner-1", true)], run.Order.Crew.Select(static member => (member.Responder, member.HasSigned)));
    }

    [Fact]
    public void SignFor_TakesOnTheAlertsThatAreOpen()
    {
        var run = new OrderRun();
        run.Report(Alarm, FireLane, ReportChannel.Sensing);
        run.Report("cam-2.fire-lane-blocked.lane.1", FireLane, ReportChannel.Sensing);
        run.Done(new WorkOrderCommand.AlertEnded { Alert = Alarm }, OrderRun.Assign("truck-1"));
        Assert.Empty(run.Of<AlertsActedOn>());
        run.Done(new SignFor { Responder = "truck-1" });

        var taken = Assert.Single(run.Of<AlertsActedOn>());
        Assert.Equal(["cam-2.fire-lane-blocked.lane.1"], taken.Alerts);
        Assert.IsType<Alerts.AlertCommand.Acknowledge>(taken.Command);
        Assert.NotEmpty(taken.Command.CommandId);
    }

    [Fact]
    public void End_TheAlertsNotEndedBeforeEnd_ButNotByAMerge()
    {
        var run = new OrderRun();
        run.Report(Alarm, FireLane, ReportChannel.Sensing);
        run.Report("cam-2.fire-lane-blocked.lane.1", FireLane, ReportChannel.Sensing);
        run.Done(new WorkOrderCommand.AlertEnded { Alert = Alarm });
        Assert.Empty(run.Of<OrderEnded>());
        run.Done(new Cancel { Reason = "a drill" });

        var ended = Assert.Single(run.Of<OrderEnded>());
        Assert.Equal(["cam-2.fire-lane-blocked.lane.1"], ended.Alerts);
        Assert.Equal(("officer-1", "a drill", run.Summary.Version), (ended.Actor, ended.Reason, ended.Version));
    }

    [Fact]
    public void LateReport_SeenBeforeTheEnd_EndsItsAlertWithoutReopening()
    {
        var run = new OrderRun();
        run.Report(Alarm, FireLane, ReportChannel.Sensing);
        run.At("2025-06-03 10:00").Done(new Cancel()).At("2025-06-03 09:30");
        run.Report("cam-2.fire-lane-blocked.lane.1", FireLane, ReportChannel.Sensing);

        Assert.Equal(OrderStatus.Cancelled, run.Summary.Status);
        Assert.Equal([[Alarm], ["cam-2.fire-lane-blocked.lane.1"]], run.Of<OrderEnded>().Select(static ended => ended.Alerts));
    }

    [Fact]
    public void PublicFacts_HoldNoNameNoTextAndNoOfficersReason()
    {
        var run = OrderRun.Reported().Done(
            new FileCase { Reason = "the mayor's wish" }, OrderRun.Assign("truck-1"), new SignFor { Responder = "truck-1" }, new Start(), new Submit { Reason = "all swept" },
            new Confirm(), new Close(), new Rate { Actor = "citizen-1", Stars = 1, Reason = "still dirty" }).At("2025-06-03 12:00");
        run.React(new MatterClaimed { Subject = OrderRun.Id, Version = 1, At = run.Now, Area = "430103002001001", Report = Again(run.Now) });

        Assert.Equal(OrderStatus.Reported, run.Summary.Status);
        var open = Text([.. run.Facts.Where(static fact => !fact.IsInternal)]);
        foreach (var secret in (string[])["citizen-1", "citizen-2", "垃圾", "mayor", "swept", "dirty", "because"])
        {
            Assert.DoesNotContain(secret, open, StringComparison.Ordinal);
        }

        Assert.Contains("officer-1", open, StringComparison.Ordinal);
        Assert.Contains("再次上报", open, StringComparison.Ordinal);
        Assert.Contains(run.Of<OrderChanged>(), static fact => fact.Entry is { What: "rated", Actor: "reporter" });
        Assert.Contains(run.Order.History, static entry => entry is { What: "rated", Actor: "citizen-1", Why: "still dirty" });
    }

    private static OrderReport Again(DateTimeOffset at) =>
        OrderRun.ReportOf("report-2", "event.environment.exposed-waste", at, ReportChannel.Citizen) with { Reporter = "citizen-2" };

    private static string Text(IReadOnlyList<CityFact> facts) => Encoding.UTF8.GetString(new StateSerializer().Serialize(facts));

    private static IEnumerable<string> Names(IEnumerable<CityFact> facts) => facts.Select(static fact => $"{fact.GetType().Name} {fact.Version}");

    private static string Crew(OrderRun run, WorkOrderCommand command)
    {
        run.Facts.Clear();
        run.Done(command);
        return string.Join(' ', run.Of<CrewChanged>().SelectMany(static fact =>
            fact.Offers.Select(static offer => $"+{offer.Responder}").Concat(fact.Released.Select(static responder => $"-{responder}"))));
    }
}
