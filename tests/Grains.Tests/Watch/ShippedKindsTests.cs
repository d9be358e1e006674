using CityActors.Alerts;
using CityActors.Observations;
using CityActors.Terminals;
using CityActors.Tests.Alerts;
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
    public void Terminals_WithoutSettings_AreJudgedAsBeforeThereWerePacks(string kind)
    {
        var program = SeedThings.Things.ProgramOf(Registration(kind));
        var (rule, levels) = (ThresholdRule.Of(kind), program.Watcher.Rules.OfType<LevelsRule>().Single());
        Assert.Equal((rule.Threshold, rule.Threshold - rule.DeadBand), (levels.Levels.Single().From, Math.Round(levels.Levels.Single().Until, 9)));
        Assert.Equal((rule.OnDelay, rule.OffDelay, rule.Interval), (levels.OnDelay, levels.OffDelay, program.Interval));
        Assert.Equal((ThresholdRule.Cooldown, ThresholdRule.MostAnHour, false), (levels.Cooldown, levels.MostAnHour, levels.IsDown));
        Assert.Equal(DataGap.Limit(rule.Interval, ThresholdRule.GapAfter), program.Watcher.Rules.OfType<SilenceRule>().Single().After);
    }

    [Fact]
    public void Registration_SaysItsOwnLimit_WithinThePacksRange()
    {
        var own = Registration(ObservationKinds.WaterLevel) with { Threshold = 0.4, OnDelay = TimeSpan.Zero };
        var levels = SeedThings.Things.ProgramOf(own).Watcher.Rules.OfType<LevelsRule>().Single();
        Assert.Equal((0.4, 0.37, TimeSpan.Zero, TimeSpan.FromMinutes(10)), (levels.Levels[0].From, Math.Round(levels.Levels[0].Until, 9), levels.OnDelay, levels.OffDelay));
        Assert.Equal(0.1, SeedThings.Things.ProgramOf(own with { DeadBand = 0.3 }).Watcher.Rules.OfType<LevelsRule>().Single().Levels[0].Until, 9);
        Assert.Null(SeedThings.Things.WhyNot(own));
        Assert.Contains("may be set from 0.05 to 1000 m, not to 0.01", SeedThings.Things.WhyNot(own with { Threshold = 0.01 }), StringComparison.Ordinal);
        Assert.Contains("may be set from 5 to 25 %LEL", SeedThings.Things.WhyNot(Registration(ObservationKinds.GasLevel) with { Threshold = 26 }), StringComparison.Ordinal);
        Assert.Contains("less than the threshold", SeedThings.Things.WhyNot(own with { DeadBand = 0.4 }), StringComparison.Ordinal);
        Assert.Contains("'onDelay'", SeedThings.Things.WhyNot(own with { OnDelay = TimeSpan.FromHours(2) }), StringComparison.Ordinal);
        Assert.Contains("'threshold'", SeedThings.Things.WhyNot(own with { Threshold = double.NaN }), StringComparison.Ordinal);
    }

    /// <summary>Of several levels a single device cannot set one; before, it was passed over in silence.</summary>
    [Fact]
    public void Registration_OfAKindWithSeveralLevels_IsRefusedALimit()
    {
        Assert.Contains("has no limit of a 'air-station'", SeedThings.Things.WhyNot(Registration("air-station") with { Threshold = 100 }), StringComparison.Ordinal);
        Assert.Null(SeedThings.Things.WhyNot(Registration("air-station") with { Interval = TimeSpan.FromMinutes(10) }));
        Assert.StartsWith("The card's 'kind' is one of air-station, ", SeedThings.Things.WhyNot(Registration("taste")), StringComparison.Ordinal);
    }

    private static TerminalRegistration Registration(string kind) => new() { Card = EntityRun<TerminalState>.Card("term-1", "terminal", kind) };
}
