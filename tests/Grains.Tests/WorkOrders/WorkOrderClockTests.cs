using CityActors.Commits;
using CityActors.Deadlines;
using CityActors.Drill;
using CityActors.WorkOrders.Coded;
using Microsoft.Extensions.Options;
using static CityActors.WorkOrders.WorkOrderCommand;

namespace CityActors.WorkOrders;

public sealed class WorkOrderClockTests
{
    [Fact]
    public void Reported_NobodyAccepts_OverdueOnceAtTheExactTimeAndEscalated()
    {
        var run = OrderRun.Reported();
        run.FallDue(OrderRun.Cst("2025-06-03 20:00"));
        run.FallDue(OrderRun.Cst("2025-06-04 20:00"));

        var overdue = Assert.Single(run.Order.History, static entry => entry.What == "acceptance-overdue");
        Assert.Equal(OrderRun.Cst("2025-06-03 09:15"), overdue.At);
        Assert.True(run.Summary.IsEscalated);
        Assert.Equal(["acceptance"], run.Summary.Overdue);
    }

    [Fact]
    public void Checking_Runs_AcceptanceIsPausedAndCheckHasItsOwnOverdue()
    {
        var run = OrderRun.Reported().At("2025-06-03 09:10").Done(new Check());
        Assert.Null(run.Clock("acceptance")!.DueAt);
        run.FallDue(OrderRun.Cst("2025-06-03 12:00"));

        Assert.Equal(["check"], run.Summary.Overdue);
        Assert.False(run.Summary.IsEscalated); // Only acceptance, dispatch and handling bring the street in.
        run.At("2025-06-03 12:00").Done(new FileCase());
        Assert.Equal(OrderRun.Cst("2025-06-03 12:15"), run.Summary.DueAt);
        Assert.Equal("dispatch", run.Summary.DueClock);
    }

    [Fact]
    public void Handling_FourWorkingHoursFromFridayEvening_EndsOnTheSwappedSaturday()
    {
        var run = OrderRun.Reported(now: "2025-10-10 17:30").Done(new FileCase(), OrderRun.Assign("truck-1"));
        Assert.Equal(OrderRun.Cst("2025-10-11 11:30"), run.Summary.DueAt);
    }

    [Fact]
    public void Return_SameDepartment_RemainingTimeResumes()
    {
        var run = OrderRun.Reported().Done(new FileCase(), OrderRun.Assign("truck-1")) // Due 2025-06-03 15:00.
            .At("2025-06-03 11:00").Done(new Return())
            .At("2025-06-03 11:10").Done(OrderRun.Assign("truck-1"));
        Assert.Equal(OrderRun.Cst("2025-06-03 15:10"), run.Summary.DueAt);
        Assert.Equal(2, run.Order.Round);
    }

    [Fact]
    public void Return_ToAnotherDepartment_TheWholeLimitStartsAgain()
    {
        var run = OrderRun.Reported().Done(new FileCase(), OrderRun.Assign("truck-1"))
            .At("2025-06-03 11:00").Done(new Return())
            .At("2025-06-03 11:10").Done(new AssignTo { Department = "municipal" });
        Assert.Equal(OrderRun.Cst("2025-06-03 17:10"), run.Summary.DueAt);
        Assert.Equal("municipal", run.Summary.Department);
    }

    [Fact]
    public void Return_NobodyDispatches_DispatchFallsOverdueAfterFifteenMinutes()
    {
        var run = OrderRun.Reported().Done(new FileCase(), OrderRun.Assign("truck-1")).At("2025-06-03 11:00").Done(new Return());
        run.FallDue(OrderRun.Cst("2025-06-04 11:00"));
        Assert.Equal(OrderRun.Cst("2025-06-03 11:15"), Assert.Single(run.Order.History, static entry => entry.What == "dispatch-overdue").At);
        Assert.Equal(["dispatch"], run.Summary.Overdue); // The handling clock stands still.
    }

    [Fact]
    public void Pause_OutsideWorkingTime_ChangesNoWorkingTimeDeadline()
    {
        var run = OrderRun.Reported(now: "2025-06-03 16:00").Done(new FileCase(), OrderRun.Assign("truck-1")); // Due 2025-06-04 10:00.
        var due = run.Summary.DueAt;
        run.At("2025-06-03 18:05").Done(new Return()).At("2025-06-03 18:15").Done(OrderRun.Assign("truck-1"));
        Assert.Equal(due, run.Summary.DueAt);
        run.At("2025-06-03 20:00").Done(new Suspend { Until = OrderRun.Cst("2025-06-04 07:59") });
        run.FallDue(OrderRun.Cst("2025-06-04 07:59"));
        Assert.Equal(due, run.Summary.DueAt);
    }

    [Fact]
    public void Suspended_DateComes_ResumesByItselfWithWhatWasLeft()
    {
        var run = OrderRun.Reported().Done(new FileCase(), OrderRun.Assign("truck-1")) // One hour of four will be used.
            .At("2025-06-03 10:00").Done(new Suspend { Until = OrderRun.Cst("2025-09-01 08:00") });
        Assert.Equal(("suspension", OrderRun.Cst("2025-09-01 08:00")), (run.Summary.DueClock, run.Summary.DueAt!.Value));
        Assert.Empty(run.Summary.Responders);
        run.FallDue(OrderRun.Cst("2025-09-01 08:00"));

        Assert.Equal(OrderStatus.Dispatched, run.Summary.Status);
        Assert.Equal(OrderRun.Cst("2025-09-01 11:00"), run.Summary.DueAt);
        Assert.Equal("suspended-before", run.At("2025-09-01 08:30").Do(new Suspend { Until = OrderRun.Cst("2025-09-02 08:00") }).Refusal!.Code);
    }

    [Fact]
    public void Suspend_LongerThanAYear_IsRefused() =>
        Assert.Equal("suspension-length", OrderRun.Reported().Done(new FileCase(), OrderRun.Assign("truck-1"))
            .Do(new Suspend { Until = OrderRun.Cst("2026-06-04 09:00") }).Refusal!.Code);

    [Fact]
    public void Extend_TwiceGranted_OneLimitEachAndNoMore()
    {
        var run = OrderRun.Reported().Done(new FileCase(), OrderRun.Assign("truck-1"), new Extend { Granted = false }, new Extend());
        Assert.Equal(OrderRun.Cst("2025-06-04 09:00"), run.Summary.DueAt); // 8 working hours from 09:00 on the 3rd.
        run.Done(new Extend { Granted = false }, new Extend());
        Assert.Equal(OrderRun.Cst("2025-06-04 15:00"), run.Summary.DueAt);
        Assert.Equal("extended-twice", run.Do(new Extend()).Refusal!.Code);
        Assert.Equal(2, run.Summary.Extensions);
    }

    [Fact]
    public void Extend_RefusedOverAndOver_IsRecordedTenTimesAndCanStillBeGranted()
    {
        var run = OrderRun.Reported().Done(new FileCase(), OrderRun.Assign("truck-1"));
        run.Done([.. Enumerable.Repeat(new Extend { Granted = false }, WorkOrderDecisions.MostRefusedExtensions)]);
        var lines = run.Lines.Count;

        Assert.Equal("extension-refused-before", run.Do(new Extend { Granted = false }).Refusal!.Code);
        Assert.Equal(lines, run.Lines.Count);
        run.Done(new Extend());
    }

    [Fact]
    public void Extend_AfterOverdue_IsRefusedEvenBeforeTheDeadlineFired() =>
        Assert.Equal("overdue", OrderRun.Reported().Done(new FileCase(), OrderRun.Assign("truck-1"))
            .At("2025-06-03 15:00").Do(new Extend()).Refusal!.Code);

    [Fact]
    public void Handling_SubmittedInTimeButConfirmedLate_IsOverdue()
    {
        var run = OrderRun.Reported().Done(new FileCase(), OrderRun.Assign("truck-1"), new SignFor { Responder = "truck-1" }, new Start(), new Submit())
            .At("2025-06-03 15:30").Done(new Confirm());
        Assert.Equal(["handling"], run.Summary.Overdue);
        Assert.True(run.Summary.IsEscalated);
        Assert.Equal("closing", run.Summary.DueClock);
    }

    [Fact]
    public void Verifying_PausesClosing_AndHasItsOwnClock()
    {
        var run = OrderRun.Reported()
            .Done(new FileCase(), OrderRun.Assign("truck-1"), new SignFor { Responder = "truck-1" }, new Start(), new Submit(), new Confirm())
            .At("2025-06-03 09:10").Done(new Verify());
        Assert.Equal(("verify", OrderRun.Cst("2025-06-03 09:40")), (run.Summary.DueClock, run.Summary.DueAt!.Value));
        run.At("2025-06-03 09:20").Done(new Rework());
        Assert.Equal(OrderStatus.Dispatched, run.Summary.Status);
        Assert.Equal((1, OrderRun.Cst("2025-06-03 15:20")), (run.Summary.Reworks, run.Summary.DueAt!.Value));
    }

    [Fact]
    public void Dispatch_InAYearWithoutCalendar_IsRefusedAndChangesNothing()
    {
        var run = OrderRun.Reported(now: "2026-12-31 17:00").Done(new FileCase());
        var before = run.Order;
        Assert.Equal("calendar-year-missing", run.Do(OrderRun.Assign("truck-1")).Refusal!.Code);
        Assert.Same(before, run.Order);
    }

    [Fact]
    public void Deadlines_AnyState_AreTheNextClockAndNothingAfterTheEnd()
    {
        var run = OrderRun.Reported();
        Assert.Equal([new DueTime("acceptance", OrderRun.Cst("2025-06-03 09:15"))], DeadlinesOf(run));
        run.Done(new Check());
        Assert.Equal([new DueTime("check", OrderRun.Cst("2025-06-03 09:30"))], DeadlinesOf(run));
        run.FallDue(OrderRun.Cst("2025-06-03 09:30"));
        Assert.Empty(DeadlinesOf(run));
        run.Done(new FileCase());
        Assert.Equal("dispatch", Assert.Single(DeadlinesOf(run)).Name);
        Assert.Empty(DeadlinesOf(run.Done(new Cancel())));
    }

    [Fact]
    public void Deadline_MetByACommandBefore_ChangesNothing()
    {
        var run = OrderRun.Reported();
        var due = Assert.Single(DeadlinesOf(run));
        run.At("2025-06-03 09:05").Done(new FileCase());
        var decision = OrderRun.Rules.Due(OrderRun.Id, run.Order, new Deadline(OrderRun.Id, due.Name, due.At), due.At);
        Assert.False(decision.IsChange);
        Assert.Null(decision.Again);
    }

    [Fact]
    public void Suspension_EndsInAYearWithoutCalendar_IsLookedAtAgainInADay()
    {
        var run = OrderRun.Reported(now: "2026-12-30 09:00").Done(new FileCase(), OrderRun.Assign("truck-1"))
            .Done(new Suspend { Until = OrderRun.Cst("2026-12-31 17:00") });
        var due = Assert.Single(DeadlinesOf(run));
        var decision = OrderRun.Rules.Due(OrderRun.Id, run.Order, new Deadline(OrderRun.Id, due.Name, due.At), due.At);

        Assert.Equal(due.At.AddDays(1), decision.Again);
        Assert.Same(run.Order, decision.Next);
        Assert.Empty(decision.Facts);
    }

    [Fact]
    public void DrillReport_NobodyFiles_TheDeskDoesAtItsTime()
    {
        var run = new OrderRun();
        var rules = new WorkOrderRules(OrderRun.Types, OrderRun.Catalogue, OrderRun.Calendar, Options.Create(new DrillOptions { Pace = 20 }));
        var report = OrderRun.ReportOf("report-1", "event.environment.exposed-waste", run.Now, ReportChannel.Citizen) with { Drill = true };
        var order = rules.Report(OrderRun.Id, run.Order, report).Decision.Next;
        var filing = Assert.Single(rules.Deadlines(OrderRun.Id, order), static due => due.Name == "drill-file");
        Assert.InRange(filing.At - run.Now, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(12));

        var filed = rules.Due(OrderRun.Id, order, new Deadline(OrderRun.Id, filing.Name, filing.At), filing.At);
        Assert.Equal((OrderStatus.Filed, filing.At), (filed.Next.Summary!.Status, filed.Next.Summary.ChangedAt));
        Assert.DoesNotContain(rules.Deadlines(OrderRun.Id, filed.Next), static due => due.Name == "drill-file");
    }

    private static DueTime[] DeadlinesOf(OrderRun run) => [.. OrderRun.Rules.Deadlines(OrderRun.Id, run.Order)];
}
