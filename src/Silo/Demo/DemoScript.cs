using System.Text.Json;
using System.Text.Json.Serialization;
using CityActors.Districts;
using CityActors.Places;
using CityActors.WorkOrders;

namespace CityActors.Silo.Demo;

/// <summary>The live demo's script, as <c>seeds/demo/README.md</c> describes it.</summary>
internal sealed record DemoScript(
    int RepeatSeconds,
    IReadOnlyList<DemoProfile> Profiles,
    DemoBackground Background,
    DemoQuietHomes QuietHomes,
    IReadOnlyList<DemoIncident> Incidents)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        RespectRequiredConstructorParameters = true,
        Converters = { new PositionConverter(), new JsonStringEnumConverter() },
    };

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
internal abstract record DemoIncident(string Name, int AtSeconds);

internal sealed record DemoTrack(
    string Name,
    int AtSeconds,
    IReadOnlyList<string> Entities,
    string Kind,
    string Zone,
    int StartedSecondsBefore,
    int UpdateEverySeconds,
    int EndsAtSeconds,
    double Confidence) : DemoIncident(Name, AtSeconds);

internal sealed record DemoCurve(
    string Name, int AtSeconds, IReadOnlyList<string> Entities, string Kind, int EverySeconds, IReadOnlyList<double[]> Points)
    : DemoIncident(Name, AtSeconds)
{
    /// <summary>True from the first point to the last.</summary>
    public bool IsDrawing(int seconds) => seconds >= 0 && seconds <= (int)Points[^1][0];

    /// <summary>The value so many seconds after the beginning, on straight lines between the points.</summary>
    public double ValueAt(double seconds)
    {
        var next = Enumerable.Range(1, Points.Count - 1).First(i => seconds <= Points[i][0]);
        var (from, to) = (Points[next - 1], Points[next]);
        return from[1] + ((to[1] - from[1]) * Math.Max(0, seconds - from[0]) / Math.Max(1, to[0] - from[0]));
    }
}

internal sealed record DemoReport(
    string Name, int AtSeconds, ReportChannel Channel, string Category, GeoPoint Position, string Text) : DemoIncident(Name, AtSeconds);
