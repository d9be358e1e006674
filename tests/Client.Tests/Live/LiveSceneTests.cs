using CityActors.Alerts;
using CityActors.Client.Live;
using CityActors.Client.Simulation;
using CityActors.Client.Tests.Simulation;
using CityActors.Observations;
using CityActors.Packs.Format;

namespace CityActors.Client.Tests.Live;

public sealed class LiveSceneTests
{
    private static readonly DateTimeOffset start = new(2026, 5, 4, 3, 2, 1, TimeSpan.Zero);
    private static readonly OngoingIncidents nothing = new(new HashSet<string>(), []);

    [Theory]
    [InlineData(60)]
    [InlineData(200)]
    [InlineData(600)]
    [InlineData(7200)]
    public void Scene_OfAnyLength_HasRoomForAllThatHappensInIt(int seconds)
    {
        var scene = Scene(seconds);

        Assert.NotEmpty(scene.Incidents);
        Assert.All(scene.Incidents, incident => Assert.InRange(incident.At, start, incident.Until));
        Assert.All(scene.Incidents, incident => Assert.True(incident.Until <= scene.Plan.End && incident.Deadline <= scene.Plan.End));
        Assert.All(scene.Matters.InOrder, report => Assert.InRange(report.At, start, scene.Plan.End));
        Assert.DoesNotContain(scene.Incidents, incident => incident.Kind is AlertKinds.Inactivity or AlertKinds.DataGap);
        var judged = scene.Incidents.Select(incident => incident.Kind).ToHashSet();
        Assert.Empty(judged.Intersect(scene.LeftOut.Keys));
        Assert.Equal(All, judged.Union(scene.LeftOut.Keys).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Scene_AMinute_LeavesOutWhatTakesLonger()
    {
        string[] never = [.. All.Except(ShippedPacks.Words.LiveAlerts)];
        Assert.Contains(AlertKinds.Inactivity, never);

        Assert.Equal([.. never.Concat([AlertKinds.FireLaneBlocked, AlertKinds.HighWater]).Order(StringComparer.Ordinal)], Scene(60).LeftOut.Keys);
        Assert.Equal([.. never.Order(StringComparer.Ordinal)], Scene(600).LeftOut.Keys);
    }

    [Fact]
    public void Scene_Lanes_AreHarmlessBelowTheDwellOnly()
    {
        var lanes = Scene(600).Incidents.Where(incident => incident.Kind == AlertKinds.FireLaneBlocked).ToList();

        Assert.Contains(lanes, lane => !lane.MustAlarm);
        Assert.All(lanes, lane => Assert.Equal(lane.MustAlarm, lane.Until - lane.At >= TimeSpan.FromSeconds(180)));
    }

    [Fact]
    public void Scene_SomethingGoesOnAlready_IsPlannedElsewhere()
    {
        var first = Scene(600);
        var busy = new OngoingIncidents(first.Incidents.Select(incident => incident.Entity).ToHashSet(), [.. first.Matters.InOrder.Select(report => report.Position)]);

        var second = Scene(600, busy);

        Assert.Empty(first.Incidents.Select(incident => incident.Entity).Intersect(second.Incidents.Select(incident => incident.Entity)));
        Assert.All(second.Matters.InOrder, report => Assert.All(busy.Matters, place => Assert.True(Steps.Metres(place, report.Position) > 150)));
    }

    [Fact]
    public void Until_InTheMiddle_CutsWhatIsUnderWayAndItsEndIsSent()
    {
        var scene = Scene(600);
        var smoke = scene.Incidents.First(incident => incident.Kind == AlertKinds.Smoke);
        var lane = scene.Incidents.First(incident => incident.Kind == AlertKinds.FireLaneBlocked);

        foreach (var incident in new[] { smoke, lane })
        {
            var end = incident.At.AddSeconds(5);
            var cut = scene.Until(end);
            var ending = Assert.Single(scene.Scenes.Endings(end), seen => seen.Entity == incident.Entity);

            Assert.All(cut, other => Assert.True(other.At < end && other.Until <= end));
            Assert.Equal(end, ending.At);
            Assert.True(incident == smoke ? ending.Value < 1 : ending.Phase == TrackPhase.End);
        }
    }

    [Fact]
    public void WattsAt_TwoMoments_AreNotTheSameToTheLastDigitForLong()
    {
        var home = new HomeLife(7, "home-1");

        Assert.True(Enumerable.Range(0, 20).Select(i => home.WattsAt(start.AddSeconds(i))).Distinct().Count() > 5);
        Assert.Equal(home.WattsAt(start), home.WattsAt(start));
    }

    /// <summary>The kinds of alert that scenes must have.</summary>
    private static string[] All => [.. ShippedPacks.All.All.SelectMany(static pack => pack.Scenes.Values).SelectMany(static scene => scene.Happens)
        .SelectMany(static happening => happening.Also.Append(happening.Truth)).OfType<TruthSpec>().Where(static truth => truth.Count != 0).Select(static truth => truth.Alert).Distinct().Order(StringComparer.Ordinal)];

    private static LiveScene Scene(int seconds, OngoingIncidents? before = null)
    {
        var plan = new SimulationPlan { District = "tianxin", Scale = 0.1, Seed = 7, Measured = start, Live = TimeSpan.FromSeconds(seconds), Interval = TimeSpan.FromMinutes(15), LiveName = "live-test" };
        return new LiveScene(plan, TestDistrict.Make(), ShippedPacks.Words, before ?? nothing);
    }
}
