using System.Net;

namespace CityActors.Silo.Tests;

/// <summary>The streets that a city brings for its map.</summary>
public sealed class StreetMapTests : IDisposable
{
    private const string Line = """{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"书院路"},"geometry":{"type":"LineString","coordinates":[[112.97,28.18],[112.98,28.19]]}}]}""";
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Streets_OfAFile_AreServed_AndWithoutOneThereAreNone()
    {
        await using (var city = await CityProcess.Start(Path.Combine(folder.Path, "data"), $"--Map:Streets={File("streets.geojson", Line)}"))
        {
            Assert.Equal("书院路", (await city.Get("/v1/map/streets")).GetProperty("features")[0].GetProperty("properties").GetProperty("name").GetString());
        }

        await using var bare = await CityProcess.Start(Path.Combine(folder.Path, "data"));
        Assert.Equal(0, (await bare.Get("/v1/map/streets")).GetProperty("features").GetArrayLength());
        using var nobody = new HttpRequestMessage(HttpMethod.Get, "/v1/map/streets") { Headers = { Authorization = new("None") } };
        using var refused = await bare.Http.SendAsync(nobody, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Theory]
    [InlineData("""{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[112.97,28.18]}}]}""", "feature 1 is no line")]
    [InlineData("not GeoJSON", "is no GeoJSON")]
    [InlineData("""{"type":"FeatureCollection"}""", "is no GeoJSON")]
    public async Task Streets_ThatAreNone_AreToldAtTheStart(string text, string why)
    {
        var (exitCode, said) = await CityProcess.StartAndFail(Path.Combine(folder.Path, "data"), $"--Map:Streets={File("streets.geojson", text)}");
        Assert.Equal(2, exitCode);
        Assert.Contains("The setting Map:Streets names", said, StringComparison.Ordinal);
        Assert.Contains(why, said, StringComparison.Ordinal);
    }

    private string File(string name, string text)
    {
        var path = Path.Combine(folder.Path, name);
        System.IO.File.WriteAllText(path, text);
        return path;
    }
}
