using System.Text.Json;
using CityActors.Alerts;
using CityActors.Deadlines;
using CityActors.Facts;
using CityActors.WorkOrders.Coded;
using FsCheck;
using FsCheck.Fluent;
using static CityActors.WorkOrders.WorkOrderCommand;

namespace CityActors.WorkOrders;

public sealed class WorkOrderRulesTests
{
    private static readonly WorkOrderCommand[] Life =
    [
        new FileCase(), OrderRun.Assign("truck-1", "cleaner-1"), new SignFor { Responder = "truck-1" }, new SignFor { Responder = "cleaner-1" },
        new Start(), new Submit(), new Confirm(), new Verify(), new Close(), new Rate { Actor = "citizen-1", Stars = 4 },
    ];

    private static readonly WorkOrderCommand[] Anything =
    [
        .. Life, new WorkOrderCommand.Check(), new RefuseCase(), new Decline { Responder = "truck-1" }, new Rework(), new Return(), new AssignTo { Department = "municipal" },
        new Suspend { Until = OrderRun.Cst("2025-06-20 08:00") }, new Resume(), new Extend(), new Extend { Granted = false }, new Escalate(), new Reopen(),
        new Appeal { Actor = "department-1" }, new DecideAppeal { Granted = true, Actor = "reviewer-1" }, new DecideAppeal { Granted = true, Actor = "reviewer-2" },
        OrderRun.Assign("truck-2"), OrderRun.Assign("", "cleaner-2"),
    ];

    [Fact]
    public void WholeLife_FromReportToRating_EveryFactIsToldOnceInOrder()
    {
        var run = OrderRun.Reported().Done(Life);
        Assert.Equal((OrderStatus.Closed, 4, 11L), (run.Summary.Status, run.Summary.Rating, run.Summary.Version));
        Assert.Equal(Enumerable.Range(1, 11).Select(static version => $"{OrderRun.Id}#{version}"), run.Of<OrderChanged>().Select(static fact => fact.Id));
        Assert.All(run.Of<OrderChanged>(), static fact => Assert.Null(fact.Entry.Report));
        Assert.NotNull(run.Summary.EndedAt);
    }

    [Fact]
    public void AnyHistory_RebuiltFromTermsAndLines_IsTheSameOrder() =>
        FsCheck.Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(
            Gen.Elements(Enumerable.Range(0, Anything.Length * 30).ToArray()).ListOf(25).ToArbitrary(),
            static steps =>
            {
                var run = OrderRun.Reported();
                foreach (var step in steps)
                {
                    run.Now = run.Now.AddMinutes(7 * (step / Anything.Length));
                    run.Do(Anything[step % Anything.Length]);
                }

                var rebuilt = OrderFold.Rebuild(OrderRun.Program, run.Order, OrderRun.Calendar);
                return Text(rebuilt with { Case = null }) == Text(run.Order with { History = [], Case = null })
                    && run.Lines.Select(static entry => entry.Version).SequenceEqual(Enumerable.Range(1, run.Lines.Count).Select(static n => (long)n))
                    && run.Lines.Zip(run.Lines.Skip(1)).All(static pair => pair.First.At <= pair.Second.At);
            }));

    [Fact]
    public void RepeatedCommand_Later_ChangesNothingAndGetsTheSameAnswer()
    {
        var run = OrderRun.Reported();
        var first = run.Do(new FileCase { CommandId = "mine" });
        run.Done(OrderRun.Assign("truck-1", "cleaner-1")).At("2025-06-03 11:00").Done(new Return());
        var before = run.Order;
        var again = run.Do(new FileCase { CommandId = "mine" });

        Assert.Same(before, run.Order);
        Assert.Equal(JsonSerializer.Serialize(first), JsonSerializer.Serialize(again));
    }

    [Theory]
    [InlineData("""{"year":2025,"holidays":[{"from":"2025-06-03","to":"2025-06-04"}],"workingDays":[]}""")] // A holiday was added.
    [InlineData("""{"year":2025,"holidays":[],"workingDays":["2025-06-07"]}""")]
    [InlineData("""{"year":2024,"holidays":[],"workingDays":[]}""")] // The year was taken out.
    public void RepeatedCommand_UnderACorrectedCalendar_GetsTheSameAnswer(string year)
    {
        var run = OrderRun.Reported();
        var first = run.Do(new FileCase { CommandId = "file" });
        run.At("2025-06-03 17:00");
        var second = run.Do(OrderRun.Assign("truck-1", "cleaner-1") with { CommandId = "dispatch" });
        run.Done(new Suspend { Until = OrderRun.Cst("2025-06-20 09:00") });
        var rules = RulesWith(year);

        Assert.Equal(JsonSerializer.Serialize(first), JsonSerializer.Serialize(Again(new FileCase { CommandId = "file" })));
        Assert.Equal(JsonSerializer.Serialize(second), JsonSerializer.Serialize(Again(OrderRun.Assign("truck-1", "cleaner-1") with { CommandId = "dispatch" })));

        WorkOrderReply Again(WorkOrderCommand command) => rules.Apply(OrderRun.Id, run.Order, command).Reply;
    }

    [Fact]
    public void RepeatedCommand_OnALineThatDoesNotSayWhatWasDue_GetsItsAnswerWithoutThat()
    {
        var run = OrderRun.Reported().Done(new FileCase());
        run.Done(OrderRun.Assign("truck-1", "cleaner-1") with { CommandId = "dispatch" });
        var old = run.Order with { History = [.. run.Order.History.Select(static line => line with { DueAt = null, DueClock = null })] };

        var (decision, reply) = RulesWith("""{"year":2024,"holidays":[],"workingDays":[]}""").Apply(OrderRun.Id, old, OrderRun.Assign() with { CommandId = "dispatch" });

        Assert.False(decision.IsChange);
        Assert.Equal((OrderStatus.Dispatched, null, ""), (reply.Order!.Status, reply.Order.DueAt, reply.Order.DueClock));
    }

    [Theory]
    [InlineData("好", 2_000, null)]
    [InlineData("好", 2_001, "reason-too-long")]
    [InlineData("\U0001F525", 2_000, null)]
    public void Reason_LongerThanAText_IsRefused(string character, int length, string? code) =>
        Assert.Equal(code, OrderRun.Reported().Do(new Cancel { Reason = string.Concat(Enumerable.Repeat(character, length)) }).Refusal?.Code);

    [Fact]
    public void RepeatedReport_ChangesNothing_AndAnotherOneIsAdded()
    {
        var run = OrderRun.Reported();
        var before = run.Order;
        run.Report("report-1");
        Assert.Same(before, run.Order);
        run.Report("report-2");
        Assert.Equal(["report-1", "report-2"], run.Summary.Reports);
    }

    [Fact]
    public void SensorReport_OfASelfFilingCategory_IsFiledBySystemAtOnce()
    {
        var run = new OrderRun();
        var reply = run.Report("cam-1.fire-lane-blocked.lane.1", "event.emergency.fire-lane-blocked", ReportChannel.Sensing);
        Assert.Equal(OrderStatus.Filed, reply.Order!.Status);
        Assert.Equal(["reported", "filed"], run.Order.History.Select(static entry => entry.What));
        Assert.Equal("system", run.Order.History[1].Actor);
        Assert.Equal(1, run.Order.Round);
        Assert.Equal(JsonSerializer.Serialize(reply), JsonSerializer.Serialize(run.Report("cam-1.fire-lane-blocked.lane.1", "event.emergency.fire-lane-blocked", ReportChannel.Sensing)));
    }

    [Fact]
    public void Report_AfterTheEnd_TakesTheMatterUpAgain()
    {
        var run = OrderRun.Reported().Done(Life).At("2025-06-03 10:00");
        run.Report("report-2");
        Assert.Equal((OrderStatus.Reported, "acceptance"), (run.Summary.Status, run.Summary.DueClock));
        Assert.Null(run.Summary.EndedAt);
    }

    [Fact]
    public void Decline_OneOfTwo_TheOtherGoesOnAndTheNextOneTakesItsPlace()
    {
        var run = OrderRun.Reported().Done(new FileCase(), OrderRun.Assign("truck-1", "cleaner-1"),
            new SignFor { Responder = "truck-1" }, new Decline { Responder = "cleaner-1" });
        Assert.Equal(OrderStatus.SignedFor, run.Summary.Status);
        run.Done(OrderRun.Assign("", "cleaner-2"));
        Assert.Equal(["truck-1", "cleaner-2"], run.Summary.Responders);
        Assert.Equal("not-its-responder", run.Do(new SignFor { Responder = "cleaner-1" }).Refusal!.Code);
        run.Done(new SignFor { Responder = "cleaner-2" }, new Start());
        Assert.Equal(OrderStatus.Handling, run.Summary.Status);
    }

    [Fact]
    public void Appeal_BothReviewersGrant_ExemptButTheOverdueFactStays()
    {
        var run = OrderRun.Reported().At("2025-06-03 09:30").Done(Life).Done(new Appeal { Actor = "department-1" });
        Assert.Equal("same-reviewer", run.Do(new DecideAppeal { Granted = true, Actor = "department-1" }).Refusal!.Code);
        run.Done(new DecideAppeal { Granted = true, Actor = "reviewer-1" });
        Assert.False(run.Summary.IsExempt);
        Assert.Equal("same-reviewer", run.Do(new DecideAppeal { Granted = true, Actor = "reviewer-1" }).Refusal!.Code);
        run.Done(new DecideAppeal { Granted = true, Actor = "reviewer-2" });
        Assert.True(run.Summary.IsExempt);
        Assert.Equal(["acceptance"], run.Summary.Overdue);
        Assert.Equal("appealed-before", run.Do(new Appeal()).Refusal!.Code);
    }

    [Fact]
    public void AlertEnded_TheOnlyReport_ClosesAndAFalseAlarmCancels()
    {
        foreach (var (isFalse, status) in new[] { (false, OrderStatus.Closed), (true, OrderStatus.Cancelled) })
        {
            var run = new OrderRun();
            run.Report("home-1.inactivity.main.1", "service.care.inactivity", ReportChannel.Sensing);
            run.Done(new WorkOrderCommand.AlertEnded { Alert = "home-1.inactivity.main.1", IsFalseAlarm = isFalse });
            Assert.Equal(status, run.Summary.Status);
            Assert.Equal("no-rater", run.Order.IsEnded && !isFalse ? run.Do(new Rate { Stars = 5 }).Refusal!.Code : "no-rater");
        }
    }

    [Fact]
    public void AlertEnded_ACitizenReportedIt_GoesOn()
    {
        var run = new OrderRun();
        run.Report("cam-1.smoke-seen.main.1", "event.emergency.fire-smoke", ReportChannel.Sensing);
        run.Report("report-2");
        run.Done(new WorkOrderCommand.AlertEnded { Alert = "cam-1.smoke-seen.main.1" });
        Assert.Equal(OrderStatus.Filed, run.Summary.Status);
    }

    [Fact]
    public void Order_SentBackAndForthByACaller_IsBoundedAndStillComesToItsEnd()
    {
        var source = new CommandSource("officer-1", "asked");
        var run = OrderRun.Reported().Done(new FileCase(), OrderRun.Assign("truck-1"));
        while (run.Order.History.Count < WorkOrderDecisions.MostLines)
        {
            run.Done(run.Summary.Status == OrderStatus.Returned ? OrderRun.Assign("truck-1") with { Source = source } : new Return { Source = source });
        }

        var again = run.Summary.Status == OrderStatus.Returned ? OrderRun.Assign("truck-1") with { Source = source } : (WorkOrderCommand)new Return { Source = source };
        Assert.Equal("too-many-lines", run.Do(again).Refusal!.Code);
        run.Done(new Cancel { Source = source });
        Assert.True(run.Order.IsEnded);
    }

    [Theory]
    [InlineData("citizen-1", 5, null)]
    [InlineData("citizen-1", 0, "stars")]
    [InlineData("officer-1", 5, "not-the-reporter")]
    public void Rate_ClosedOrder_OnlyByWhoeverReported(string actor, int stars, string? code) =>
        Assert.Equal(code, OrderRun.Reported().Done(Life[..^1]).Do(new Rate { Actor = actor, Stars = stars }).Refusal?.Code);

    [Fact]
    public void State_ThroughTheStorageFormat_IsTheSame()
    {
        var run = OrderRun.Reported().Done(Life);
        Assert.Equal(Text(run.Order), Text(JsonSerializer.Deserialize<WorkOrder>(Text(run.Order))!));
    }

    [Fact]
    public void Report_UnknownCategory_IsRefused()
    {
        var run = new OrderRun();
        Assert.Equal("unknown-category", run.Report("report-1", "event.other.unicorn").Refusal!.Code);
        Assert.Null(run.Order.Summary);
    }

    private static string Text(WorkOrder order) => JsonSerializer.Serialize(order);

    private static WorkOrderRules RulesWith(string year) => new(
        OrderRun.Types,
        OrderRun.Catalogue,
        WorkCalendar.Parse($$"""{"workingPeriods":[["08:00","12:00"],["14:00","18:00"]],"years":[{{year}}]}""", "corrected.json"),
        Microsoft.Extensions.Options.Options.Create(new Drill.DrillOptions()));
}
