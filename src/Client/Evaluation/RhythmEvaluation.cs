using CityActors.Client.Api;
using CityActors.Client.Evaluation.Data;

namespace CityActors.Client.Evaluation;

/// <summary>Tries detectors on homes: several homes at once, with results that depend on the plan and the homes alone.</summary>
internal static class RhythmEvaluation
{
    /// <summary>Runs it.</summary>
    public static EvaluationFigures Run(MeterData data, EvaluationPlan plan, Action<double, string> progress, CancellationToken cancellation)
    {
        var mine = data.Homes.Where(home => plan.Fold.Holds(home.Id)).ToList();
        var (tooShort, otherInterval) = (new SortedDictionary<string, int>(StringComparer.Ordinal), new SortedDictionary<string, int>(StringComparer.Ordinal));
        var groups = new List<DetectorFigures>();
        var told = new Lock();
        var sets = Sets(mine, plan).ToList();
        for (var number = 0; number < sets.Count; number++)
        {
            var (quantity, interval) = sets[number];
            var inSet = mine.Where(home => home.Quantity == quantity && Goes(home, plan).Contains(interval)).ToList();
            var results = new HomeTrial[inSet.Count];
            var done = 0;
            Parallel.For(0, inSet.Count, new ParallelOptions { CancellationToken = cancellation }, index =>
            {
                results[index] = Try(inSet[index].Resampled(interval), plan);
                lock (told)
                {
                    progress((number + (++done / (double)inSet.Count)) / sets.Count, Name(quantity, interval));
                }
            });
            for (var place = 0; place < plan.Detectors.Count; place++)
            {
                var figures = Figures(plan.Detectors[place], place, quantity, interval, results, plan);
                groups.AddRange(figures is null ? [] : [figures]);
                Count(tooShort, $"{plan.Detectors[place].Name} {Name(quantity, interval)}", inSet.Count - (figures?.All.Homes ?? 0));
            }
        }

        foreach (var home in mine)
        {
            foreach (var interval in plan.Intervals.OfType<TimeSpan>().Where(interval => !home.Divides(interval)))
            {
                Count(otherInterval, Name(home.Quantity, interval), 1);
            }
        }

        return new EvaluationFigures(plan.Seed, plan.Onsets, plan.AfterDay, $"{plan.Fold.Number}/{plan.Fold.Of}", plan.Hole, data.PassedOver, tooShort, otherInterval, groups);
    }

    /// <summary>What a set of homes is called.</summary>
    public static string Name(Quantity quantity, TimeSpan interval) => $"{ApiJson.NameOf(quantity)} {interval}";

    private static IEnumerable<(Quantity Quantity, TimeSpan Interval)> Sets(List<MeterHome> homes, EvaluationPlan plan) =>
        homes.SelectMany(home => Goes(home, plan).Select(interval => (home.Quantity, interval))).Distinct().Order();

    // The intervals at which a home is judged.
    private static IEnumerable<TimeSpan> Goes(MeterHome home, EvaluationPlan plan) =>
        plan.Intervals.Select(interval => interval ?? home.Interval).Where(home.Divides).Distinct();

    private static HomeTrial Try(MeterHome home, EvaluationPlan plan)
    {
        var run = new HomeRun(home, plan);
        return new HomeTrial(run.Class, [.. plan.Detectors.Select(run.Judge)]);
    }

    private static DetectorFigures? Figures(JudgeMaker detector, int place, Quantity quantity, TimeSpan interval, HomeTrial[] trials, EvaluationPlan plan)
    {
        var homes = trials.Where(trial => trial.Results[place].Days > 0).ToList();
        return homes.Count == 0 ? null : new DetectorFigures(
            quantity,
            interval,
            detector.Name,
            detector.Setting,
            Math.Max(plan.AfterDay, detector.Make(interval, quantity).LeastDays),
            HomesFigures.Of([.. homes.Select(trial => trial.Results[place])]),
            new SortedDictionary<HomeClass, HomesFigures>(homes.GroupBy(static trial => trial.Class, trial => trial.Results[place])
                .ToDictionary(static group => group.Key, static group => HomesFigures.Of([.. group]))));
    }

    private static void Count(SortedDictionary<string, int> counts, string what, int homes)
    {
        if (homes > 0)
        {
            counts[what] = counts.GetValueOrDefault(what) + homes;
        }
    }

    private sealed record HomeTrial(HomeClass Class, IReadOnlyList<HomeResult> Results);
}
