using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CityActors.Benchmarks.Reports;

/// <summary>Writes results, one JSON object to a line, and talk beside them.</summary>
internal sealed class Report(TextWriter results, TextWriter talk)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly List<Result> added = [];

    /// <summary>Whether every result whose count was checked had the right one.</summary>
    public bool IsConsistent { get; private set; } = true;

    /// <summary>Writes a result.</summary>
    public void Add(Result result)
    {
        IsConsistent &= result.Consistent != false
            && added.TrueForAll(other => result.Export is null || other.Export is null || other.Scale != result.Scale || other.Export == result.Export);
        added.Add(result);
        results.WriteLine(JsonSerializer.Serialize(result with { Environment = RunEnvironment.Here }, Json));
        results.Flush();
        var name = string.Join(' ', new[] { result.Benchmark, result.Case, result.Work, result.Store, result.Silos is > 1 ? $"{result.Silos} silos" : null, result.Grains?.ToString("N0") }.OfType<string>());
        talk.WriteLine($"{name,-48} {result.Median,14:N0} {result.Unit}{Beside(result)}{(result.Consistent == false ? "  NOT CONSISTENT" : "")}");
    }

    /// <summary>Says something to whoever waits.</summary>
    public void Say(string text) => talk.WriteLine(text);

    /// <summary>Says which goals the results meet.</summary>
    public void SayGoals()
    {
        var (here, lines) = (RunEnvironment.Here, added.SelectMany(static result => Goal.All.Select(goal => goal.LineOf(result))).OfType<string>().ToList());
        if (lines.Count > 0)
        {
            Say($"\n{here.Cores} cores {here.Architecture}, {here.Os}, {here.Runtime}, {here.Gc} GC, {here.Build}, commit {here.Commit ?? "not known"}\n");
            Say("| figure | wanted | measured | |\n|---|--:|--:|---|");
            lines.ForEach(Say);
        }
    }

    private static string Beside(Result result) =>
        (result.Ratio is { } ratio ? $"  ({ratio:0.0000} of the bare one)" : "")
        + (result.TimesPeer is { } times ? $"  ({times:0.0} times the peer)" : "")
        + (result.CpuMicroseconds is { } cpu ? $"  (Silo's processor time {cpu:0.0} µs each)" : "")
        + (result.P99Milliseconds is { } p99 ? $"  (p50 {result.P50Milliseconds:0.0} ms, p99 {p99:0.0} ms)" : "")
        + (result.Seconds is { } seconds ? $"  ({seconds:0.00} s)" : "")
        + (result.Commits is { } commits ? $"  (each {commits:0.0} commits, {result.Writes:0.0} writes, {result.Transactions:0.00} transactions)" : "");
}
