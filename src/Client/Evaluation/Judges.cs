using CityActors.Client.CommandLine;
using CityActors.Client.Evaluation.Baselines;
using CityActors.Households;

namespace CityActors.Client.Evaluation;

/// <summary>The detectors that can be tried, each with the settings that the curves are drawn from.</summary>
internal static class Judges
{
    private static readonly SortedDictionary<string, (JudgeMaker Usual, IReadOnlyList<JudgeMaker> Settings)> known = new(StringComparer.Ordinal)
    {
        ["own"] = Of([.. new[] { 1f, 1.5f, 2, 2.7f, 3.3f, 4, 5 }.Select(static limit => Own(QuietModel.Shipped, limit))], "limit 2.7"),
        ["floor"] = Of([.. new[] { 4, 6, 8, 10, 12, 16, 20, 24 }.Select(Floor)], "12 h"),
        ["liu"] = Of([.. new[] { 3, 4, 6, 9, 12, 18, 24, 36, 48 }.Select(Liu)], "6 in a row"),
        ["inactivity-score"] = Of([.. new[] { 1, 1.1, 1.5, 2, 3, 5, 8, 16, 40 }.Select(Score)], "factor 1.1"),
    };

    /// <summary>The names, in the order of the results.</summary>
    public static IReadOnlyList<string> Names { get; } = ["own", "floor", "liu", "inactivity-score"];

    /// <summary>A detector as it is usually set.</summary>
    /// <exception cref="UsageException">There is none of that name.</exception>
    public static JudgeMaker Usual(string name) => Find(name).Usual;

    /// <summary>A detector at each setting, the most eager first.</summary>
    /// <exception cref="UsageException">There is none of that name.</exception>
    public static IReadOnlyList<JudgeMaker> Settings(string name) => Find(name).Settings;

    private static (JudgeMaker Usual, IReadOnlyList<JudgeMaker> Settings) Find(string name) =>
        known.TryGetValue(name, out var found) ? found : throw new UsageException($"There is no detector '{name}'; there are {string.Join(", ", Names)}.");

    private static (JudgeMaker Usual, IReadOnlyList<JudgeMaker> Settings) Of(IReadOnlyList<JudgeMaker> settings, string usual) =>
        (settings.Single(one => one.Setting == usual), settings);

    /// <summary>The city's own detector with a model at a limit.</summary>
    public static JudgeMaker Own(QuietModel model, float limit = 2.7f) =>
        new("own", FormattableString.Invariant($"limit {limit}"), (interval, quantity) => new OwnJudge(interval, quantity, new QuietJudge(model, Limit: limit)));

    private static JudgeMaker Floor(int hours) =>
        new("floor", FormattableString.Invariant($"{hours} h"), (interval, quantity) => new FloorJudge(interval, quantity, TimeSpan.FromHours(hours)));

    private static JudgeMaker Liu(int most) =>
        new("liu", FormattableString.Invariant($"{most} in a row"), (interval, _) => new LiuJudge(interval, most));

    private static JudgeMaker Score(double factor) =>
        new("inactivity-score", FormattableString.Invariant($"factor {factor}"), (interval, quantity) => new InactivityScoreJudge(interval, quantity, factor));
}
