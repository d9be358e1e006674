using CityActors.Alerts;
using CityActors.Client.Replays;
using CityActors.Client.Simulation.Scenes;
using CityActors.Places;

namespace CityActors.Client.Tests.Simulation.Scenes;

/// <summary>What came of a scene beside what it says.</summary>
public sealed class SceneJudgeTests
{
    private static readonly DateTimeOffset midnight = new(2026, 1, 14, 0, 0, 0, ReplayClock.ChinaStandardTime);

    private static AlertStory[] AllAsItMustBe =>
    [
        Said("station-6", "station-stuck", 23.5),
        .. Enumerable.Range(0, 5).Select(static i => Said($"station-{i}", "air-pollution", 21, level: 3, order: "order-0")),
        Said("station-6", "station-silent", 34),
        Said("station-5", "air-pollution", 39, level: 1),
        Said("area-430103", "local-source", 40, order: "order-1"),
    ];

    [Fact]
    public void Of_AllAsTheSceneSays_HasNoFault()
    {
        var verdict = Judge(AllAsItMustBe);

        Assert.Empty(verdict.Faults);
        Assert.Equal((5, 5, 0, 0, 1, 0), (verdict.Injected, verdict.Found, verdict.Missed, verdict.False, verdict.Harmless, verdict.NotJudged));
        Assert.Equal(3, verdict.Level);
        Assert.Contains(("air-station", "station-silent"), verdict.Raised);
    }

    [Fact]
    public void Of_Nothing_SaysWhatWasExpectedOnWhatAndWhen()
    {
        var verdict = Judge([]);

        Assert.Equal(5, verdict.Missed);
        Assert.Contains(verdict.Faults, static fault => fault is { Path: "$.happens[2].truth", IsWrong: false }
            && fault.What == "air-pollution of level 2 was expected on each of station-0 to station-4 from 01-14 20:00:00 to 01-14 23:05:00, with 1 orders; none came.");
    }

    [Fact]
    public void Of_OneOfEachMissing_NamesIt() =>
        Assert.Contains(Judge([.. AllAsItMustBe.Where(static story => story.Alert.Entity != "station-3")]).Faults, static fault => fault.What.EndsWith("none came on station-3.", StringComparison.Ordinal));

    [Fact]
    public void Of_TooMild_SaysWhichLevelWasReached() => Assert.Contains(
        Judge([.. AllAsItMustBe.Select(static story => story.Alert.Entity == "station-2" ? story with { Level = 1 } : story)]).Faults,
        static fault => fault.IsWrong && fault.What.EndsWith("air-pollution on station-2 at 01-14 21:00:00 reached level 1 only.", StringComparison.Ordinal));

    [Fact]
    public void Of_OrdersOfTheirOwn_WhereOneIsExpected_SaysHowManyFollowed() => Assert.Contains(
        Judge([.. AllAsItMustBe.Select(static story => story.Alert.Kind == "air-pollution" && story.Alert.Entity == "station-2" ? Said("station-2", "air-pollution", 21, level: 3, order: "order-2") : story)]).Faults,
        static fault => fault is { Path: "$.happens[2].truth", IsWrong: true } && fault.What.EndsWith("with 1 orders; 2 orders followed: order-0, order-2.", StringComparison.Ordinal));

    [Fact]
    public void Of_AlertOfSomethingHarmless_IsFalseAndNamesTheHarmless()
    {
        var verdict = Judge([.. AllAsItMustBe, Said("station-1", "air-pollution", 16, level: 1)]);

        Assert.Equal(1, verdict.False);
        Assert.Contains(verdict.Faults, static fault => fault.Path == "$.happens[0].truth");
    }

    [Fact]
    public void Of_WhatMustNeverBe_IsAFault()
    {
        var verdict = Judge([.. AllAsItMustBe, Said("station-4", "local-source", 30)]);

        Assert.Contains(verdict.Faults, static fault => fault is { Path: "$.never[0]", IsWrong: true });
    }

    [Fact]
    public void Of_AlertsOfOthers_DoNotCount() => Assert.Empty(Judge([.. AllAsItMustBe, Said("station-9", "air-pollution", 16), Said("station-1", "air-pollution", 1)]).Faults);

    [Fact]
    public void Of_AnyAlertsAtAll_CountsEachTruthOnce()
    {
        string[] kinds = ["air-pollution", "station-stuck", "station-silent", "local-source", "data-gap"];
        for (var seed = 1; seed <= 500; seed++)
        {
            var random = new Random(seed);
            var plan = SceneFeedTests.Smog(out _);
            var alerts = Enumerable.Range(0, random.Next(20)).Select(_ => Said($"station-{random.Next(9)}", kinds[random.Next(kinds.Length)], random.Next(10, 50), random.Next(4))).ToList();

            var verdict = SceneJudge.Of(plan, alerts);

            // Naive: an alert on a thing of the scene and in its time is false unless something explains it.
            var own = alerts.Where(story => plan.Things.Contains(story.Alert.Entity) && story.Alert.OpenedAt > plan.Stage.From && story.Alert.OpenedAt <= plan.Stage.To).ToList();
            var explained = own.Count(story => plan.Truths.Any(truth => truth.Spec.Count != 0 && truth.Spec.Alert == story.Alert.Kind
                && (truth.Spec.Alert == "local-source" || truth.Happened.Things.Contains(story.Alert.Entity)) && story.Alert.OpenedAt >= truth.Happened.At && story.Alert.OpenedAt <= Later(truth.Deadline, truth.Happened.Until)));
            Assert.Equal(own.Count - explained, verdict.False);
            Assert.Equal(verdict.Injected, verdict.Found + verdict.Missed + verdict.NotDueYet);
            Assert.Equal(verdict.Missed > 0 || verdict.False > 0 || own.Exists(static story => story.Alert is { Kind: "local-source", Entity: not ("station-5" or "station-6") }), verdict.Faults.Count > 0);
        }

        static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
    }

    [Fact]
    public void Example_AnotherTimeOrLevel_SaysBoth()
    {
        var example = new ExampleRun("examples/hours.json", 0, ShippedPacks.All.Find("air")!.Examples["examples/hours.json"].Examples[0], "station-1");
        var said = Said("station-1", "air-pollution", 0, level: 2) is var story ? story with { Alert = story.Alert with { OpenedAt = ExampleRun.Time("2026-01-12T03:00"), ClearedAt = ExampleRun.Time("2026-01-12T07:00") } } : null!;

        Assert.Null(example.Wrong([said, Said("station-2", "air-pollution", 1)]));
        Assert.Equal(
            "'two-hours-of-level-2' is to give air-pollution of level 2 from 2026-01-12T03:00 to 2026-01-12T07:00; it gave air-pollution of level 3 from 2026-01-12T03:00, open.",
            example.Wrong([said with { Level = 3, Alert = said.Alert with { ClearedAt = null } }]));
        Assert.EndsWith("it gave nothing.", example.Wrong([]), StringComparison.Ordinal);
    }

    private static SceneVerdict Judge(AlertStory[] stories) => SceneJudge.Of(SceneFeedTests.Smog(out _), stories);

    private static AlertStory Said(string entity, string kind, double hour, int level = 0, string order = "") => new(
        new Alert
        {
            Id = $"{entity}.{kind}.main.{hour}",
            Entity = entity,
            Kind = kind,
            Zone = "main",
            Episode = 1,
            State = AlertState.Open,
            Priority = AlertPriority.Low,
            OpenedAt = midnight.AddHours(hour),
            ChangedAt = midnight.AddHours(hour),
            Explanation = new("", "", ""),
            Cell = "",
            Position = new GeoPoint(0, 0),
            Order = order,
        },
        level);
}
