using CityActors.Alerts;
using CityActors.Cameras;
using CityActors.Observations;
using CityActors.Terminals;
using CityActors.Tests.Watch;
using CityActors.Watch;
using Microsoft.Extensions.Options;

namespace CityActors.Tests.Alerts;

/// <summary>Devices whose state changes again and again, for a day.</summary>
public sealed class ChatterTests
{
    private const int Day = 1_440;
    private static readonly DateTimeOffset T0 = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    /// <param name="over">Minutes over the threshold.</param>
    /// <param name="below">Minutes below it; then over again.</param>
    /// <param name="most">So many alerts at most in a day.</param>
    [Theory]
    [InlineData(1, 1, 2)]
    [InlineData(1, 3, 6)]
    [InlineData(1, 6, 6)]
    [InlineData(2, 9, 6)]
    [InlineData(2, 11, 120)] // Five in an hour: each may be another danger.
    public void Terminal_ThatCrossesItsThresholdAllDay_OpensFewAlerts_AndIsNeverSilentAboutADanger(int over, int below, int most)
    {
        var rules = SeedThings.Rules();
        var card = EntityRun<TerminalState>.Card("term-1", "terminal", ObservationKinds.GasLevel);
        var run = new EntityRun<TerminalState>("term-1", rules, new TerminalState { Registration = new TerminalRegistration { Card = card, OffDelay = TimeSpan.FromSeconds(30) } });
        var log = EntityRun<TerminalState>.Logged(Enumerable.Range(0, Day).Select(minute => new Observation
        {
            Entity = "term-1",
            Kind = ObservationKinds.GasLevel,
            At = T0.AddMinutes(minute),
            Value = minute % (over + below) < over ? 40 : 1,
        }));
        foreach (var item in log)
        {
            run.Observe([item]);
            Assert.True(item.Observation.Value < 40 || run.State.Watched.Slots.OfType<LevelsMemory>().Single().Held > 0, $"Nothing is open at {item.Observation.At:t}, although gas is there.");
        }

        var opened = run.Alerts.Where(static fact => fact.Version == 1).Select(static fact => fact.Alert).ToArray();
        Assert.InRange(opened.Length, 1, most);
        Assert.All(opened, alert => Assert.InRange(opened.Count(other => other.OpenedAt > alert.OpenedAt.AddHours(-1) && other.OpenedAt <= alert.OpenedAt), 1, 6));
        if (opened.Length == 6)
        {
            Assert.Equal(Chatter.Rule, opened[^1].Explanation.Rule);
            Assert.Contains("频繁抖动", opened[^1].Explanation.Chinese, StringComparison.Ordinal);
            run.Tick(log.Last(static item => item.Observation.Value >= 40).Observation.At.AddMinutes(60)); // Below for 59 minutes.
            Assert.Equal((opened[^1].Id, AlertState.Open), (run.Alert.Id, run.Alert.State));
        }

        run.Tick(T0.AddMinutes(Day + 120));
        Assert.Contains(run.Alerts, fact => fact.Alert.Id == opened[^1].Id && fact.Alert.State == AlertState.Cleared);
    }

    [Fact]
    public void Camera_ThatSeesSomethingComeAndGoAllDay_OpensFewAlerts()
    {
        var run = new EntityRun<CameraState>("cam-1", new CameraRules(Options.Create(new CameraOptions()), Options.Create(new AlertOptions()), SeedThings.Kinds, SeedThings.Things), new CameraState
        {
            Registration = new CameraRegistration { Card = EntityRun<CameraState>.Card("cam-1", "camera"), Zones = ["main"] },
        });
        run.Observe(EntityRun<CameraState>.Logged(Enumerable.Range(0, Day).SelectMany(static minute => Enumerable.Range(0, 4).Select(quarter => new Observation
        {
            Entity = "cam-1",
            Kind = ObservationKinds.ThrownObject,
            At = T0.AddMinutes(4 * minute).AddSeconds(15 * quarter), // Four changes within a minute, then three minutes of nothing.
            Track = $"t-{minute}-{quarter / 2}",
            Phase = quarter % 2 == 0 ? TrackPhase.Start : TrackPhase.End,
            Confidence = 0.9,
        })).Take(Day)));

        var opened = run.Alerts.Where(static fact => fact.Version == 1).Select(static fact => fact.Alert).ToArray();
        Assert.Equal(6, opened.Length);
        Assert.Equal(Chatter.Rule, opened[^1].Explanation.Rule);
    }

    [Fact]
    public void Chatter_ReadFromWhatWasStored_IsTheSame()
    {
        var level = new LevelState(T0, 1, 2, null, true, false, T0, Chatter.After(Chatter.After(null, null, T0, TimeSpan.Zero, 2), T0, T0.AddMinutes(1), TimeSpan.FromMinutes(5), 2));
        var serializer = new Commits.StateSerializer();

        Assert.Equal(level, serializer.Deserialize<LevelState>(serializer.Serialize(level)));
        Assert.Equal(TimeSpan.FromHours(1), level.Chatter!.Calm);
        Assert.Equal(new LevelState(), serializer.Deserialize<LevelState>("""{"at":null,"value":0,"peak":0,"since":null,"isOver":false,"isSilent":false}"""u8));
    }
}
