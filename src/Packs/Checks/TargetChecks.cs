using CityActors.Packs.Format;

namespace CityActors.Packs.Checks;

/// <summary>Targets: over an indicator of the pack (N1), tables of points in order (S1), and never points against those about whom people complain or petition (P7).</summary>
internal static class TargetChecks
{
    private const string File = IndicatorChecks.File;

    public static void Run(CheckRun run)
    {
        HistoryChecks.Run(run);
        var (indicators, targets) = (run.Pack.Indicators.Indicators, run.Pack.Indicators.Targets);
        for (var i = 0; i < targets.Count; i++)
        {
            var (target, path) = (targets[i], $"$.targets[{i}]");
            NameChecks.Name(run, File, $"{path}.target", target.Target);
            TextChecks.Both(run, File, $"{path}.name", target.Name, TextChecks.LongestName);
            run.Holds(targets.Take(i).All(other => other.Target != target.Target), "N2", File, $"{path}.target", $"The target '{target.Target}' is there twice.");
            var indicator = indicators.FirstOrDefault(one => one.Indicator == target.Indicator);
            run.Holds(indicator is not null, "N1", File, $"{path}.indicator", $"There is no indicator '{target.Indicator}' in this pack; there are {CheckRun.Join(indicators.Select(static one => one.Indicator))}.");
            var bounds = target.Score.Select(static row => row.UpTo ?? decimal.MaxValue).ToList();
            run.Holds(bounds.Zip(bounds.Skip(1)).All(static pair => pair.First < pair.Second), "S1", File, $"{path}.score", "The rows stand in the order of 'up-to'; the last may have none.");
            var isAgainstPeople = indicator is { About: IndicatorMatter.Complaints or IndicatorMatter.Petitions } || (indicator is { Is: IndicatorKind.Count or IndicatorKind.Sum, About: IndicatorMatter.Work } && !indicator.Over.StartsWith("alerts", StringComparison.Ordinal));
            run.Holds(!isAgainstPeople || target.Score.All(static row => row.Points >= 0), "P7", File, $"{path}.score", $"Complaints and petitions never cost points, and how many matters people bring does not either: take the negative points out, or say with 'about' of '{target.Indicator}' that it tells of events.");
        }
    }
}
