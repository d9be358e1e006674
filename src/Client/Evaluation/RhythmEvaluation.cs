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
        var sets = Sets(mine, plan).ToList();
        for (var number = 0; number < sets.Count; number++)
        {
            var (quantity, interval) = sets[number];
            var homes = mine.Where(home => home.Quantity == quantity).ToList();
            var fitting = homes.Where(home => home.Divides(interval)).ToList();
            var inSet = plan.Intervals.Count == 0 ? [.. fitting.Where(home => home.Interval == interval)] : fitting;
            Count(otherInterval, interval, plan.Intervals.Count == 0 ? 0 : homes.Count - fitting.Count);
            var results = new HomeTrial[inSet.Count];
            var done = 0;
            Parallel.For(0, inSet.Count, new ParallelOptions { CancellationToken = cancellation }, index =>
            {
                results[index] = Try(inSet[index].Resampled(interval), plan);
                progress((number + (Interlocked.Increment(ref done) / (double)inSet.Count)) / sets.Count, $"{quantity}, {interval}".ToLowerInvariant());
            });
            var judged = plan.Detectors.Select((detector, place) => Figures(detector, place, quantity, interval, results, plan)).OfType<DetectorFigures>().ToList();
            groups.AddRange(judged);
            Count(tooShort, interval, inSet.Count - judged.Select(static one => one.All.Homes).DefaultIfEmpty(0).Max());
        }

        return new EvaluationFigures(plan.Seed, plan.Onsets, plan.AfterDay, $"{plan.Fold.Number}/{plan.Fold.Of}", data.PassedOver, tooShort, otherInterval, groups);
    }

    private static IEnumerable<(Quantity Quantity, TimeSpan Interval)> Sets(List<MeterHome> homes, EvaluationPlan plan) =>
        from home in homes
        from interval in plan.Intervals.Count == 0 ? [home.Interval] : plan.Intervals
        where home.Divides(interval)
        group home by (home.Quantity, interval) into set
        orderby set.Key
        select set.Key;

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

    private static void Count(SortedDictionary<string, int> counts, TimeSpan interval, int homes)
    {
        if (homes > 0)
        {
            counts[interval.ToString()] = counts.GetValueOrDefault(interval.ToString()) + homes;
        }
    }

    private sealed record HomeTrial(HomeClass Class, IReadOnlyList<HomeResult> Results);
}
