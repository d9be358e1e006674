using CityActors.Alerts;
using CityActors.Facts;
using CityActors.Observations;
using CityActors.Terminals;
using CityActors.Tests.Alerts;
using static CityActors.Tests.Watch.WatchData;

namespace CityActors.Tests.Watch;

/// <summary>A station of the pack <c>air</c>, whose rules, levels and texts are data alone.</summary>
public sealed class AirStationTests
{
    private const string Id = "term-air-1";
    private static readonly DateTimeOffset T0 = new(2026, 1, 4, 16, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Pollution_ThreeYears_HoursAndLevelsAreThoseOfTheReference()
    {
        var samples = AirTests.Read();
        var station = Station();
        var step = TimeSpan.FromMinutes(20);
        foreach (var batch in Logged(samples).Chunk(37))
        {
            station.Observe(new ObserveBatch { Items = batch });
            station.Restart();
        }

        var told = Alerts(station, "air-pollution").Select(static alert =>
            $"{alert.ChangedAt.UtcDateTime:yyyy-MM-dd HH:mm} {(alert.State == AlertState.Cleared ? "End" : alert.Version == 1 ? "Begin" : "Level")} {(alert.State == AlertState.Cleared ? 0 : alert.Level)}");
        AreEqual("levels of the pack", WatchReference.Levels(WatchReference.Standing(samples, step, TimeSpan.FromHours(3)), samples[0].At, step, 3, 6, AirTests.Limits), [.. told], 800);
    }

    /// <summary>Neighbours are exchanged: in the end the alerts are those of the sorted series.</summary>
    [Fact]
    public void Pollution_OutOfOrder_EndsAsInOrder()
    {
        var samples = AirTests.Read().Take(9_000).ToList();
        var (inOrder, other, random) = (Station(), Station(), new Random(5));
        inOrder.Observe(Logged(samples));
        for (var i = 0; i + 1 < samples.Count; i++)
        {
            if (samples[i + 1].At - samples[i].At <= TimeSpan.FromHours(1) && random.Next(3) == 0)
            {
                (samples[i], samples[i + 1]) = (samples[i + 1], samples[i]);
                i++;
            }
        }

        other.Observe(Logged(samples));
        Assert.Equal(Final(inOrder), Final(other));
        Assert.True(Final(inOrder).Count > 50);
    }

    [Fact]
    public void Levels_RiseWithinOneAlert_AndAnOrderFollowsFromTheSecondOn()
    {
        var station = Station();
        Send(station, 60, 120, 120, 160, 160, 260, 260, 160, 160, 160, 60, 60, 60);

        var alerts = Alerts(station, "air-pollution");
        Assert.Equal([1, 2, 3, 2, 0], alerts.Select(static alert => alert.State == AlertState.Cleared ? 0 : alert.Level));
        Assert.Equal([AlertPriority.Low, AlertPriority.Medium, AlertPriority.High, AlertPriority.Medium], alerts.Take(4).Select(static alert => alert.Priority));
        Assert.Single(alerts.Select(static alert => alert.Id).Distinct());
        Assert.Equal("air", alerts[0].Pack);
        Assert.Equal([false, true, false, false, false], station.Alerts.Select(static fact => fact.IsReport ?? fact.Version == 1));
        Assert.Equal("PM2.5 is 260 µg/m³, level 3 since 2026-01-05 05:00.", alerts[2].Explanation.English);
        Assert.Equal("PM2.5为260 µg/m³，自2026-01-05 05:00起达3级。", alerts[2].Explanation.Chinese);
        Assert.Equal("pm25-level", alerts[2].Explanation.Rule);
    }

    [Fact]
    public void Ladder_StepsDependOnTheLevel()
    {
        var rules = SeedThings.Rules();
        var station = Station();
        Send(station, 60, 160, 160);
        Assert.Equal(["air-duty"], Steps());
        station.Observe(Logged([new Sample(T0.AddHours(3), 260), new Sample(T0.AddHours(4), 260)]).ConvertAll(static item => item with { Offset = item.Offset + 100 }));
        Assert.Equal(["air-duty", "district-duty"], Steps());
        station.FallDue();
        Assert.Equal(["air-duty", "district-duty"], station.Facts.OfType<NotificationWanted>().Select(static wanted => wanted.Notification.Receiver));
        Assert.StartsWith("Air pollution in cell 430103002001001", station.Facts.OfType<NotificationWanted>().First().Notification.English, StringComparison.Ordinal);
        Assert.Empty(Steps());

        List<string> Steps() => [.. rules.Deadlines(Id, station.State).Where(static due => due.Name != "day").OrderBy(static due => due.At).Select(static due => due.Name.Split(' ')[2])];
    }

    [Fact]
    public void Spike_OfOneHour_IsNoAlert()
    {
        var station = Station();
        Send(station, 60, 300, 60, 60);
        Assert.Empty(Alerts(station, "air-pollution"));
    }

    [Fact]
    public void SilenceAndStuck_AreTheStationsAlone()
    {
        var station = Station();
        Send(station, 60, 61, 62);
        station.Tick(T0.AddHours(2).AddMinutes(179));
        Assert.Empty(station.Alerts);
        station.Tick(T0.AddHours(5));
        Assert.Equal(("station-silent", AlertState.Open, AlertPriority.Low), (station.Alert.Kind, station.Alert.State, station.Alert.Priority));
        Assert.Equal("Nothing since 2026-01-05 02:00.", station.Alert.Explanation.English);

        var stuck = Station();
        Send(stuck, [.. Enumerable.Repeat(140.0, 8)]);
        Assert.Equal(["air-pollution", "station-stuck"], stuck.Alerts.Select(static fact => fact.Alert.Kind));
        Assert.Equal(T0.AddHours(6), stuck.Alert.OpenedAt);
    }

    [Fact]
    public void OtherKinds_OfTheThing_AreTakenAndJudgedByNoRule()
    {
        var station = Station();
        station.Observe(EntityRun<TerminalState>.Logged([new Observation { Entity = Id, Kind = "wind", At = T0, Value = 70 }]));
        Assert.Equal((10, 0), (station.State.Applied, station.Alerts.Count));
    }

    [Fact]
    public void Memory_OfOneThreshold_IsReadAndGoesOn()
    {
        var serializer = new Commits.StateSerializer();
        var old = """
            {"registration":{"card":{"id":"term-1","type":"terminal","kind":"gas","cell":"430103002001001","position":{"longitude":112.98,"latitude":28.19}}},
             "level":{"at":"2026-01-05T00:00:00+00:00","value":60,"peak":60,"since":null,"isOver":true,"isSilent":false},
             "rewind":{"before":{"at":null,"value":0,"peak":0,"since":null,"isOver":false,"isSilent":false},"items":[],"findings":[],"newest":"2026-01-05T00:00:00+00:00"},
             "applied":7,"version":1}
            """;
        var state = serializer.Deserialize<TerminalState>(System.Text.Encoding.UTF8.GetBytes(old))!;
        var run = new EntityRun<TerminalState>("term-1", SeedThings.Rules(), state);
        Assert.Equal(new DateTimeOffset(2026, 1, 5, 1, 0, 0, TimeSpan.Zero), run.NextDue);
        Assert.Equal(60, SeedThings.Rules().Last(run.State)!.Value);
        Assert.Null(run.State.Level);
        run.Restart();
        Assert.Equal(60, SeedThings.Rules().Last(run.State)!.Value);
    }

    private static EntityRun<TerminalState> Station() =>
        new(Id, SeedThings.Rules(), new TerminalState { Registration = new TerminalRegistration { Card = EntityRun<TerminalState>.Card(Id, "terminal", "air-station") } });

    private static void Send(EntityRun<TerminalState> station, params double[] hours) =>
        station.Observe(Logged([.. hours.Select(static (value, hour) => new Sample(T0.AddHours(hour), value))]));

    private static List<LoggedObservation> Logged(IEnumerable<Sample> samples) =>
        EntityRun<TerminalState>.Logged(samples.Select(static sample => new Observation { Entity = Id, Kind = "pm25", At = sample.At, Value = sample.Value }));

    private static List<Alert> Alerts(EntityRun<TerminalState> station, string kind) =>
        [.. station.Facts.OfType<AlertChanged>().Select(static fact => fact.Alert).Where(alert => alert.Kind == kind)];

    private static List<(DateTimeOffset From, DateTimeOffset? To)> Final(EntityRun<TerminalState> station) =>
        [.. Alerts(station, "air-pollution").GroupBy(static alert => alert.Id).Select(static same => same.Last()).Where(static alert => alert.Reason != LateEvidence.Reason)
            .Select(static alert => (alert.OpenedAt, alert.ClearedAt)).Order()];
}
