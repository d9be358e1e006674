using CityActors.Client.Evaluation.Data;
using CityActors.Client.Evaluation.Silences;
using CityActors.Client.Simulation;

namespace CityActors.Client.Tests.Evaluation;

public sealed class SilenceTests
{
    private const int Days = 10;
    private const int Onset = (9 * 24) - 5;

    private static readonly Chance chance = Chance.Of(1, "test");

    // Hourly: 100 W, and on each day four calmer hours from 2 o'clock: 10 W above ten times the days back from day 8.
    private static readonly double[] hours = [.. Enumerable.Range(0, Days * 24).Select(static hour => hour % 24 is >= 2 and < 6 ? (10 * (9 - (hour / 24))) + (hour % 24) : 100.0 + hour)];

    [Fact]
    public void Flat_IsAsLowAsTheTenthOf96_Held()
    {
        var quarters = Enumerable.Range(0, 4 * 96).Select(static quarter => (double)(quarter * 37 % 96)).ToArray();

        Assert.Equal(Enumerable.Repeat(9.0, 96), new Silence(Home(quarters, TimeSpan.FromMinutes(15))).Day(QuietProtocol.Flat, 2 * 96, chance));
        Assert.Equal(Enumerable.Repeat(14.0, 24), Day(QuietProtocol.Flat)); // The third lowest hour of the day before: 12, 13, 14.
    }

    [Fact]
    public void Last_IsTheLastReading_Held()
    {
        var values = (double[])hours.Clone();
        values[Onset - 1] = double.NaN;

        Assert.Equal(Enumerable.Repeat(100.0 + Onset - 1, 24), Day(QuietProtocol.Last));
        Assert.Equal(Enumerable.Repeat(100.0 + Onset - 2, 24), new Silence(Home(values)).Day(QuietProtocol.Last, Onset, chance));
    }

    [Fact]
    public void Zero_IsNothing() => Assert.Equal(new double[24], Day(QuietProtocol.Zero));

    [Fact]
    public void Loop_IsTheCalmestFourHoursOfThreeDays_AgainAndAgain()
    {
        var calm = (double[])hours.Clone();
        Array.Fill(calm, 1, Onset - 76, 4); // Longer ago than three days.

        double[] expected = [12, 13, 14, 15];
        Assert.Equal(Enumerable.Repeat(expected, 6).SelectMany(static some => some), Day(QuietProtocol.Loop));
        Assert.Equal(Day(QuietProtocol.Loop), new Silence(Home(calm)).Day(QuietProtocol.Loop, Onset, chance));
    }

    [Fact]
    public void Loop_WithAHole_HasTheMeanOfTheOthersThere()
    {
        var minutes = Enumerable.Range(0, 5 * 1440).Select(static minute => minute / 1440 == 3 && minute % 1440 is >= 120 and < 360 ? 20 + (minute % 2) : 90.0).ToArray();
        minutes[(3 * 1440) + 150] = double.NaN;

        var day = new Silence(Home(minutes, TimeSpan.FromMinutes(1))).Day(QuietProtocol.Loop, 4 * 1440, chance);

        Assert.Equal(20 + (120 / 239.0), day[30], 9);
        Assert.Equal([20, 21, 20, 21], day[..4]);
        Assert.Equal(day[..240], day[240..480]);
    }

    [Fact]
    public void Mix_IsTheCalmestFourHoursOfDaysOfTheLastSeven_DrawnAnewEachTime()
    {
        var drawn = new HashSet<double>();
        for (var seed = 0; seed < 40; seed++)
        {
            foreach (var some in new Silence(Home(hours)).Day(QuietProtocol.Mix, Onset, Chance.Of(seed, "test")).Chunk(4))
            {
                Assert.Equal([some[0], some[0] + 1, some[0] + 2, some[0] + 3], some);
                drawn.Add(some[0]);
            }
        }

        Assert.Equal([12, 22, 32, 42, 52, 62, 72], drawn.Order());
        Assert.Equal(Day(QuietProtocol.Mix), Day(QuietProtocol.Mix));
    }

    [Fact]
    public void Places_NeedFourFifthsOfTheDaysBeforeAndAfter()
    {
        var values = Enumerable.Range(0, 6 * 24).Select(static hour => hour is >= 60 and < 66 ? double.NaN : 1.0).ToArray();

        var places = new Silence(Home(values)).Places(24);

        // Of 24 hours at most 4 may lack. In the midst of the hole, 2 to 4 of its 6 hours are in the day before and the others in the day after.
        Assert.Equal([.. Enumerable.Range(24, 17), 62, 63, 64, .. Enumerable.Range(86, 120 - 86 + 1)], places);
        Assert.Equal(30, new Silence(Home(values)).Places(30)[0]);
        Assert.Empty(new Silence(Home(values[..40])).Places(24));
    }

    private static double[] Day(QuietProtocol protocol) => new Silence(Home(hours)).Day(protocol, Onset, chance);

    private static MeterHome Home(double[] values, TimeSpan? interval = null) => new("home", Quantity.Power, new DateTime(2020, 1, 6), interval ?? TimeSpan.FromHours(1), values);
}
