using CityActors.Alerts;
using CityActors.Cases;
using CityActors.Deadlines;
using CityActors.Figures;
using CityActors.Packs;
using CityActors.Packs.Figures;
using CityActors.Places;
using CityActors.Tests.Cases;

namespace CityActors.Tests.Figures;

/// <summary>The figures over alerts of the packs that watch something.</summary>
public sealed class AlertFigureTests
{
    private static readonly DateTimeOffset T0 = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);
    private readonly PackFiles fire = CaseRun.Seed("fire");

    public static TheoryData<string> Watching => new(PackFolder.ReadAll(SeedFiles.Path("packs")).All.Where(static pack => pack.Name != "base" && pack.Watch.Alerts.Count > 0).Select(static pack => pack.Name));

    [Theory]
    [MemberData(nameof(Watching))]
    public void Pack_ThatWatches_SaysHowOftenItIsRightAndHowSoonItIsHeard(string name)
    {
        var pack = CaseRun.Seed(name);
        Assert.Subset(pack.Indicators.Indicators.Select(static one => one.Indicator).ToHashSet(), new HashSet<string> { $"{name}-alerts", $"{name}-confirmed", $"{name}-false-alarms", $"{name}-taken-in-time", $"{name}-minutes-until-taken" });
        Assert.Contains(pack.Indicators.Targets, target => target.Indicator == $"{name}-taken-in-time");

        // What it counts are its own alerts: one of another pack adds nothing.
        var other = Alert("other", "no-such-kind", taken: 1, there: 2, ended: 3);
        Assert.Empty(pack.Indicators.Indicators.Where(static one => one.Over == "alerts").SelectMany(one => Parts(pack, one.Indicator, other)));
    }

    [Fact]
    public void Fire_AcknowledgedConfirmedAndFalse_CountAsWhoeverLookedSays()
    {
        Alert[] alerts =
        [
            Alert("real", "smoke", taken: 1, there: 8, ended: 30),
            Alert("false", "gas", taken: 2, there: 12, ended: 12, isFalse: true),
            Alert("late", "smoke", taken: 7, there: 20, ended: 40),
            Alert("gone", "smoke", ended: 2),
            Alert("unheard", "smoke", ended: 50),
            Alert("open", "gas"),
        ];
        Assert.Equal((6, 6, 0), Sum("fire-alerts", alerts));
        Assert.Equal((2, 3, 0), Sum("fire-confirmed", alerts));
        Assert.Equal((1, 5, 0), Sum("fire-false-alarms", alerts));
        Assert.Equal((2, 5, 1), Sum("fire-taken-in-time", alerts));
        var minutes = alerts.SelectMany(alert => Parts(fire, "fire-minutes-until-taken", alert)).ToList();
        Assert.Equal((3, 10m), (minutes.Count, minutes.Sum(static part => (decimal)part.Value) / FigurePart.One));
        Assert.Equal("[\"gas\",\"high\"]", Assert.Single(Parts(fire, "fire-alerts", alerts[1])).Cut);
    }

    [Fact]
    public void Crowd_HoursOfCrowding_CountOnTheDayOfTheirEnd()
    {
        var part = Assert.Single(Parts(CaseRun.Seed("crowd"), "crowd-hours", Alert("late-night", "crowd", taken: 3, ended: 17 * 60)));
        Assert.Equal((new DateOnly(2026, 3, 3), 17m), (part.Day, (decimal)part.Value / FigurePart.One));
        Assert.Empty(Parts(CaseRun.Seed("crowd"), "crowd-hours", Alert("still", "crowd", taken: 3)));
    }

    private (long Count, long Of, long Exempt) Sum(string indicator, IEnumerable<Alert> alerts)
    {
        var sum = alerts.SelectMany(alert => Parts(fire, indicator, alert)).Aggregate(default(FigureSum), static (sum, part) => sum + part.Sum);
        Assert.Equal(0, sum.Excluded);
        return (sum.Count, sum.Of, sum.Exempt);
    }

    private static IEnumerable<FigurePart> Parts(PackFiles pack, string indicator, Alert alert) =>
        IndicatorProgram.Of(pack.Indicators.Indicators.Single(one => one.Indicator == indicator), FigureScope.Alerts).Parts(new AlertFigure(alert, CasePrivacy.Public));

    // Minutes after it opened.
    private static Alert Alert(string id, string kind, int? taken = null, int? there = null, int? ended = null, bool isFalse = false) => new()
    {
        Id = id,
        Entity = "term-1",
        Kind = kind,
        Zone = "main",
        Episode = 1,
        State = ended is not null ? AlertState.Cleared : taken is not null ? AlertState.Acknowledged : AlertState.Open,
        Priority = AlertPriority.High,
        OpenedAt = T0,
        ChangedAt = T0,
        AcknowledgedAt = taken is { } a ? T0.AddMinutes(a) : null,
        RespondedAt = there is { } b ? T0.AddMinutes(b) : null,
        ClearedAt = ended is { } c ? T0.AddMinutes(c) : null,
        IsFalseAlarm = isFalse,
        Explanation = new Explanation("", "", kind),
        Cell = "430103002001001",
        Position = new GeoPoint(112.97, 28.19),
        Pack = "fire",
    };
}
