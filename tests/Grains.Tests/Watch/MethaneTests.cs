using CityActors.Terminals;
using CityActors.Tests.Alerts;
using CityActors.Watch;
using static CityActors.Tests.Watch.WatchData;

namespace CityActors.Tests.Watch;

/// <summary>Warns before methane reaches its limit in a coal mine, by the rules of the pack <c>mine</c>.</summary>
/// <remarks>
/// The limit is 1.0 %, at which the sensor of a working face alarms in China. The horizon is six readings: the data's own truth, the largest methane of the near
/// future, is the largest of the next six. Of each reading it is asked whether a warning stands. A crossing counts where the six readings before it were below
/// the limit, and is warned of if a warning stood at one of them. A false alarm is a reading below the limit at which a warning stands although none of the
/// next six reaches it. Counted are readings and not episodes, or a warning that never ended would be the best. To warn at the limit, as now, has no
/// false alarm and warns of nothing before. Every setting is chosen on the first six tenths: the one that warns of most crossings with a false alarm
/// at no more than one reading in twenty; the pack has that of the rise. The rest says what it is worth, and there the pack's rule is held against the best threshold
/// of hindsight. Neither dates nor the length of an interval are known; a minute stands for it here.
/// </remarks>
public sealed class MethaneTests
{
    private const int Kind = 2;
    private const int Horizon = 6;
    private const double Limit = 1.0;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void Pack_WhileNearTheLimit_WarnsOfMoreThanAThreshold()
    {
        var rows = Rows("mine", "methane.csv.gz").ToList();
        var (values, coming) = (rows.ConvertAll(static row => Number(row[2])), rows.ConvertAll(static row => Number(row[8])));
        var split = rows.Count * 6 / 10;
        var part = (First: (From: 0, To: split), Last: (From: split, To: rows.Count));

        var (now, threshold, rise) = (Best("at the limit, as now", [Threshold(1.0m, 0, 0)]), Best("threshold", Thresholds()), Best("rise", Rises()));
        var pack = PackRule();
        var told = Rate(Warned(values, pack), part.Last);
        var atMost = Thresholds().Select(rule => Rate(Warned(values, rule), part.Last)).Where(score => score.False <= told.False).MaxBy(static score => score.Found);
        Say($"the pack's rule: first part {Rate(Warned(values, pack), part.First)}, last part {told} ({Describe(pack)})");
        Say($"threshold, chosen on the last part itself with no more false alarms than the pack's rule: {atMost}");

        Assert.Equal((0, 0), (now.Score.Found, now.Score.False));
        Assert.True(told.Found > threshold.Score.Found && told.Found > atMost.Found, "The pack's rule is to warn of more crossings than any threshold that has no more false alarms.");
        Assert.Equal(Describe(rise.Rule), Describe(pack));

        (Score Score, WatchRule Rule) Best(string name, IEnumerable<WatchRule> rules)
        {
            var warned = rules.Select(rule => (Rule: rule, Stands: Warned(values, rule))).ToList();
            var best = warned.Where(one => Rate(one.Stands, part.First).False <= split / 20).MaxBy(one => (Rate(one.Stands, part.First).Found, -Rate(one.Stands, part.First).False));
            var (chosen, tested) = (Rate(best.Stands, part.First), Rate(best.Stands, part.Last));
            Say($"{name}: first part {chosen}, last part {tested} ({Describe(best.Rule)})");
            return (tested, best.Rule);
        }

        Score Rate(bool[] stands, (int From, int To) of)
        {
            var (crossings, found, wrong) = (0, 0, 0);
            for (var i = of.From; i < of.To; i++)
            {
                wrong += stands[i] && values[i] < Limit && coming[i] < Limit ? 1 : 0;
                if (i >= of.From + Horizon && values[i] >= Limit && values[(i - Horizon)..i].TrueForAll(static value => value < Limit))
                {
                    crossings++;
                    found += stands.AsSpan(i - Horizon, Horizon).Contains(true) ? 1 : 0;
                }
            }

            return new Score(found, crossings, wrong);
        }
    }

    /// <summary>Both sensors of the face.</summary>
    [Theory]
    [InlineData(1, 0.5, 20)]
    [InlineData(2, 1.0, 100)]
    public void Methane_AlarmAndCutOffAndRise_AreThoseOfTheReference(int sensor, double alarm, int least)
    {
        var samples = Series(sensor);
        var (cutOff, near) = (alarm + 0.5, alarm == 1.0 ? 0.9 : 0.45);
        var packs = PackRun.Set("mine", ("alarm", Text(alarm)), ("cut-off", Text(cutOff)), ("near", Text(near)));

        var face = PackRun.Follow(PackRun.Thing("methane-sensor", packs), "methane", samples);

        var standing = WatchReference.Standing(samples, Minute, 5 * Minute);
        AreEqual("alarm", WatchReference.Levels(standing, samples[0].At, Minute, 0, 0, [new(1, alarm, (double)((decimal)alarm - 0.1m))]), PackRun.Told(face, "methane-high"), least);
        AreEqual("cut-off", WatchReference.Levels(standing, samples[0].At, Minute, 0, 0, [new(1, cutOff, alarm)]), PackRun.Told(face, "methane-cut-off"), sensor == 2 ? 10 : 0);
        AreEqual("rise", WindowReference.Rises(samples, 0.1m, 14 * Minute, 5 * Minute, atLeast: near), PackRun.Told(face, "methane-rising", "Signal"), least);
    }

    /// <summary>There was always more air than the rules ask for; a gauge for which more is wanted shows the rule at work.</summary>
    [Theory]
    [InlineData(0.25, 0)]
    [InlineData(2.1, 20)]
    public void Air_TooLittle_IsThatOfTheReference(double limit, int least)
    {
        var samples = Series(3);
        var air = PackRun.Follow(PackRun.Thing("mine-air-sensor", PackRun.Set("mine", ("air-least", Text(limit)))), "mine-air-speed", samples);

        var mirrored = samples.ConvertAll(static sample => sample with { Value = -sample.Value });
        var levels = new WatchLevel(1, -limit, -(double)((decimal)limit + 0.05m));
        AreEqual("air", WatchReference.Levels(WatchReference.Standing(mirrored, Minute, 5 * Minute), samples[0].At, Minute, 2, 2, [levels]), PackRun.Told(air, "air-low"), least);
    }

    private static void Say(string what) => TestContext.Current.TestOutputHelper?.WriteLine(what);

    private static string Text(double value) => value.ToString("0.0##", System.Globalization.CultureInfo.InvariantCulture);

    private static List<Sample> Series(int column) => [.. Rows("mine", "methane.csv.gz").Select((row, i) => new Sample(WatchScript.T0.AddMinutes(i), Number(row[column])))];

    private static RateRule PackRule() => SeedThings.Things.ProgramOf(new() { Card = EntityRun<TerminalState>.Card("term-1", "terminal", "methane-sensor") }).Watcher.Rules.OfType<RateRule>().Single();

    private static LevelsRule Threshold(decimal from, decimal deadBand, double delay) => new()
    {
        Of = Kind,
        Levels = [new WatchLevel(1, (double)from, (double)(from - deadBand))],
        OnDelay = TimeSpan.FromMinutes(delay),
    };

    private static IEnumerable<WatchRule> Thresholds() =>
        from value in new[] { 0.7m, 0.8m, 0.9m }
        from deadBand in new[] { 0, 0.1m, 0.2m }
        from delay in new[] { 0, 1, 2, 3, 5, 8, 12, 16, 20, 25, 30, 40, 50, 60, 90, 120 }
        select Threshold(value, deadBand, delay);

    private static IEnumerable<WatchRule> Rises() =>
        from change in new[] { 0.1, 0.2, 0.3 }
        from within in new[] { 2, 3, 5, 8, 10, 12, 14, 16, 20, 25, 30 }
        from value in new[] { 0.7, 0.8, 0.9 }
        select new RateRule { Of = Kind, By = change, Within = TimeSpan.FromMinutes(within), AtLeast = value };

    private static bool[] Warned(List<double> values, WatchRule rule)
    {
        var first = WatchScript.T0;
        var turns = Follow([.. values.Select((value, i) => new Sample(first.AddMinutes(i), value))], rule);
        var stands = new bool[values.Count];
        for (var turn = 0; turn < turns.Count; turn += 2)
        {
            var until = turn + 1 < turns.Count ? (int)(turns[turn + 1].At - first).TotalMinutes : values.Count;
            Array.Fill(stands, true, (int)(turns[turn].At - first).TotalMinutes, until - (int)(turns[turn].At - first).TotalMinutes);
        }

        return stands;
    }

    private static string Describe(WatchRule rule) => rule is RateRule rate
        ? $"rise of {rate.By:0.00} within {rate.Within.TotalMinutes} while at least {rate.AtLeast:0.00}"
        : $"from {((LevelsRule)rule).Levels[0].From:0.00} until {((LevelsRule)rule).Levels[0].Until:0.00} for {((LevelsRule)rule).OnDelay.TotalMinutes}";

    private readonly record struct Score(int Found, int Crossings, int False)
    {
        public override string ToString() => $"{Found} of {Crossings} crossings, {False} false alarms";
    }
}
