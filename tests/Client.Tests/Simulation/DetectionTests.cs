using CityActors.Alerts;
using CityActors.Client.Api;
using CityActors.Client.Simulation;
using CityActors.Places;

namespace CityActors.Client.Tests.Simulation;

public sealed class DetectionTests
{
    private static readonly SimulationPlan plan = new() { District = "tianxin", Scale = 0.1, Seed = 7, Hours = 24, WarmUpDays = 2 };

    [Fact]
    public void Compare_AlertInTime_IsFoundWithItsDelay()
    {
        var detection = Compare([Quiet("home-1", hour: 8)], [Said("home-1", hour: 11)]);

        Assert.Equal((1, 0, 0, 0), (detection.Found, detection.Missed, detection.False, detection.NotDueYet));
        Assert.Equal(new Spread(10_800, 10_800, 10_800), detection.DelaySeconds);
    }

    [Fact]
    public void Compare_AlertBeforeItsCause_IsFalseAndTheCauseMissed()
    {
        var detection = Compare([Quiet("home-1", hour: 8)], [Said("home-1", hour: 7)]);

        Assert.Equal((0, 1, 1), (detection.Found, detection.Missed, detection.False));
        Assert.Null(detection.DelaySeconds);
    }

    [Fact]
    public void Compare_SecondAlertOfOneCause_IsFalse()
    {
        var detection = Compare([Quiet("home-1", hour: 8)], [Said("home-1", hour: 9, episode: 1), Said("home-1", hour: 10, episode: 2)]);

        Assert.Equal((1, 1), (detection.Found, detection.False));
    }

    [Fact]
    public void Compare_HoursEndBeforeTheDeadline_IsNotDueYet()
    {
        var detection = Compare([Quiet("home-1", hour: 20)], []);

        Assert.Equal((0, 0, 1), (detection.Found, detection.Missed, detection.NotDueYet));
    }

    [Fact]
    public void Compare_HarmlessThatAlarmed_IsFalse()
    {
        var detection = Compare([Quiet("home-1", hour: 8) with { MustAlarm = false }], [Said("home-1", hour: 9), Said("home-2", hour: -5)]);

        Assert.Equal((0, 1, 1, 1), (detection.Injected, detection.Harmless, detection.False, detection.FalseBefore));
    }

    [Fact]
    public void Reports_TornAndMixed_AreCounted()
    {
        Matter[] matters = [Matter("a", 2), Matter("b", 1), Matter("c", 1)];
        var receipts = new Dictionary<string, NewOrderReceipt>
        {
            ["a-0"] = new("order-1", false),
            ["a-1"] = new("order-2", false),
            ["b-0"] = new("order-3", false),
            ["c-0"] = new("order-3", true),
        };

        var figures = ReportFigures.Of(matters, receipts);

        Assert.Equal((4, 3, 3, 1, 2), (figures.Sent, figures.Matters, figures.Orders, figures.TornApart, figures.MixedUp));
    }

    [Theory]
    [InlineData(new double[] { 3, 1, 2 }, 1, 2, 3)]
    [InlineData(new double[] { 4, 1, 2, 3 }, 1, 2.5, 4)]
    public void Spread_Numbers_HaveLeastMiddleAndMost(double[] numbers, double min, double median, double max) =>
        Assert.Equal(new Spread(min, median, max), Spread.Of(numbers));

    private static Detection Compare(Incident[] incidents, Alert[] alerts) => Assert.Single(Detection.Compare(plan, incidents, alerts));

    private static Incident Quiet(string home, double hour) =>
        new(AlertKinds.Inactivity, home, plan.Measured.AddHours(hour), plan.End, TimeSpan.FromHours(12.5), MustAlarm: true);

    private static Matter Matter(string name, int reports) =>
        new([.. Enumerable.Range(0, reports).Select(i => new CitizenReport($"{name}-{i}", plan.Measured, default, ""))]);

    private static Alert Said(string home, double hour, int episode = 1) => new()
    {
        Id = $"{home}.inactivity.home.{episode}",
        Entity = home,
        Kind = AlertKinds.Inactivity,
        Zone = "home",
        Episode = episode,
        State = AlertState.Open,
        Priority = AlertPriority.High,
        OpenedAt = plan.Measured.AddHours(hour),
        ChangedAt = plan.Measured.AddHours(hour),
        Explanation = new Explanation("", "", ""),
        Cell = "430103002001001",
        Position = new GeoPoint(112.96, 28.1),
    };
}
