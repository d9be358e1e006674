using System.Text.Json;
using CityActors.Places;
using static CityActors.Districts.DistrictProblems;
using static CityActors.Districts.DistrictSeedException;

namespace CityActors.Districts;

/// <summary>Finds the one outer ring in a GeoJSON text (RFC 7946).</summary>
/// <remarks>A library's reader says only that a file is wrong; this one says what and where, before anything is built from it.</remarks>
internal static class GeoJsonRing
{
    /// <summary>The ring without its closing point, as it stands in the file.</summary>
    /// <exception cref="DistrictSeedException">There is not exactly one polygon without holes of at most 10,000 points.</exception>
    public static IReadOnlyList<GeoPoint> Read(Stream geoJson, string code)
    {
        try
        {
            using var document = JsonDocument.Parse(geoJson);
            RefuseOtherDatum(document.RootElement);
            return Ring(Geometry(document.RootElement, code));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // The latter: a text that is no UTF-8, or half a character.
        {
            throw new DistrictSeedException(Malformed, $"The file is not JSON: {e.Message}", e);
        }
    }

    private static JsonElement Geometry(JsonElement element, string code) => TypeOf(element) switch
    {
        "Polygon" or "MultiPolygon" => element,
        "Feature" when Member(element, "geometry") is { ValueKind: not JsonValueKind.Undefined } geometry => Geometry(geometry, code),
        "FeatureCollection" => Geometry(Feature(element, code), code),
        var other => throw new DistrictSeedException(
            NoPolygon, $"A polygon is wanted; the file holds {(other.Length == 0 ? "no GeoJSON object" : $"a {other}")}."),
    };

    private static JsonElement Feature(JsonElement collection, string code)
    {
        var features = Member(collection, "features") is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().ToList() : [];
        var named = features.Where(f => Member(Member(f, "properties"), "adcode").ToString() == code).ToList();
        return (features, named) switch
        {
            ([var only], _) => only,
            (_, [var only]) => only,
            _ => throw new DistrictSeedException(
                NoPolygon, $"Of {features.Count} features {named.Count} have the adcode {code}; exactly one must."),
        };
    }

    private static IReadOnlyList<GeoPoint> Ring(JsonElement geometry)
    {
        var rings = Items(Member(geometry, "coordinates"), "coordinates");
        if (TypeOf(geometry) == "MultiPolygon")
        {
            ThrowUnless(rings.Count == 1, SeveralParts, $"The area has {rings.Count} parts; import one part at a time.");
            rings = Items(rings[0], "part 1");
        }

        return rings.Count switch
        {
            0 => throw new DistrictSeedException(NoPolygon, "The polygon is empty."),
            1 => Points(Items(rings[0], "the ring")),
            _ => throw new DistrictSeedException(HasHoles, $"The polygon has {rings.Count - 1} holes; remove them first."),
        };
    }

    private static List<GeoPoint> Points(List<JsonElement> items)
    {
        ThrowUnless(
            items.Count <= DistrictOutline.MostPoints + 1,
            TooManyPoints,
            $"The ring has {items.Count - 1} points; at most {DistrictOutline.MostPoints} are read. Simplify it first.");
        var points = items.Select(Point).ToList();
        ThrowUnless(points.Count >= 4, TooFewPoints, $"The ring has {points.Count} positions; a closed one has at least 4.");
        ThrowUnless(points[0] == points[^1], NotClosed, "The ring does not end where it begins; repeat its first position at the end.");
        points.RemoveAt(points.Count - 1);
        return [.. points.Where((p, i) => i == 0 || p != points[i - 1])]; // A point said twice in a row is one.
    }

    private static GeoPoint Point(JsonElement item, int index) =>
        item.ValueKind == JsonValueKind.Array
        && item.EnumerateArray().Take(2).ToList() is [{ ValueKind: JsonValueKind.Number } longitude, { ValueKind: JsonValueKind.Number } latitude]
            ? new GeoPoint(longitude.GetDouble(), latitude.GetDouble())
            : throw new DistrictSeedException(BadPosition, $"Point {index + 1} of the ring is not [longitude, latitude].");

    private static List<JsonElement> Items(JsonElement array, string what) => array.ValueKind == JsonValueKind.Array
        ? [.. array.EnumerateArray()]
        : throw new DistrictSeedException(Malformed, $"In the polygon {what} is not a list.");

    private static string TypeOf(JsonElement element) => Member(element, "type") is { ValueKind: JsonValueKind.String } type ? type.ToString() : "";

    /// <summary>A member of an object; an undefined element where there is none.</summary>
    private static JsonElement Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : default;

    // Files of before 2016 may name their reference system.
    private static void RefuseOtherDatum(JsonElement root) => ThrowUnless(
        Member(root, "crs") is not { ValueKind: JsonValueKind.Object } crs
            || crs.ToString().Contains("CRS84", StringComparison.Ordinal)
            || crs.ToString().Contains("4326", StringComparison.Ordinal),
        WrongDatum,
        "The file names a reference system that is not longitude and latitude (CRS84); convert it first.");
}
