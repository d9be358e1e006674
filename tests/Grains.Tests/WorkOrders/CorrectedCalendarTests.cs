using CityActors.Deadlines;
using static CityActors.WorkOrders.OrderRun;
using static CityActors.WorkOrders.WorkOrderCommand;

namespace CityActors.WorkOrders;

/// <summary>A calendar takes the place of another one: what is open is moved to a later time, by a line; nothing else is.</summary>
public sealed class CorrectedCalendarTests
{
    private static readonly WorkCalendar Usual = CalendarOf("");
    private static readonly DateTimeOffset Corrected = Cst("2025-06-04 08:30");

    [Fact]
    public void Holiday_AddedBeforeTheDeadline_MovesItByOneLineThatSaysSo()
    {
        var run = Dispatched("2025-06-03 17:00"); // Four hours: due 2025-06-04 11:00.
        run.By = RulesOf(CalendarOf("2025-06-04").TakenAt(Corrected));

        run.FallDue(Cst("2025-06-05 10:59"));

        var line = Assert.Single(run.Lines, static line => line.What == OrderEvents.CalendarCorrected);
        Assert.Equal((Corrected, "system", "handling"), (line.At, line.Actor, line.Subject));
        Assert.Equal((Cst("2025-06-04 11:00"), Cst("2025-06-05 11:00"), Cst("2025-06-05 11:00")), (line.DueBefore!.Value, line.Until!.Value, line.DueAt!.Value));
        Assert.Equal("The working calendar was corrected: due 2025-06-05 11:00, not 2025-06-04 11:00. 工作日历已更正，时限由2025-06-04 11:00改为2025-06-05 11:00。", line.Why);
        Assert.Equal(run.Lines[^1], line);
        Assert.DoesNotContain(run.By.Deadlines(Id, run.Order), static due => due.Name == "calendar");

        run.FallDue(Cst("2025-06-05 11:00"));
        Assert.Equal(("handling-overdue", Cst("2025-06-05 11:00")), (run.Lines[^1].What, run.Lines[^1].At));
    }

    [Theory]
    [InlineData("2025-06-03 17:00", "2025-06-04 08:30")] // A holiday that became a working day: it would be due earlier.
    [InlineData("2025-06-03 17:00", "2025-06-05 11:00")] // Its time has come, whoever had noticed it or not.
    public void Deadline_ThatWouldBeEarlierOrHasPassed_Stands(string dispatched, string corrected)
    {
        var isEarlier = corrected.StartsWith("2025-06-04", StringComparison.Ordinal);
        var (before, after) = isEarlier ? (CalendarOf("2025-06-04"), Usual) : (Usual, CalendarOf("2025-06-04"));
        var run = Dispatched(dispatched, before);
        var due = run.Summary.DueAt!.Value;
        run.By = RulesOf(after.TakenAt(Cst(corrected)));

        run.FallDue(due);

        Assert.Equal(("handling-overdue", due), (run.Lines[^1].What, run.Lines[^1].At));
        Assert.DoesNotContain(run.Lines, static line => line.What == OrderEvents.CalendarCorrected);
    }

    [Fact]
    public void Command_AfterTheCorrection_FindsTheDeadlineMoved()
    {
        var run = Dispatched("2025-06-03 17:00");
        run.By = RulesOf(CalendarOf("2025-06-04").TakenAt(Corrected));

        run.At("2025-06-04 12:00").Done(new Return()).At("2025-06-05 08:00").Done(Assign("truck-1"));

        Assert.Equal(Cst("2025-06-05 11:00"), run.Summary.DueAt); // Three of its four hours are left.
        Assert.Equal([], run.Summary.Overdue.Where(static clock => clock == "handling"));
        Assert.Equal("calendar-corrected", run.Lines.Single(static line => line.At == Corrected).What);
    }

    [Fact]
    public void Command_StampedBeforeTheCorrection_CountsAsOfItsTime()
    {
        var run = Dispatched("2025-06-03 17:00");
        run.By = RulesOf(CalendarOf("2025-06-04").TakenAt(Corrected));

        run.At("2025-06-03 17:30").Done(new Return()).At("2025-06-05 08:00").Done(Assign("truck-1"));

        Assert.Equal(Cst("2025-06-05 11:30"), run.Summary.DueAt);
        Assert.DoesNotContain(run.Lines, static line => line.What == OrderEvents.CalendarCorrected);
    }

    [Fact]
    public void DeadlineThatStands_PausedOrExtended_IsNeverTakenEarlier()
    {
        var paused = Dispatched("2025-06-03 17:00", CalendarOf("2025-06-04")); // Due 2025-06-05 11:00.
        paused.By = RulesOf(Usual.TakenAt(Corrected));
        paused.At("2025-06-04 18:00").Done(new Return()).At("2025-06-05 08:00").Done(Assign("truck-1"));
        Assert.Equal(Cst("2025-06-05 11:00"), paused.Summary.DueAt);

        var extended = Dispatched("2025-06-03 17:00", CalendarOf("2025-06-04"));
        extended.By = RulesOf(Usual.TakenAt(Corrected));
        extended.At("2025-06-04 18:00").Done(new Extend());
        Assert.Equal(Cst("2025-06-05 17:00"), extended.Summary.DueAt);
    }

    [Fact]
    public void Repeat_OfACommandBeforeTheCorrection_GetsTheAnswerItGot()
    {
        var run = Dispatched("2025-06-03 17:00");
        var answer = run.Do(Assign("truck-1") with { CommandId = "again" });
        run.By = RulesOf(CalendarOf("2025-06-04").TakenAt(Corrected));
        run.FallDue(Cst("2025-06-04 12:00"));

        Assert.NotEqual(Cst("2025-06-04 11:00"), run.Summary.DueAt);
        Assert.Equal(answer.Order?.DueAt, run.Do(Assign("truck-1") with { CommandId = "again" }).Order!.DueAt);
    }

    [Fact]
    public void Suspension_WhoseYearArrives_GoesOnAtOnce()
    {
        var until2025 = CalendarOf("");
        var run = Dispatched("2025-12-30 09:00", until2025).Done(new Suspend { Until = Cst("2026-01-05 09:00") });
        var wait = run.By.Due(Id, run.Order, new("", "suspension", Cst("2026-01-05 09:00")), Cst("2026-01-05 09:00"));
        Assert.Equal(Cst("2026-01-06 09:00"), wait.Again);

        run.By = RulesOf(CalendarOf("", ",{\"year\":2026,\"holidays\":[],\"workingDays\":[]}").TakenAt(Cst("2026-01-05 12:00")));
        Assert.Contains(run.By.Deadlines(Id, run.Order), static due => due == new Commits.DueTime("calendar", Cst("2026-01-05 12:00")));
        run.FallDue(Cst("2026-01-05 12:00"));

        Assert.Equal(Cst("2026-01-05 15:00"), run.Summary.DueAt);
    }

    [Fact]
    public void Calendar_ThatSaysTheSame_HasTheSameFingerprint()
    {
        Assert.Equal(CalendarOf("2025-06-04").Fingerprint, CalendarOf("2025-06-04").TakenAt(Corrected).Fingerprint);
        Assert.NotEqual(Usual.Fingerprint, CalendarOf("2025-06-04").Fingerprint);
    }

    private static OrderRun Dispatched(string now, WorkCalendar? calendar = null) =>
        new OrderRun { By = RulesOf(calendar ?? Usual), Now = Cst(now) }.Begun().Done(new FileCase(), Assign("truck-1"));

    private static WorkCalendar CalendarOf(string holiday, string more = "") => WorkCalendar.Parse(
        $$"""
        {"workingPeriods":[["08:00","12:00"],["14:00","18:00"]],
        "years":[{"year":2025,"holidays":[{{(holiday.Length == 0 ? "" : $$"""{"from":"{{holiday}}","to":"{{holiday}}"}""")}}],"workingDays":[]}{{more}}]}
        """,
        "test.json");
}
