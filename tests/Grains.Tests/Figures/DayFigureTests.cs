using CityActors.Cases;
using CityActors.Deadlines;
using CityActors.Facts;
using CityActors.Figures;
using CityActors.Observations;
using CityActors.Packs.Figures;
using CityActors.Places;
using CityActors.Terminals;
using CityActors.Tests.Alerts;
using CityActors.Tests.Cases;
using CityActors.Tests.Watch;

namespace CityActors.Tests.Figures;

/// <summary>What devices measure by the day: each reading once, on its own day, however it comes.</summary>
public sealed class DayFigureTests
{
    private const string Device = "term-air-1";
    private static readonly DateTimeOffset midnight = new(2026, 3, 2, 0, 0, 0, WorkCalendar.Offset);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 40)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Days_OfReadingsInAnyOrder_AreWhatWasMeasured(int seed)
    {
        var random = new Random(seed);
        var truth = new SortedDictionary<DateTimeOffset, double>();
        for (var at = midnight; at < midnight.AddDays(4); at = at.AddMinutes(random.Next(20, 70)))
        {
            truth[at] = Math.Round(random.NextDouble() * 200, 1);
        }

        // Late within the horizon, again as it was, and again with less: what is less alarming does not count.
        var sent = truth.SelectMany(reading => new[] { (reading.Key, reading.Value, Rank: Delay(reading.Key)), (reading.Key, reading.Value, Rank: Delay(reading.Key)), (reading.Key, Value: Math.Round(reading.Value / 2, 1), Rank: Delay(reading.Key)) }
            .Take(random.Next(4) switch { 0 => 2, 1 => 3, _ => 1 })).OrderBy(static one => one.Rank).ToList();
        var log = EntityRun<TerminalState>.Logged(sent.Select(static one => Reading(one.Key, one.Value)));
        var (run, next) = (Station(), 0);
        while (next < log.Count)
        {
            var size = random.Next(1, 9);
            run.Observe(log.GetRange(next, Math.Min(size, log.Count - next)));
            next += size;
            if (random.Next(5) == 0)
            {
                run.Restart();
                run.Observe(log.GetRange(Math.Max(0, next - 12), Math.Min(12, log.Count - Math.Max(0, next - 12)))); // Delivered again after a crash.
            }
        }

        run.FallDue();
        var told = run.Facts.OfType<DayMeasured>().GroupBy(static fact => fact.Subject, StringComparer.Ordinal).Select(static same => same.MaxBy(static fact => fact.Version)!).OrderBy(static fact => fact.Day).ToList();
        Assert.Equal(
            truth.GroupBy(static reading => DateOnly.FromDateTime(reading.Key.DateTime)).Select(static day => (day.Key, day.Count(), day.Sum(static one => (decimal)one.Value), (decimal)day.Max(static one => one.Value))),
            told.Select(static fact => (fact.Day, fact.Readings, fact.Sum, fact.Greatest)));
        Assert.All(told, static fact => Assert.Equal(($"{Device}/pm25/{fact.Day:yyyy-MM-dd}", "430103002001001", false), (fact.Subject, fact.Area, fact.Drill)));
        Assert.Equal(run.Facts.OfType<DayMeasured>().Count(), run.Facts.OfType<DayMeasured>().Select(static fact => fact.Id).Distinct().Count());

        DateTimeOffset Delay(DateTimeOffset at) => at.AddMinutes(random.Next(0, 100));
    }

    [Fact]
    public void Day_OfADeviceThatGoesOn_IsToldOnceAndAsSoonAsNothingLateCanFollow()
    {
        var run = Station();
        run.Observe(Hours(0, 26), 1);
        Assert.Empty(run.Facts.OfType<DayMeasured>());
        run.Observe(Hours(0, 27), 5);
        var day = Assert.Single(run.Facts.OfType<DayMeasured>());
        Assert.Equal((new DateOnly(2026, 3, 2), 24, 24 * 60m, 60m, 60m, midnight.AddDays(1)), (day.Day, day.Readings, day.Sum, day.Least, day.Greatest, day.At));
        run.Observe(Hours(0, 60), 5);
        Assert.Equal(2, run.Facts.OfType<DayMeasured>().Count());
        Assert.Single(run.State.Days!.Open);
    }

    [Fact]
    public void Day_OfADeviceThatFellSilent_IsToldSixHoursLater_AndAgainWhereMoreCame()
    {
        var run = Station();
        run.Observe(Hours(0, 10), 3);
        run.FallDue(midnight.AddHours(29));
        Assert.Empty(run.Facts.OfType<DayMeasured>());
        run.FallDue(midnight.AddHours(30));
        Assert.Equal(10, Assert.Single(run.Facts.OfType<DayMeasured>()).Readings);

        // What it had stored meanwhile comes a week later.
        run.Restart();
        run.Observe(Hours(0, 20), 4);
        run.FallDue(midnight.AddDays(7));
        run.Observe(Hours(0, 30), 4);
        Assert.Equal([10, 20, 24], run.Facts.OfType<DayMeasured>().Select(static fact => fact.Readings));
        Assert.Equal([1, 2, 3], run.Facts.OfType<DayMeasured>().Select(static fact => (int)fact.Version));
        run.FallDue();
        Assert.Equal([10, 20, 24, 6], run.Facts.OfType<DayMeasured>().Select(static fact => fact.Readings));
    }

    [Fact]
    public void Day_OfADeviceThatIsTakenOutOfService_IsToldAtOnce_AndGoesOnWhereItComesBack()
    {
        var (run, rules) = (Station(), SeedThings.Rules());
        run.Observe(Hours(0, 30), 3);
        var (decision, _) = rules.Retire(run.State, new Retirement { At = midnight.AddHours(30), Actor = "officer", Reason = "moved" });
        Assert.Equal([(2, 6)], decision.Facts.OfType<DayMeasured>().Select(static fact => ((int)fact.Version, fact.Readings)));

        // It comes back elsewhere on the same day, and with something old of a day that is over.
        run.State.Retired = null;
        rules.Register(run.State, Registration("430103002001002"));
        run.Register(midnight.AddHours(31));
        run.Observe([.. EntityRun<TerminalState>.Logged([Reading(midnight.AddHours(3.5), 500), .. Enumerable.Range(31, 22).Select(static hour => Reading(midnight.AddHours(hour), 60))]).Select(static item => item with { Offset = item.Offset + 1_000 })]);
        var days = run.Facts.OfType<DayMeasured>().ToList();
        Assert.Equal([(1, 24, new DateOnly(2026, 3, 2)), (3, 23, new DateOnly(2026, 3, 3))], days.Select(static fact => ((int)fact.Version, fact.Readings, fact.Day)));
        Assert.Equal("430103002001001", days[^1].Area); // Where it stood when the day began.
    }

    [Fact]
    public void Day_OfADeviceThatIsErased_IsNotTold()
    {
        var run = Station();
        run.Observe(Hours(0, 10), 3);
        var (decision, _) = SeedThings.Rules().Retire(run.State, new Retirement { At = midnight.AddHours(11), Actor = "officer", Reason = "moved", IsErased = true });
        Assert.Empty(decision.Facts.OfType<DayMeasured>());
        Assert.Null(decision.Next.Days);
    }

    [Fact]
    public void Devices_ThatStandInHomes_HaveNoDays()
    {
        var run = Station(privacy: Privacy.Household);
        run.Observe(Hours(0, 60), 3);
        Assert.Null(run.State.Days);
        Assert.Empty(run.Facts.OfType<DayMeasured>());
    }

    [Fact]
    public void Readings_OfKindsThatNoFigureIsOver_AreNotKept()
    {
        var run = Station();
        run.Observe(EntityRun<TerminalState>.Logged(Enumerable.Range(0, 60).Select(static hour => Reading(midnight.AddHours(hour), 3) with { Kind = "wind" })));
        Assert.Null(run.State.Days);
        Assert.Empty(run.Facts.OfType<DayMeasured>());
    }

    [Fact]
    public void Air_DaysWithinTheLimit_CountWhereTheyHaveTwentyHours()
    {
        var parts = new[] { Day(24, 70), Day(20, 75), Day(24, 75.1m), Day(19, 10) }.SelectMany(static day => Parts("air-good-days", day)).ToList();
        var sum = parts.Aggregate(default(FigureSum), static (sum, part) => sum + part.Sum);
        Assert.Equal((2, 3, 1, 4), (sum.Count, sum.Of, sum.Exempt, sum.Raw));
        Assert.All(parts, static part => Assert.Equal((new DateOnly(2026, 3, 2), "430103002001001", "[]", CasePrivacy.Public), (part.Day, part.Area, part.Cut, part.Privacy)));
        Assert.Equal(70 * FigurePart.One, Assert.Single(Parts("air-pm25", Day(24, 70))).Value);
        Assert.True(Assert.Single(Parts("air-pm25", Day(24, 70) with { Drill = true })).IsExcluded);
    }

    private static IEnumerable<FigurePart> Parts(string indicator, DayMeasured day) =>
        IndicatorProgram.Of(CaseRun.Seed("air").Indicators.Indicators.Single(one => one.Indicator == indicator), FigureScope.Days("µg/m³")).Parts(new DayFigure(day));

    private static DayMeasured Day(int readings, decimal mean) => new()
    {
        Subject = $"{Device}/pm25/2026-03-02",
        Version = readings,
        At = midnight.AddDays(1),
        Area = "430103002001001",
        Entity = Device,
        Kind = "pm25",
        Day = new DateOnly(2026, 3, 2),
        Readings = readings,
        Sum = readings * mean,
        Least = mean,
        Greatest = mean,
    };

    private static List<LoggedObservation> Hours(int from, int until) => EntityRun<TerminalState>.Logged(Enumerable.Range(from, until - from).Select(static hour => Reading(midnight.AddHours(hour), 60)));

    private static Observation Reading(DateTimeOffset at, double value) => new() { Entity = Device, Kind = "pm25", At = at.ToUniversalTime(), Value = value };

    private static TerminalRegistration Registration(string cell, Privacy privacy = Privacy.Public) =>
        new() { Card = EntityRun<TerminalState>.Card(Device, "terminal", "air-station") with { Privacy = privacy, Cell = cell } };

    private static EntityRun<TerminalState> Station(Privacy privacy = Privacy.Public)
    {
        var rules = SeedThings.Rules();
        var state = new TerminalState();
        rules.Register(state, Registration("430103002001001", privacy));
        var run = new EntityRun<TerminalState>(Device, rules, state);
        run.Register(midnight.ToUniversalTime());
        return run;
    }
}
