using CityActors.Watch;
using static CityActors.Tests.Watch.WatchScript;

namespace CityActors.Tests.Watch;

public sealed class LevelsRuleTests
{
    private static readonly LevelsRule One = new() { Of = Kind, Levels = [new(1, 10, 8)], OnDelay = Minutes(2), OffDelay = Minutes(5) };
    private static readonly LevelsRule Three = One with { Levels = [new(1, 10, 8), new(2, 20, 17), new(3, 30, 26)] };

    [Theory]
    [InlineData("below", "0=3 5=9.9 10=4 30", "")]
    [InlineData("judged by a tick at its own time", "0=3 5=10 9", "7 begin 1")]
    [InlineData("judged by the next reading", "0=3 5=12 10=12", "7 begin 1")]
    [InlineData("a short peak", "0=3 5=12 6=3 20", "")]
    [InlineData("the dead band keeps it open", "0=12 5=12 10=9 15=8 20=8 30", "2 begin 1")]
    [InlineData("the off-delay ends it", "0=12 5=12 10=7.9 14 15 20=3", "2 begin 1; 15 end")]
    [InlineData("the off-delay is broken", "0=12 10=7 13=9 20=7 24 25", "2 begin 1; 25 end")]
    public void OneLevel(string name, string script, string expected) => Check(name, expected, Play(script, One));

    [Theory]
    [InlineData("straight to the third", "0=35 9", "2 begin 3")]
    [InlineData("one after the other", "0=12 5=21 10=31 20", "2 begin 1; 7 level 2; 12 level 3")]
    [InlineData("a higher one on its way is not forgotten", "0=12 1=31 9", "2 begin 1; 3 level 3")]
    [InlineData("down one by one", "0=35 10=18 20=9 30=1 40", "2 begin 3; 15 level 2; 25 level 1; 35 end")]
    [InlineData("down past one", "0=35 10=9 20", "2 begin 3; 15 level 1")]
    [InlineData("down at once", "0=35 10=1 20", "2 begin 3; 15 end")]
    [InlineData("down in two times", "0=35 10=9 12=1 20", "2 begin 3; 15 level 1; 17 end")]
    [InlineData("a short peak within", "0=12 10=35 11=12 20=1 30", "2 begin 1; 25 end")]
    [InlineData("up again", "0=35 10=18 20=31 30", "2 begin 3; 15 level 2; 22 level 3")]
    public void Levels_RiseAndFallWithinOneEpisode(string name, string script, string expected) => Check(name, expected, Play(script, Three));

    [Theory]
    [InlineData("low is severe", "0=12 10=5 20=3 30=5 40=11 50", "12 begin 1; 22 level 2; 35 level 1; 45 end")]
    [InlineData("not yet", "0=6.1 10=5.9", "")]
    public void Down(string name, string script, string expected) =>
        Check(name, expected, Play(script, One with { IsDown = true, Levels = [new(1, 6, 8), new(2, 3, 4)] }));

    [Fact]
    public void Latched_StaysAtItsHighest_UntilSomebodySaysSo()
    {
        var rule = Three with { IsLatched = true };
        Assert.Equal("2 begin 1; 12 level 3", Play("0=12 10=35 20=12 30=1 60=1", rule));

        Assert.Equal("102 begin 1; 1502 level 3", Play("100=12 200=35 300=1 1400=35 1503", rule with { During = new DailyHours(new TimeOnly(7, 0), new TimeOnly(9, 0)) }));

        var turns = new List<Turn>();
        var memory = rule.FallDue(rule.Observe(rule.Begin, new Reading(T0, 35, T0), turns), T0.AddMinutes(2), turns);
        var reset = LevelsRule.Reset(memory, T0.AddMinutes(10));
        Assert.Equal((1, 0, T0.AddMinutes(10)), (turns.Count, ((LevelsMemory)reset).Held, ((LevelsMemory)reset).EndedAt));
    }

    [Fact]
    public void Chatter_SixthWithinAnHour_WaitsForAnHourOfCalm()
    {
        var rule = One with { OnDelay = default, OffDelay = Minutes(1), Cooldown = Minutes(0), MostAnHour = 3 };
        Assert.Equal(
            "0 begin 1; 3 end; 4 begin 1; 7 end; 8 begin 1; 70 end",
            Play("0=12 2=1 4=12 6=1 8=12 10=1 69 80", rule));
        Assert.Equal("0 begin 1; 3 end; 4 begin 1; 16 end", Play("0=12 2=1 4=12 6=1 30", rule with { Cooldown = Minutes(10) }));
    }

    /// <summary>The window is from 7 to 9 in the morning: minutes 60 to 180, and the next day from 1500 on.</summary>
    [Theory]
    [InlineData("holds as the window opens", "0=12 61 62", "62 begin 1")]
    [InlineData("begins within it", "0=1 100=12 110", "102 begin 1")]
    [InlineData("ends with it, and begins with the next", "100=12 180 1501 1502", "102 begin 1; 180 end; 1502 begin 1")]
    [InlineData("closes before the delay is over", "179=12 185 1502", "1502 begin 1")]
    [InlineData("calm as it opens", "0=12 50=1 62 100", "")]
    [InlineData("in the dead band as the next one opens", "100=12 170=9 180 1510", "102 begin 1; 180 end")]
    public void During(string name, string script, string expected) =>
        Check(name, expected, Play(script, One with { During = new DailyHours(new TimeOnly(7, 0), new TimeOnly(9, 0)) }));

    [Fact]
    public void WindowThatOpensIntoSilence_StartsNothing() => Assert.Equal(
        "30 1 begin",
        Play("0=12 200", One with { During = new DailyHours(new TimeOnly(7, 0), new TimeOnly(9, 0)) }, new SilenceRule { Of = Kind, After = Minutes(30) }));

    private static void Check(string name, string expected, string told) => Assert.True(expected == told, $"{name}: {told}");
}
