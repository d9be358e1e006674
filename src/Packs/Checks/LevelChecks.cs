using System.Globalization;
using CityActors.Packs.Expressions;
using CityActors.Packs.Format;
using CityActors.Packs.Settings;

namespace CityActors.Packs.Checks;

/// <summary>
/// Levels (A6): each ends short of where it begins, at all corners of what its parameters may be set to; the milder begins first, at the defaults, because the ranges of two
/// parameters may overlap: a setting that puts them out of order is refused when it is made.
/// </summary>
internal static class LevelChecks
{
    private const int MostParameters = 4;
    private const double Largest = 1e27;

    public static void Run(CheckRun run, Terms terms, IReadOnlyList<LevelSpec> levels, Direction direction, ExpressionType? unit, IReadOnlyList<double>? range, string path)
    {
        var areChecked = true;
        for (var i = 0; i < levels.Count; i++)
        {
            var (level, at) = (levels[i], $"{path}[{i}]");
            var (from, until) = (terms.Figure(level.From, $"{at}.from", unit), terms.Figure(level.Until, $"{at}.until", unit));
            if (from is null || until is null)
            {
                areChecked = false;
            }
            else if (!(direction == Direction.Up ? from.Least > until.Most : from.Most < until.Least) && Corner(run.Pack.Manifest, level, direction, from, until) is { } corner)
            {
                run.Fault("A6", Terms.File, $"{at}.until", $"{corner}, the level would begin at '{level.From}' and end at '{level.Until}', which is not {(direction == Direction.Up ? "below" : "above")} it: leave a dead band, so that it does not come and go.");
            }
        }

        if (!areChecked)
        {
            return;
        }

        run.Holds(Disorder(levels, direction, terms.Defaults) is null, "A6", Terms.File, path, Disorder(levels, direction, terms.Defaults) ?? "");
        if (range is [var least and > -Largest and < Largest, var most and > -Largest and < Largest])
        {
            Reach(run, terms.Defaults, levels, direction, ((decimal)least, (decimal)most), path);
        }
    }

    /// <summary>Which two levels are in the wrong order under certain values; null: none.</summary>
    public static string? Disorder(IReadOnlyList<LevelSpec> levels, Direction direction, RuleValues values)
    {
        var sign = direction == Direction.Up ? 1 : -1;
        for (var i = 1; i < levels.Count; i++)
        {
            var (milder, level) = (levels[i - 1], levels[i]);
            if (sign * values.Number(milder.From) >= sign * values.Number(level.From) || sign * values.Number(milder.Until) > sign * values.Number(level.Until))
            {
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"Level {level.Level} begins at {values.Number(level.From)} and ends at {values.Number(level.Until)}, level {milder.Level} at {values.Number(milder.From)} and {values.Number(milder.Until)}: the milder level begins first and ends last.");
            }
        }

        return null;
    }

    // What a figure does between two settings of a parameter it does at one of them, too, as long as it only adds and multiplies by numbers.
    private static string? Corner(PackManifest manifest, LevelSpec level, Direction direction, CheckedExpression from, CheckedExpression until)
    {
        var scope = Roots.Parameters(manifest);
        var used = from.Reads.Union(until.Reads).Select(index => scope.Fields[index].Path[1..]).Where(name => manifest.Parameters[name] is { Least: not null, Most: not null }).ToList();
        foreach (var corner in Corners(used.Count))
        {
            var set = used.Select((name, i) => (name, Value: corner(i) switch { 0 => manifest.Parameters[name].Default!.Value, < 0 => manifest.Parameters[name].Least!.Value, _ => manifest.Parameters[name].Most!.Value }))
                .ToDictionary(static pair => pair.name, static pair => pair.Value, StringComparer.Ordinal);
            var values = new RuleValues(manifest, set);
            var band = values.Number(level.From) - values.Number(level.Until);
            if ((direction == Direction.Up ? band : -band) is not > 0)
            {
                return used.Count == 0 ? "As it stands" : $"With {string.Join(", ", set.Select(static pair => $"${pair.Key} = {pair.Value}"))}";
            }
        }

        return null;
    }

    /// <summary>The defaults (0), and each parameter at its least (-1) or most (1); of too many only all together.</summary>
    private static IEnumerable<Func<int, int>> Corners(int count)
    {
        yield return static _ => 0;
        for (var corner = 0; count is > 0 and <= MostParameters && corner < 1 << count; corner++)
        {
            var bits = corner;
            yield return i => (bits >> i & 1) == 0 ? -1 : 1;
        }

        if (count > MostParameters)
        {
            yield return static _ => -1;
            yield return static _ => 1;
        }
    }

    private static void Reach(CheckRun run, RuleValues values, IReadOnlyList<LevelSpec> levels, Direction direction, (decimal Least, decimal Most) range, string path)
    {
        for (var i = 0; i < levels.Count; i++)
        {
            var isUp = direction == Direction.Up;
            run.Holds(isUp ? values.Number(levels[i].From) <= range.Most : values.Number(levels[i].From) >= range.Least, "T5", Terms.File, $"{path}[{i}].from", $"No value of {range.Least} to {range.Most} reaches '{levels[i].From}', so the level never begins.");
            run.Holds(isUp ? values.Number(levels[i].Until) >= range.Least : values.Number(levels[i].Until) <= range.Most, "T5", Terms.File, $"{path}[{i}].until", $"No value of {range.Least} to {range.Most} is beyond '{levels[i].Until}', so the level never ends.");
        }
    }
}
