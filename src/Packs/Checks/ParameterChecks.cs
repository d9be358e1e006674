using CityActors.Packs.Format;

namespace CityActors.Packs.Checks;

/// <summary>Parameters have a default within their range (N6), and bases and inventions name what there is (N1).</summary>
internal static class ParameterChecks
{
    public static void Run(CheckRun run)
    {
        var manifest = run.Pack.Manifest;
        foreach (var (name, parameter) in manifest.Parameters)
        {
            var path = $"$.parameters.{name}";
            if (parameter is not { Default: { } value, Least: { } least, Most: { } most })
            {
                run.Fault("N6", "pack.json", path, "A parameter has a 'default', a 'least' and a 'most', so that nobody can set it to nonsense.");
                continue;
            }

            if (Number(parameter, value) is not { } number || Number(parameter, least) is not { } from || Number(parameter, most) is not { } to)
            {
                run.Fault("N6", "pack.json", path, parameter.Is == ParameterType.Span
                    ? $"A span looks like \"20 minutes\"; units are {CheckRun.Join(Span.AllUnits)}."
                    : "Give 'default', 'least' and 'most' as numbers.");
                continue;
            }

            run.Holds(from <= number && number <= to, "N6", "pack.json", path, $"The default {value} is not between {least} and {most}.");
            run.Holds(parameter.Is != ParameterType.Span || new[] { value, least, most }.Select(static one => Span.Parse(one.Text)?.Hours).Distinct().Count() == 1, "N6", "pack.json", path, "The 'default', 'least' and 'most' count different hours: give all three in minutes, or all in working-hours.");
            run.Holds(parameter.Is != ParameterType.Whole || (number % 1 == 0 && from % 1 == 0 && to % 1 == 0), "N6", "pack.json", path, "A whole number has no decimals.");
        }

        for (var i = 0; i < manifest.Invented.Count; i++)
        {
            run.Holds(IsThere(run, manifest.Invented[i]), "N1", "pack.json", $"$.invented[{i}]", $"There is no '{manifest.Invented[i]}' in this pack; give 'rule:', 'place:', 'alert:', 'category:', 'kind:' or 'parameter:' and a name.");
        }

        for (var i = 0; i < manifest.Basis.Count; i++)
        {
            for (var j = 0; j < manifest.Basis[i].Gives.Count; j++)
            {
                run.Holds(IsThere(run, manifest.Basis[i].Gives[j]), "N1", "pack.json", $"$.basis[{i}].gives[{j}]", $"There is no '{manifest.Basis[i].Gives[j]}' in this pack.");
            }
        }
    }

    /// <summary>A value as a number: a span in seconds; null where it is none of the parameter's type.</summary>
    public static decimal? Number(ParameterSpec parameter, PackValue value) => parameter.Is == ParameterType.Span
        ? Span.Parse(value.Text) is { } span ? (decimal)span.Length.TotalSeconds : null
        : value.Number;

    private static bool IsThere(CheckRun run, string what)
    {
        var (pack, colon) = (run.Pack, what.IndexOf(':', StringComparison.Ordinal));
        var name = what[(colon + 1)..];
        return colon > 0 && what[..colon] switch
        {
            "rule" => pack.Watch.Rules.Any(rule => rule.Rule == name),
            "place" => pack.Watch.Places.Any(rule => rule.Rule == name),
            "alert" => pack.Watch.Alerts.Any(alert => alert.Alert == name),
            "category" => pack.Catalogue.Categories.Any(category => category.Code == name),
            "kind" => pack.Things.Observations.Any(kind => kind.Kind == name),
            "parameter" => pack.Manifest.Parameters.ContainsKey(name),
            _ => false,
        };
    }
}
