using CityActors.Watch;
using static CityActors.Tests.Watch.WatchData;

namespace CityActors.Tests.Watch;

/// <summary>Warns before methane reaches its limit in a coal mine.</summary>
/// <remarks>
/// The limit is 1.0 %, at which the sensor of a working face alarms in China. The horizon is six readings: the data's own truth, the largest methane of the near
/// future, is the largest of the next six. Of each reading it is asked whether a warning stands. A crossing counts where the six readings before it were below
/// the limit, and is warned of if a warning stood at one of them. A false alarm is a reading below the limit at which a warning stands although none of the
/// next six reaches it. Counted are readings and not episodes, or a warning that never ended would be the best. To warn at the limit, as now, has no
/// false alarm and warns of nothing before. Every setting is chosen on the first six tenths: the one that warns of most crossings with a false alarm
/// at no more than one reading in twenty. The rest says what it is worth, and there the rise is held against the best threshold of hindsight. Neither dates nor the length of an interval are known; a minute stands for it here.
/// </remarks>
public sealed class MethaneTests
{
    private const int Kind = 2;
    private const int Horizon = 6;
    private const double Limit = 1.0;
    private const double Half = 0.05; // Values are tenths of a per cent; half of one keeps off their last binary digit.

    [Fact]
    public void Rise_WhileNearTheLimit_WarnsOfMoreThanAThreshold()
    {
        var rows = Rows("mine", "methane.csv.gz").ToList();
        var (values, coming) = (rows.ConvertAll(static row => Number(row[2])), rows.ConvertAll(static row => Number(row[8])));
        var split = rows.Count * 6 / 10;
        var part = (First: (From: 0, To: split), Last: (From: split, To: rows.Count));

        var (now, threshold, rise) = (Best("as now", [Threshold(Limit, 0, 0)]), Best("threshold", Thresholds()), Best("rise", Rises()));
        var atMost = Thresholds().Select(rule => Rate(Warned(values, rule), part.Last)).Where(score => score.False <= rise.False).MaxBy(static score => score.Found);
        TestContext.Current.TestOutputHelper?.WriteLine($"threshold, chosen on the last part itself with no more false alarms than the rise: {atMost}");

        Assert.Equal((0, 0), (now.Found, now.False));
        Assert.True(rise.Found > threshold.Found && rise.Found > atMost.Found, "The rise is to warn of more crossings than any threshold that has no more false alarms.");

        Score Best(string name, IEnumerable<WatchRule> rules)
        {
            var warned = rules.Select(rule => (Rule: rule, Stands: Warned(values, rule))).ToList();
            var best = warned.Where(one => Rate(one.Stands, part.First).False <= split / 20).MaxBy(one => (Rate(one.Stands, part.First).Found, -Rate(one.Stands, part.First).False));
            var (chosen, tested) = (Rate(best.Stands, part.First), Rate(best.Stands, part.Last));
            TestContext.Current.TestOutputHelper?.WriteLine($"{name}: first part {chosen}, last part {tested} ({Describe(best.Rule)})");
            return tested;
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

    private static LevelsRule Threshold(double from, double deadBand, double delay) => new()
    {
        Of = Kind,
        Levels = [new WatchLevel(1, from - (from < Limit ? Half : 0), from - deadBand - (from < Limit ? Half : 0))],
        OnDelay = TimeSpan.FromMinutes(delay),
    };

    private static IEnumerable<WatchRule> Thresholds() =>
        from value in new[] { 0.7, 0.8, 0.9 }
        from deadBand in new[] { 0, 0.1, 0.2 }
        from delay in new[] { 0, 1, 2, 3, 5, 8, 12, 16, 20, 25, 30, 40, 50, 60, 90, 120 }
        select Threshold(value, deadBand, delay);

    private static IEnumerable<WatchRule> Rises() =>
        from change in new[] { 0.1, 0.2, 0.3 }
        from within in new[] { 2, 3, 5, 8, 10, 12, 14, 16, 20, 25, 30 }
        from value in new[] { 0.7, 0.8, 0.9 }
        select new RateRule { Of = Kind, By = change - Half, Within = TimeSpan.FromMinutes(within), AtLeast = value - Half };

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
