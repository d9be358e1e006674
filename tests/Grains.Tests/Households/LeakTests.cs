using System.Text.Json;
using CityActors.Alerts;
using CityActors.Households;
using CityActors.Observations;

namespace CityActors.Tests.Households;

/// <summary>Water that runs without end: one alert with its rate, that ends with dry hours and hides no silence.</summary>
public sealed class LeakTests
{
    private static readonly DateTimeOffset Start = Meters.Start;

    [Theory]
    [InlineData(60, 2)]
    [InlineData(60, 50)]
    [InlineData(15, 2)]
    [InlineData(15, 10)]
    [InlineData(1, 2)]
    [InlineData(0.1667, 10)]
    public void Leak_IsFoundWithinADay_WithItsRate_AndEndsWithTwoDryHours(double minutes, double litresAnHour)
    {
        var interval = TimeSpan.FromSeconds(Math.Round(minutes * 60));
        var (from, to) = (Start.AddHours(75.4), Start.AddHours(125));
        var readings = Readings(interval, TimeSpan.FromHours(150), at => Life(at), at => at > from && at <= to ? litresAnHour : 0);

        var findings = Run(readings, interval).Where(static finding => finding.Kind == AlertKinds.Leak).ToList();

        Assert.Equal([(FindingAct.Open, "water"), (FindingAct.Clear, "water")], findings.Select(static finding => (finding.Act, finding.Zone)));
        Assert.InRange(findings[0].At, from.AddHours(22), from.AddHours(25));
        Assert.InRange(findings[0].Since!.Value, from.AddHours(-1), from.AddHours(1));
        Assert.InRange(findings[1].At, to.AddHours(2), to.AddHours(3) + interval + interval);
        Assert.Contains($"{litresAnHour:0} L/h run without end", findings[0].Why.English, StringComparison.Ordinal);
        Assert.Contains($"持续流量{litresAnHour:0} L/h", findings[0].Why.Chinese, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4, true)]
    [InlineData(6, false)]
    public void Hours_ThatWereNotRead_CountForNothing_AndTooManyForbidToTell(int missing, bool isFound)
    {
        var hour = TimeSpan.FromHours(1);
        var readings = Readings(hour, TimeSpan.FromHours(48), static _ => 3, static _ => 0).Where(reading => (reading.At - Start).TotalHours % 12 >= missing / 2);

        Assert.Equal(isFound, Run(readings, hour).Any(static finding => finding.Kind == AlertKinds.Leak));
    }

    [Fact]
    public void QuarterHours_WithoutWater_MakeNoDryHour_WhereTheRestWasNotRead()
    {
        var interval = Meters.Interval;
        var readings = Readings(interval, TimeSpan.FromHours(60), static at => at.Minute == 15 ? 0 : 4, static _ => 0).Where(static reading => reading.At.Hour != 5 || reading.At.Minute == 15);

        Assert.Single(Run(readings, interval), static finding => finding is { Kind: AlertKinds.Leak, Act: FindingAct.Open });
    }

    [Fact]
    public void Cistern_ThatPausesAnHourNowAndThen_IsOneAlert()
    {
        var hour = TimeSpan.FromHours(1);
        var readings = Readings(hour, TimeSpan.FromHours(240), static at => at > Start.AddHours(48) && at.Hour == 3 ? 0 : 4, static _ => 0);

        Assert.Single(Run(readings, hour), static finding => finding.Kind == AlertKinds.Leak);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(10.3)]
    [InlineData(50)]
    public void HomeWithALeak_FallsQuiet_IsFoundAsWithoutIt(double litresAnHour)
    {
        var (hour, leak, quiet) = (TimeSpan.FromHours(1), Start.AddHours(15 * 24), Start.AddHours((20 * 24) + 9));
        var life = (DateTimeOffset at) => at < quiet ? Life(at) : 0;
        var dry = Assert.Single(Run(Readings(hour, TimeSpan.FromDays(22), life, static _ => 0), hour), static finding => finding.Kind == AlertKinds.Inactivity);

        var findings = Run(Readings(hour, TimeSpan.FromDays(22), life, at => at > leak ? litresAnHour : 0), hour);

        var silence = Assert.Single(findings, static finding => finding.Kind == AlertKinds.Inactivity);
        Assert.InRange(silence.At, dry.At.AddHours(-3), dry.At.AddHours(2));
        Assert.DoesNotContain(findings, static finding => finding.Kind == AlertKinds.DataGap);
    }

    [Fact]
    public void Swap_OfTheRegister_IsATicket_NoLife_AndNoLeak()
    {
        var (hour, quiet) = (TimeSpan.FromHours(1), Start.AddHours((20 * 24) + 9));
        var readings = Readings(hour, TimeSpan.FromDays(22), at => at < quiet ? Life(at) : 0, static _ => 0).ToList();
        var plain = Assert.Single(Run(readings, hour));
        foreach (var value in (double[])[248_541, 5_001, -248_520])
        {
            var leapt = Run(readings.Select(reading => reading.At == quiet.AddHours(3) ? reading with { Value = value } : reading), hour);

            Assert.Equal(plain.At, Assert.Single(leapt, static finding => finding.Kind == AlertKinds.Inactivity).At);
            var tickets = leapt.Where(static finding => finding.Kind == AlertKinds.DataGap).ToList();
            Assert.Equal(value > 0 ? [FindingAct.Open, FindingAct.Clear] : [], tickets.Select(static finding => finding.Act));
            Assert.All(tickets.Take(1), finding => Assert.Equal((HouseholdTexts.LeapRule, "water", quiet.AddHours(3)), (finding.Why.Rule, finding.Zone, finding.At)));
            Assert.All(tickets.Skip(1), finding => Assert.Equal(quiet.AddHours(6), finding.At));
        }
    }

    [Fact]
    public void MuchWater_AfterManyHoursWithoutAReading_IsNoLeap()
    {
        var readings = Readings(Meters.Interval, TimeSpan.FromHours(30), static _ => 8, static _ => 0).ToList();
        readings.Add(readings[^1] with { At = readings[^1].At.AddHours(12), Value = 20_000 });

        Assert.DoesNotContain(Run(readings, Meters.Interval), static finding => finding.Why.Rule == HouseholdTexts.LeapRule);
    }

    [Fact]
    public void Memory_OfWater_IsReadAsItWasStored()
    {
        var hour = TimeSpan.FromHours(1);
        var state = Meters.Run(Readings(Meters.Interval, TimeSpan.FromHours(60), static _ => 4, static _ => 0)).State;
        var read = JsonSerializer.Deserialize<LivingRhythm>(JsonSerializer.Serialize(state))!;

        Assert.Equal(state.Hours, read.Hours);
        Assert.NotEqual(default, read.Hours!.LeakFrom);
        Assert.True(JsonSerializer.Serialize(state.Hours).Length < 400);
        var next = Meters.Water(Start.AddHours(60) + hour, 1);
        Assert.Equal(new HouseholdDetector(Meters.Interval, new HouseholdOptions()).Observe(state, next).Next.Hours, new HouseholdDetector(Meters.Interval, new HouseholdOptions()).Observe(read, next).Next.Hours);
    }

    // Somebody who draws some water in most waking hours, litres an hour.
    private static double Life(DateTimeOffset at)
    {
        var hour = (int)(at.AddMinutes(-1) - Start).TotalHours;
        return hour % 24 is >= 7 and < 22 && ((hour * 7) + (hour / 24)) % 5 > 0 ? 5 + (hour * 13 % 30) : 0;
    }

    // A register of whole litres, read in intervals.
    private static IEnumerable<Observation> Readings(TimeSpan interval, TimeSpan length, Func<DateTimeOffset, double> life, Func<DateTimeOffset, double> leak)
    {
        var (register, told) = (0.0, 0.0);
        for (var at = Start + interval; at <= Start + length; at += interval)
        {
            register += (life(at) + leak(at)) * interval.TotalHours;
            var whole = Math.Floor(register + 1e-6);
            yield return Meters.Water(at, whole - told);
            told = whole;
        }
    }

    private static List<Finding> Run(IEnumerable<Observation> readings, TimeSpan interval)
    {
        var (detector, state, findings) = (new HouseholdDetector(interval, new HouseholdOptions()), new LivingRhythm(), new List<Finding>());
        foreach (var reading in readings)
        {
            var step = detector.Observe(state, reading);
            state = step.Next;
            findings.AddRange(step.Findings);
        }

        return findings;
    }
}
