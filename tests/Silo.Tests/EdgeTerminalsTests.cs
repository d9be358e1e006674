using System.Globalization;
using System.Net;
using CityActors.Places;

namespace CityActors.Silo.Tests;

/// <summary>1,744 terminals at 400 waters: every camera sees somebody within a minute, and every loudspeaker is told once. How fast is said, not judged.</summary>
public sealed class EdgeTerminalsTests : IDisposable
{
    private const int Waters = 400;
    private const int Cameras = 872;
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(60);
    private readonly TempFolder folder = new();

    [Fact]
    public async Task Loudspeakers_OfManyWaters_AreEachToldOnce()
    {
        await using var gateway = await Gateway.Start();
        await using var silo = await CityProcess.Start(Path.Combine(folder.Path, "data"), gateway.As("devices"));
        await SmallTown.Register(silo, homes: 0);
        for (var i = 0; i < Waters; i++)
        {
            var centre = WaterOf(i);
            await silo.Send(HttpMethod.Put, $"/v1/areas/{CellOf(i)}", new { code = CellOf(i), name = "水域", level = "cell", centre = new { longitude = centre.Longitude, latitude = centre.Latitude } }, HttpStatusCode.NoContent);
        }

        await Parallel.ForAsync(0, Cameras, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = TestContext.Current.CancellationToken }, async (i, _) =>
        {
            var water = WaterOf(i);
            await Edge.Camera(silo, CameraOf(i), water.Longitude, water.Latitude, CellOf(i));
            await Edge.Speaker(silo, SpeakerOf(i), Geography.Offset(water, 10 * (1 + (i / Waters)), 0).Longitude, water.Latitude, CellOf(i));
        });

        var sent = new DateTimeOffset[Cameras];
        for (var i = 0; i < Cameras; i++)
        {
            sent[i] = DateTimeOffset.UtcNow;
            using var answer = await silo.PostLines([Edge.Line(CameraOf(i), "start", sent[i].AddSeconds(-25)), Edge.Line(CameraOf(i), "update", sent[i])]);
            Assert.True(answer.IsSuccessStatusCode);
            var rest = sent[i] + Between - DateTimeOffset.UtcNow;
            await Task.Delay(rest > TimeSpan.Zero ? rest : TimeSpan.Zero, TestContext.Current.CancellationToken);
        }

        await gateway.Until(Cameras);
        var calls = gateway.Taken.ToList();
        Assert.Equal(Cameras, calls.Select(static call => call.Body.GetProperty("id").GetString()).Distinct().Count());
        Assert.Equal(Cameras, calls.Count);
        var spans = calls.Select(call => (call.At - sent[int.Parse(call.Body.GetProperty("subject").GetString()!.Split('.')[0][4..], CultureInfo.InvariantCulture)]).TotalMilliseconds).Order().ToList();
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{2 * Cameras} terminals, {Waters} waters: from observation to command out, of {spans.Count}: median {spans[spans.Count / 2]:0} ms, p99 {spans[spans.Count * 99 / 100]:0} ms, longest {spans[^1]:0} ms"));
    }

    public void Dispose() => folder.Dispose();

    private static GeoPoint WaterOf(int i) => Geography.Offset(new GeoPoint(112.9745, 28.19), i % Waters % 20 * 400, i % Waters / 20 * 400);

    private static string CellOf(int i) => string.Create(CultureInfo.InvariantCulture, $"430103002001{500 + (i % Waters):000}");

    private static string CameraOf(int i) => $"cam-{i:00000}";

    private static string SpeakerOf(int i) => $"term-edge-{i:00000}";
}
