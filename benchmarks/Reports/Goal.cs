using System.Globalization;

namespace CityActors.Benchmarks.Reports;

/// <summary>A figure that is wanted on a machine with two free cores. Nothing fails where it is missed; the table says so.</summary>
/// <param name="Figure">What it is, as the table names it.</param>
/// <param name="IsOf">Whether a result has this figure.</param>
/// <param name="Of">The figure.</param>
/// <param name="AtLeast">The least that is wanted, or null.</param>
/// <param name="AtMost">The most that is wanted, or null.</param>
internal sealed record Goal(string Figure, Func<Result, bool> IsOf, Func<Result, double?> Of, double? AtLeast = null, double? AtMost = null)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Goal> All { get; } =
    [
        .. Http("sqlite", 160_000, 20),
        .. Http("postgresql", 130_000, 10),
        new("durable path, of the bare detector loop", static result => Is(result, "observations", "durable-path"), static result => result.Ratio, AtLeast: 0.3),
        new("readings judged by the quiet score, a second on one core", static result => Is(result, "quiet-score", "bare-loop"), static result => result.Median, AtLeast: 400_000),
        new("what is remembered for the quiet score of a home, bytes", static result => Is(result, "quiet-score", "state"), static result => result.Median, AtMost: 1_300),
        new("memory of an active home, bytes", static result => Is(result, "memory", "active-grain") && result.Work == "household", static result => result.Median, AtMost: 5_000),
        new("1,000 alarms dispatched, s", static result => Is(result, "alarms", "burst"), static result => result.Seconds, AtMost: 5),
        new("commits an alarm", static result => Is(result, "alarms", "burst"), static result => result.Commits, AtMost: 8),
        new("alarm to responder at half load, p99 ms", static result => Is(result, "alarms", "half-load") && result.Silos is not > 1, static result => result.P99Milliseconds, AtMost: 500),
        new("alarm to responder at half load, p99 ms", static result => Is(result, "alarms", "half-load") && result.Silos is > 1, static result => result.P99Milliseconds, AtMost: 1_000),
        new("deadlines a second", static result => result.Benchmark == "deadlines", static result => result.Median, AtLeast: 5_000),
        new("ready after a restart, s", static result => Is(result, "restart", "ready"), static result => result.Seconds ?? result.Median, AtMost: 10),
        new("all delivered after a restart, s", static result => Is(result, "restart", "delivered"), static result => result.Seconds ?? result.Median, AtMost: 120),
        new("simulate at scale 0.3, observations/s", static result => result is { Benchmark: "simulate", Scale: 0.3 }, static result => result.Median, AtLeast: 45_000),
        new("simulate at scale 1, s", static result => result is { Benchmark: "simulate", Scale: 1 }, static result => result.Seconds, AtMost: 600),
        new("replay reports, reports/s", static result => result.Benchmark == "reports", static result => result.Median, AtLeast: 100),
    ];

    /// <summary>A line of the table for a result, or null: it has no such figure.</summary>
    public string? LineOf(Result result)
    {
        if (!IsOf(result) || Of(result) is not { } figure)
        {
            return null;
        }

        var where = string.Join(", ", new[] { result.Store, result.Case is "after-kill" or "after-downtime" ? result.Case : null, result.Silos is > 1 and var silos ? $"{silos} Silos" : null }.OfType<string>());
        var isMet = (AtLeast is not { } least || figure >= least) && (AtMost is not { } most || figure <= most);
        var wanted = AtLeast is { } low ? $"at least {Text(low)}" : $"at most {Text(AtMost!.Value)}";
        return $"| {Figure}{(where.Length > 0 ? $" ({where})" : "")} | {wanted} | {Text(figure)} | {(isMet ? "met" : "MISSED")} |";
    }

    private static Goal[] Http(string store, double observations, double peers) =>
    [
        new("observations/s over HTTP", result => IsHttp(result, store), static result => result.Median, AtLeast: observations),
        new("acknowledged, p99 ms", result => IsHttp(result, store), static result => result.P99Milliseconds, AtMost: 200),
        new("times the peer", result => IsHttp(result, store), static result => result.TimesPeer, AtLeast: peers),
    ];

    private static bool IsHttp(Result result, string store) => Is(result, "observations", "http") && result.Store == store;

    private static bool Is(Result result, string benchmark, string way) => result.Benchmark == benchmark && result.Case == way;

    private static string Text(double figure) => figure.ToString(figure < 100 ? "0.##" : "N0", CultureInfo.InvariantCulture);
}
