using System.Text.Json;
using System.Text.Json.Serialization;

namespace CityActors.Silo.Demo;

/// <summary>The live demo's script, as <c>seeds/demo/README.md</c> describes it.</summary>
internal sealed record DemoScript
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public required int RepeatSeconds { get; init; }

    public required IReadOnlyList<DemoProfile> Profiles { get; init; }

    public required DemoBackground Background { get; init; }

    public required DemoQuietHomes QuietHomes { get; init; }

    public required IReadOnlyList<DemoIncident> Incidents { get; init; }

    public static DemoScript Load(string file) =>
        JsonSerializer.Deserialize<DemoScript>(File.ReadAllBytes(file), Json)
        ?? throw new InvalidDataException($"The demo script {file} is empty.");
}

internal sealed record DemoProfile(IReadOnlyList<double> SlotMeanWatts);

internal sealed record DemoBackground(
    int HistorySeconds,
    int HistoryIntervalSeconds,
    int LiveIntervalSeconds,
    double NoiseWatts,
    IReadOnlyList<string> Homes,
    IReadOnlyList<DemoTerminal> Terminals);

internal sealed record DemoTerminal(string Entity, string Kind, double Value, double Noise);

internal sealed record DemoQuietHomes(
    int HistorySeconds,
    int HistoryIntervalSeconds,
    int LiveIntervalSeconds,
    double NoiseWatts,
    int QuietSecondsAtStart,
    int StepSeconds,
    double LastActiveWatts,
    double QuietWatts,
    int QuietForSeconds,
    IReadOnlyList<string> Homes);

[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(DemoTrack), "camera-track")]
[JsonDerivedType(typeof(DemoCurve), "terminal-curve")]
[JsonDerivedType(typeof(DemoReport), "report")]
internal abstract record DemoIncident
{
    public required string Name { get; init; }

    public required int AtSeconds { get; init; }
}

internal sealed record DemoTrack : DemoIncident
{
    public required IReadOnlyList<string> Entities { get; init; }

    public required string Kind { get; init; }

    public required string Zone { get; init; }

    public required int StartedSecondsBefore { get; init; }

    public required int UpdateEverySeconds { get; init; }

    public required int EndsAtSeconds { get; init; }

    public required double Confidence { get; init; }
}

internal sealed record DemoCurve : DemoIncident
{
    public required IReadOnlyList<string> Entities { get; init; }

    public required string Kind { get; init; }

    public required int EverySeconds { get; init; }

    public required IReadOnlyList<double[]> Points { get; init; }

    public int LengthSeconds => (int)Points[^1][0];

    /// <summary>The value so many seconds after the beginning, on straight lines between the points.</summary>
    public double ValueAt(double seconds)
    {
        for (var i = 1; i < Points.Count; i++)
        {
            var (from, to) = (Points[i - 1], Points[i]);
            if (seconds <= to[0])
            {
                return from[1] + ((to[1] - from[1]) * Math.Max(0, seconds - from[0]) / Math.Max(1, to[0] - from[0]));
            }
        }

        return Points[^1][1];
    }
}

internal sealed record DemoReport : DemoIncident
{
    public required string Channel { get; init; }

    public required string Category { get; init; }

    public required double[] Position { get; init; }

    public required string Text { get; init; }
}
