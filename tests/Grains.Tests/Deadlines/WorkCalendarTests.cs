using FsCheck;
using FsCheck.Fluent;

namespace CityActors.Deadlines;

public sealed class WorkCalendarTests
{
    private static readonly WorkCalendar China = SeedFiles.Calendar();
    private static readonly DateTimeOffset Start2025 = Cst(2025, 1, 1, 0, 0);

    private static readonly Arbitrary<(int Second, int Length)> Spans = ArbMap.Default.GeneratorFor<int>()
        .Two()
        .Select(static pair => (Math.Abs(pair.Item1 % (700 * 86_400)), 1 + Math.Abs(pair.Item2 % (40 * 3_600))))
        .ToArbitrary();

    public static TheoryData<string, int, LimitUnit, string> Known => new()
    {
        { "2025-10-10 17:30", 4, LimitUnit.WorkingHours, "2025-10-11 11:30" }, // The Saturday is a swapped working day.
        { "2025-09-30 17:30", 4, LimitUnit.WorkingHours, "2025-10-09 11:30" }, // Over the National Day holidays.
        { "2025-06-03 08:00", 4, LimitUnit.WorkingHours, "2025-06-03 12:00" }, // Ends with the period, not with the next one's begin.
        { "2025-06-03 12:30", 1, LimitUnit.WorkingHours, "2025-06-03 15:00" },
        { "2025-06-03 10:00", 2, LimitUnit.WorkingDays, "2025-06-05 10:00" },
        { "2026-02-13 17:00", 2, LimitUnit.WorkingHours, "2026-02-14 09:00" }, // The Saturday before the Spring Festival works.
        { "2026-02-14 17:00", 2, LimitUnit.WorkingHours, "2026-02-24 09:00" },
        { "2025-10-10 17:30", 4, LimitUnit.UrgentHours, "2025-10-10 21:30" },
        { "2025-10-10 17:30", 2, LimitUnit.UrgentDays, "2025-10-12 17:30" },
        { "2025-10-10 17:30", 15, LimitUnit.Minutes, "2025-10-10 17:45" },
    };

    [Theory]
    [MemberData(nameof(Known))]
    public void Deadline_KnownCase_EndsAsPublished(string start, int value, LimitUnit unit, string end) =>
        Assert.Equal(Cst(end), China.DeadlineAt(Cst(start), new TimeLimit(value, unit)));

    [Fact]
    public void Deadline_AnyStartAndLength_AgreesWithSteppingSecondBySecond() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(60), Prop.ForAll(Spans, static span =>
        {
            var start = Start2025.AddSeconds(span.Second);
            var length = TimeSpan.FromSeconds(span.Length);
            return China.DeadlineAt(start, LimitUnit.WorkingHours, length) == Stepped(start, span.Length);
        }));

    [Fact]
    public void Elapsed_StartToDeadline_IsTheLength() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2_000), Prop.ForAll(Spans, static span =>
        {
            var start = Start2025.AddSeconds(span.Second);
            var length = TimeSpan.FromSeconds(span.Length);
            var end = China.DeadlineAt(start, LimitUnit.WorkingHours, length);
            return China.Elapsed(start, end, LimitUnit.WorkingHours) == length
                && China.Elapsed(start, end.AddTicks(-1), LimitUnit.WorkingHours) < length;
        }));

    [Fact]
    public void WorkingDays_Of2025And2026_AreAsManyAsTheNoticesLeave()
    {
        // 261 weekdays less the weekdays off plus the swapped days, counted by hand from the notices.
        Assert.Equal(248, Enumerable.Range(0, 365).Count(day => China.IsWorkingDay(new DateOnly(2025, 1, 1).AddDays(day))));
        Assert.Equal(248, Enumerable.Range(0, 365).Count(day => China.IsWorkingDay(new DateOnly(2026, 1, 1).AddDays(day))));
    }

    [Fact]
    public void Deadline_BeyondTheLastYear_IsRefusedWithWhatToDo()
    {
        var fault = Assert.Throws<CalendarYearMissingException>(() => China.DeadlineAt(Cst(2026, 12, 31, 17, 0), new TimeLimit(2, LimitUnit.WorkingHours)));
        Assert.Equal(2027, fault.Year);
        Assert.Contains("china.json", fault.Message, StringComparison.Ordinal);
        Assert.Throws<CalendarYearMissingException>(() => China.IsWorkingDay(new DateOnly(2013, 12, 31)));
    }

    [Theory]
    [InlineData(2026, 11, 1, null)]
    [InlineData(2026, 11, 2, 2027)] // 60 days before the year begins.
    [InlineData(2026, 12, 31, 2027)]
    [InlineData(2027, 3, 1, 2027)]
    public void YearMissingSoon_BeforeAndAfter_IsTold(int year, int month, int day, int? missing)
    {
        Assert.Equal(new DateOnly(2026, 12, 31), China.LastDay);
        Assert.Equal(missing, China.YearMissingSoon(Cst(year, month, day, 0, 0)));
    }

    [Theory]
    [InlineData("{", "line 1")]
    [InlineData("""{"workingPeriods":[["08:00","25:00"]],"years":[]}""", "working period 1")]
    [InlineData("""{"workingPeriods":[["08:00","12:00"]]}""", "'years' is missing")]
    [InlineData("""{"workingPeriods":[["08:00","12:00"]],"years":[{"year":2025,"holidays":[],"workingDays":["2025-01-06"]}]}""", "2025-01-06")]
    [InlineData("""{"workingPeriods":[["08:00","12:00"]],"years":[{"year":2025,"holidays":[],"workingDays":[]},{"year":2027,"holidays":[],"workingDays":[]}]}""", "after year 2025")]
    public void Parse_FaultyFile_NamesFileAndPlace(string json, string place)
    {
        var fault = Assert.Throws<FormatException>(() => WorkCalendar.Parse(json, "broken.json"));
        Assert.Contains("broken.json", fault.Message, StringComparison.Ordinal);
        Assert.Contains(place, fault.Message, StringComparison.Ordinal);
    }

    // The oracle knows only whether work goes on in a second.
    private static DateTimeOffset Stepped(DateTimeOffset start, int seconds)
    {
        var at = start;
        while (seconds > 0)
        {
            if (IsWork(at))
            {
                seconds--;
            }

            at = at.AddSeconds(1);
        }

        return at;
    }

    private static bool IsWork(DateTimeOffset at)
    {
        var local = at.ToOffset(TimeSpan.FromHours(8));
        return local.Hour is (>= 8 and < 12) or (>= 14 and < 18) && China.IsWorkingDay(DateOnly.FromDateTime(local.DateTime));
    }

    private static DateTimeOffset Cst(int year, int month, int day, int hour, int minute) =>
        new(year, month, day, hour, minute, 0, TimeSpan.FromHours(8));

    private static DateTimeOffset Cst(string text) =>
        new(DateTime.ParseExact(text, "yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture), TimeSpan.FromHours(8));
}
