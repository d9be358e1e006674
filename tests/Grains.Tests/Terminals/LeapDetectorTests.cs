using System.Globalization;
using CityActors.Alerts;
using CityActors.Observations;
using CityActors.Terminals;
using CityActors.Tests.Alerts;
using CityActors.Tests.Watch;
using CityActors.Watch;

namespace CityActors.Tests.Terminals;

/// <summary>A value that cannot have been reached since the last one is passed over, unless the next ones agree with it.</summary>
public sealed class LeapDetectorTests
{
    private const string Id = "term-430103002001-01";
    private static readonly DateTimeOffset T0 = new(2026, 1, 5, 6, 0, 0, TimeSpan.Zero);

    /// <summary>Water over a road, every 5 minutes; the alert is at 0.15 m for 2 minutes, its end below 0.12 m for 10. A script is <c>minute=value</c>.</summary>
    [Theory]
    [InlineData("one spike opens nothing", "0=0.02 5=99.9 10=0.03 15=0.02 20=0.02", "")]
    [InlineData("spikes that disagree open nothing", "0=0.02 5=99.9 10=400 15=0.03 20=870 25=60 30=0.02", "")]
    [InlineData("a spike delays nothing", "0=0.02 5=0.5 6=300 10=0.5", "7 open")]
    [InlineData("a spike down ends nothing", "0=300 5=300 10=250 15=300 20=300 25=300 30=300", "2 open")]
    [InlineData("a spike keeps nothing open", "0=0.5 5=0.5 10=0.02 15=300 20=0.02 25=0.02", "2 open; 20 clear")]
    [InlineData("a flood is no leap", "0=0.02 5=6 10=9 15=12", "7 open")]
    [InlineData("the wall of a broken dam is no leap", "0=0.02 0.1=9.9 5=12", "2.1 open")]
    [InlineData("after an hour a level may be anywhere near", "0=0.02 55=40 58=41", "57 open")]
    [InlineData("three that agree are true", "0=0.02 5=36 10=36.1 15=36.1 20=36.2", "15 open")]
    [InlineData("three that agree end it, too", "0=36 5=36 10=0.02 15=0.02 20=0.03 25=0.02", "2 open; 20 clear")]
    [InlineData("repeats of one reading agree with nothing", "0=0.02 5=36 5=36 5=36 10=0.02", "")]
    [InlineData("leaps without end are a silence", "0=0.02 15=300 30=700 45=200 55=800 61=0.02", "60 gap; 61 back")]
    public void Level_Script_GivesEpisodes(string name, string script, string expected)
    {
        var terminal = Terminal();
        terminal.Observe(EntityRun<TerminalState>.Logged(Readings(script)), size: 1);

        var told = terminal.Alerts.Select(static fact => fact.Alert).Select(static alert => $"{((alert.ClearedAt ?? alert.OpenedAt) - T0).TotalMinutes:0.#} {Word(alert)}");
        Assert.True(expected == string.Join("; ", told), $"{name}: {string.Join("; ", told)}");
    }

    [Fact]
    public void Readings_InAnyOrderWithinTheHorizon_AreJudgedAsInOrder()
    {
        var random = new Random(11);
        for (var round = 0; round < 300; round++)
        {
            var readings = Readings(string.Join(' ', Enumerable.Range(0, 12).Select(i => $"{i * 2}={(random.Next(3) == 0 ? random.Next(1, 5) * 40 : 0.3 * random.NextDouble()):0.00}"))).ToList();
            readings.Add(readings[0] with { At = T0.AddMinutes(26) });
            var shuffled = readings.ToArray();
            random.Shuffle(shuffled);
            var (inOrder, other) = (Terminal(), Terminal());
            inOrder.Observe(EntityRun<TerminalState>.Logged(readings), size: 1);
            other.Observe(EntityRun<TerminalState>.Logged(shuffled), size: 1);

            Assert.Equal(WithoutChatter(inOrder.State), WithoutChatter(other.State));
            Assert.Equal(inOrder.State.Alerts?.Open.Select(static alert => (alert.Kind, alert.OpenedAt)) ?? [], other.State.Alerts?.Open.Select(static alert => (alert.Kind, alert.OpenedAt)) ?? []);
        }
    }

    [Fact]
    public void Leaps_ThroughARestart_AreCountedOn()
    {
        var terminal = Terminal();
        var log = EntityRun<TerminalState>.Logged(Readings("0=0.02 5=36 10=36 15=36"));
        terminal.Observe(log[..3]);
        terminal.Restart();
        terminal.Observe(log[3..]);

        Assert.Equal((AlertState.Open, T0.AddMinutes(15)), (terminal.Alert.State, terminal.Alert.OpenedAt));
    }

    [Theory]
    [InlineData(ObservationKinds.WaterLevel, 0, 10, 0, true)]
    [InlineData(ObservationKinds.WaterLevel, 0, 10.1, 0, false)]
    [InlineData(ObservationKinds.WaterLevel, 20, 5, 5, true)]
    [InlineData(ObservationKinds.WaterLevel, 20, 4.9, 5, false)]
    [InlineData(ObservationKinds.Rain, 0, 401, 0, true)]
    [InlineData(ObservationKinds.Rain, 0, 999.9, 15, false)]
    public void Step_ThatCanBe_IsHeld(string kind, double before, double after, double minutes, bool expected) =>
        Assert.Equal(expected, new Kinds().Find(kind)!.Step!.Holds(before, after, TimeSpan.FromMinutes(minutes)));

    [Theory]
    [InlineData(ObservationKinds.Power)]
    [InlineData(ObservationKinds.Water)]
    [InlineData(ObservationKinds.SmokeLevel)]
    [InlineData(ObservationKinds.GasLevel)]
    public void Kind_WhoseStepsAreTheAlarm_HasNoGreatestStep(string kind) => Assert.Null(new Kinds().Find(kind)!.Step);

    private static string Word(Alert alert) => (alert.Kind, alert.State) switch
    {
        (AlertKinds.DataGap, AlertState.Open) => "gap",
        (AlertKinds.DataGap, _) => "back",
        (_, AlertState.Open) => "open",
        _ => "clear",
    };

    private static IEnumerable<Observation> Readings(string script) => script.Split(' ').Select(static part => part.Split('=')).Select(static part => new Observation
    {
        Entity = Id,
        Kind = ObservationKinds.WaterLevel,
        At = T0.AddMinutes(double.Parse(part[0], CultureInfo.InvariantCulture)),
        Value = double.Parse(part[1], CultureInfo.InvariantCulture),
    });

    private static EntityRun<TerminalState> Terminal() => new(
        Id,
        SeedThings.Rules(),
        new TerminalState { Registration = new TerminalRegistration { Card = EntityRun<TerminalState>.Card(Id, "terminal", ObservationKinds.WaterLevel) } });

    // How often it chattered depends on what was told when.
    private static string WithoutChatter(TerminalState state) =>
        System.Text.Json.JsonSerializer.Serialize(new WatchMemory([.. state.Watched.Slots.Select(static slot => slot is LevelsMemory levels ? levels with { Chatter = null } : slot)]));
}
