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

    /// <summary>Whether every result whose count was checked had the right one.</summary>
    public bool IsConsistent { get; private set; } = true;

    /// <summary>Writes a result.</summary>
    public void Add(Result result)
    {
        IsConsistent &= result.Consistent != false;
        results.WriteLine(JsonSerializer.Serialize(result with { Environment = RunEnvironment.Here }, Json));
        results.Flush();
        var name = string.Join(' ', new[] { result.Benchmark, result.Case, result.Work, result.Grains?.ToString("N0"), result.Threads is { } threads ? $"x{threads}" : null }.OfType<string>());
        var ratio = result.Ratio is { } value ? $"  ({value:0.0000} of the bare loop)" : "";
        talk.WriteLine($"{name,-48} {result.Median,16:N0} {result.Unit}{ratio}{(result.Consistent == false ? "  NOT CONSISTENT" : "")}");
    }

    /// <summary>Says something to whoever waits.</summary>
    public void Say(string text) => talk.WriteLine(text);
}
