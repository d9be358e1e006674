using CityActors.Observations;
using CityActors.Terminals;
using CityActors.Watch;

namespace CityActors.Tests.Watch;

/// <summary>What was watched before there were packs is the same in the packs.</summary>
public sealed class ShippedKindsTests
{
    [Fact]
    public void Kinds_ThatWereThereBefore_AreTheSameInThePacks()
    {
        var packs = PackKinds.Of(SeedThings.Packs).ToDictionary(static kind => kind.Name);
        foreach (var kind in new Kinds().All)
        {
            var same = packs[kind.Name];
            Assert.Equal((kind.EntityPrefix, kind.Unit, kind.IsTrack, kind.MayWait, kind.IsFlow, kind.Step), (same.EntityPrefix, same.Unit, same.IsTrack, same.MayWait, same.IsFlow, same.Step));
            Assert.Equal((kind.Range.Least, kind.Range.Most), (same.Range.Least, same.Range.Most));
            Assert.Equal(kind.Range.NoValues, same.Range.NoValues);
        }
    }

    [Theory]
    [InlineData(ObservationKinds.SmokeLevel)]
    [InlineData(ObservationKinds.GasLevel)]
    [InlineData(ObservationKinds.WaterLevel)]
    [InlineData(ObservationKinds.Rain)]
    public void Terminals_WithoutSettings_AreJudgedAsTheirPacksSay(string kind)
    {
        var registration = new TerminalRegistration { Card = Alerts.EntityRun<TerminalState>.Card("term-1", "terminal", kind) };
        var bySettings = SeedThings.Things.ProgramOf(registration);
        var byPack = new CityThings(SeedThings.Packs, SeedThings.Kinds, new TerminalOptions { Kinds = new Dictionary<string, ThresholdRule>() }).ProgramOf(registration);
        Assert.Equal((bySettings.Key, bySettings.Interval, bySettings.Threshold), (byPack.Key, byPack.Interval, byPack.Threshold));
        Assert.Equal(Told(bySettings), Told(byPack));
    }

    private static List<string> Told(ThingProgram program) => [.. program.Watcher.Rules.Select(static rule => rule switch
    {
        LevelsRule levels => string.Join(' ', levels.Levels.Select(static level => $"{level.Level}: {level.From:0.######} {level.Until:0.######}")) + $" {levels.OnDelay} {levels.OffDelay} {levels.Cooldown} {levels.MostAnHour} {levels.IsDown}",
        SilenceRule silence => $"{silence.After}",
        _ => rule.ToString(),
    })];
}
