using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CityActors.Facts;
using CityActors.Silo.Tests.SignIn;
using NetTopologySuite.Features;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO.Converters;

namespace CityActors.Silo.Tests;

/// <summary>Maps of a generated district, and of areas that somebody registered.</summary>
public sealed class MapTests : IAsyncLifetime
{
    private const double Rounding = 1e-6; // Degrees: corners are rounded to a decimetre.
    private static readonly JsonSerializerOptions GeoJson = new(FactRecords.Json) { Converters = { new GeoJsonConverterFactory() } };
    private readonly TempFolder folder = new();
    private CityProcess city = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => city = await CityProcess.StartReplay(folder.Path, SmallTown.Start);

    public async ValueTask DisposeAsync()
    {
        await city.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task District_ThatWasGenerated_IsDividedWithoutGapOrOverlap_LevelByLevel()
    {
        await city.Send(HttpMethod.Post, "/v1/districts/tianxin/expand", new { scale = 0.02, seed = 7, drill = true });
        await city.Export();
        var district = Assert.Single(await Map("", "district"));
        Assert.Equal(41, district.Geometry.NumPoints); // As its seed has it.
        var streets = await Map("430103", "street");
        Assert.Equal(14, streets.Count);
        Divides(district.Geometry, streets);
        Divides(district.Geometry, await Map("430103", "community"));
        foreach (var street in streets.Take(4))
        {
            var communities = await Map(Code(street), "community");
            Divides(street.Geometry, communities);
            Divides(street.Geometry, await Map(Code(street), "cell"));
            Divides(communities[0].Geometry, await Map(Code(communities[0]), "cell"));
        }

        Assert.Empty(await Map(Code(streets[0]), "district"));
        Assert.Equal(("坡子街街道", "street", true), (streets[0].Attributes["name"], streets[0].Attributes["level"], (bool)streets[0].Attributes["schematic"]));
    }

    [Fact]
    public async Task Areas_RegisteredByHand_ShareTheGroundAroundThem_AndTheMapFollows()
    {
        await SmallTown.Register(city, homes: 0);
        await city.Export();
        var first = await Map("430103002001", "cell");
        Assert.Equal(["430103002001001", "430103002001002"], first.Select(Code));
        Divides((await Map("", "district"))[0].Geometry, first);
        var border = first[0].Geometry.Intersection(first[1].Geometry);
        Assert.Equal(112.975, border.Centroid.X, 5); // In the middle between the two.

        await city.Send(HttpMethod.Put, "/v1/areas/430103002001003", new { code = "430103002001003", name = "北格", level = "cell", centre = new { longitude = 112.975, latitude = 28.191 } }, HttpStatusCode.NoContent);
        await city.Export();
        var more = await Map("430103002001", "cell");
        Assert.Equal(3, more.Count);
        Divides((await Map("430103", "street"))[0].Geometry, more);
    }

    [Fact]
    public async Task Map_ThatHasNotChanged_IsNotSentAgain_AndIsSentCompressed()
    {
        await SmallTown.Register(city, homes: 0);
        await city.Export();
        using var first = await Get("/v1/map?area=430103&level=cell");
        Assert.Equal("application/geo+json", first.Content.Headers.ContentType!.MediaType);
        Assert.Equal(["gzip"], first.Content.Headers.ContentEncoding);
        await using var packed = new GZipStream(await first.Content.ReadAsStreamAsync(Cancellation), CompressionMode.Decompress);
        Assert.Equal("FeatureCollection", (await JsonDocument.ParseAsync(packed, default, Cancellation)).RootElement.GetProperty("type").GetString());
        using var again = await Get("/v1/map?area=430103&level=cell", first.Headers.ETag);
        Assert.Equal((HttpStatusCode.NotModified, 0), (again.StatusCode, (await again.Content.ReadAsByteArrayAsync(Cancellation)).Length));

        using var wrong = await Get("/v1/map?area=430103&level=city");
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        var viewer = await city.NewKey("viewer", "430104");
        Assert.Equal("not-your-area", await city.Refused(viewer, HttpMethod.Get, "/v1/map?area=430103&level=cell", null, HttpStatusCode.Forbidden));
    }

    private static void Divides(Geometry whole, IReadOnlyList<IFeature> parts)
    {
        Assert.NotEmpty(parts);
        var union = NetTopologySuite.Operation.Union.UnaryUnionOp.Union(parts.Select(static part => part.Geometry));
        Assert.True(whole.SymmetricDifference(union).Area < Rounding * whole.Length, $"{parts.Count} parts, the first {Code(parts[0])}, do not cover the whole");
        Assert.True(parts.Sum(static part => part.Geometry.Area) - union.Area < Rounding * parts.Sum(static part => part.Geometry.Length), $"{parts.Count} parts, the first {Code(parts[0])}, overlap");
        foreach (var part in parts)
        {
            Assert.True(part.Geometry.IsValid, $"{Code(part)} is no valid polygon");
            var centre = (IAttributesTable)part.Attributes["centre"];
            Assert.True(part.Geometry.Contains(new Point(Convert.ToDouble(centre["longitude"], CultureInfo.InvariantCulture), Convert.ToDouble(centre["latitude"], CultureInfo.InvariantCulture))), $"{Code(part)} does not hold its centre");
        }
    }

    private static string Code(IFeature feature) => (string)feature.Attributes["code"];

    private async Task<IReadOnlyList<IFeature>> Map(string area, string level)
    {
        using var response = await city.Http.GetAsync(new Uri($"/v1/map?level={level}{(area.Length > 0 ? $"&area={area}" : "")}", UriKind.Relative), Cancellation);
        var text = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.True(response.IsSuccessStatusCode, text);
        return [.. JsonSerializer.Deserialize<FeatureCollection>(Encoding.UTF8.GetBytes(text), GeoJson)!];
    }

    private async Task<HttpResponseMessage> Get(string path, EntityTagHeaderValue? known = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
        if (known is not null)
        {
            request.Headers.IfNoneMatch.Add(known);
        }

        return await city.Http.SendAsync(request, Cancellation);
    }
}
