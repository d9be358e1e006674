using System.Text.Json;
using CityActors.Places;

namespace CityActors.Districts;

/// <summary>Finds the one outer ring in a GeoJSON text (RFC 7946).</summary>
internal static class GeoJsonRing
{
    /// <summary>The ring without its closing point, as it stands in the file.</summary>
    /// <exception cref="DistrictSeedException">There is not exactly one polygon without holes of at most 10,000 points.</exception>
    public static IReadOnlyList<GeoPoint> Read(Stream geoJson, DistrictImportOptions options)
    {
        try
        {
            using var document = JsonDocument.Parse(geoJson);
            RefuseOtherDatum(document.RootElement);
            return Ring(Geometry(document.RootElement, options.Code));
        }
        catch (JsonException e)
        {
            throw new DistrictSeedException(DistrictProblems.Malformed, $"The file is not JSON: {e.Message}", e);
        }
    }

    private static JsonElement Geometry(JsonElement element, string code) => TypeOf(element) switch
    {
        "Polygon" or "MultiPolygon" => element,
        "Feature" when element.TryGetProperty("geometry", out var geometry) => Geometry(geometry, code),
        "FeatureCollection" => Geometry(Feature(element, code), code),
        var other => throw new DistrictSeedException(DistrictProblems.NoPolygon, $"A polygon is wanted; the file holds {(other.Length == 0 ? "no GeoJSON object" : $"a {other}")}."),
    };

    private static JsonElement Feature(JsonElement collection, string code)
    {
        var features = collection.TryGetProperty("features", out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().ToList() : [];
        if (features.Count == 1)
        {
            return features[0];
        }

        var named = features.Where(f => CodeOf(f) == code).ToList();
        return named.Count == 1
            ? named[0]
            : throw new DistrictSeedException(DistrictProblems.NoPolygon, $"Of {features.Count} features {named.Count} have the adcode {code}; exactly one must.");
    }

    private static string CodeOf(JsonElement feature) =>
        feature.ValueKind == JsonValueKind.Object && feature.TryGetProperty("properties", out var properties)
        && properties.ValueKind == JsonValueKind.Object && properties.TryGetProperty("adcode", out var code)
            ? code.ToString()
            : "";

    private static IReadOnlyList<GeoPoint> Ring(JsonElement geometry)
    {
        var rings = Items(geometry.TryGetProperty("coordinates", out var coordinates) ? coordinates : default, "coordinates");
        if (TypeOf(geometry) == "MultiPolygon")
        {
            rings = rings.Count == 1
                ? Items(rings[0], "part 1")
                : throw new DistrictSeedException(DistrictProblems.SeveralParts, $"The area has {rings.Count} parts; import one part at a time.");
        }

        return rings.Count switch
        {
            0 => throw new DistrictSeedException(DistrictProblems.NoPolygon, "The polygon is empty."),
            1 => Points(Items(rings[0], "the ring")),
            _ => throw new DistrictSeedException(DistrictProblems.HasHoles, $"The polygon has {rings.Count - 1} holes; remove them first."),
        };
    }

    private static List<GeoPoint> Points(List<JsonElement> items)
    {
        if (items.Count > DistrictOutline.MostPoints + 1)
        {
            throw new DistrictSeedException(DistrictProblems.TooManyPoints, $"The ring has {items.Count - 1} points; at most {DistrictOutline.MostPoints} are read. Simplify it first.");
        }

        var points = items.Select(Point).ToList();
        if (points.Count < 4)
        {
            throw new DistrictSeedException(DistrictProblems.TooFewPoints, $"The ring has {points.Count} positions; a closed one has at least 4.");
        }

        if (points[0] != points[^1])
        {
            throw new DistrictSeedException(DistrictProblems.NotClosed, "The ring does not end where it begins; repeat its first position at the end.");
        }

        points.RemoveAt(points.Count - 1);
        return [.. points.Where((p, i) => i == 0 || p != points[i - 1])]; // A point said twice in a row is one.
    }

    private static GeoPoint Point(JsonElement item, int index)
    {
        var numbers = item.ValueKind == JsonValueKind.Array ? item.EnumerateArray().ToList() : [];
        return numbers.Count >= 2 && numbers[0].ValueKind == JsonValueKind.Number && numbers[1].ValueKind == JsonValueKind.Number
            ? new GeoPoint(numbers[0].GetDouble(), numbers[1].GetDouble())
            : throw new DistrictSeedException(DistrictProblems.BadPosition, $"Point {index + 1} of the ring is not [longitude, latitude].");
    }

    private static List<JsonElement> Items(JsonElement array, string what) => array.ValueKind == JsonValueKind.Array
        ? [.. array.EnumerateArray()]
        : throw new DistrictSeedException(DistrictProblems.Malformed, $"In the polygon {what} is not a list.");

    private static string TypeOf(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String
            ? type.GetString()!
            : "";

    // Files of before 2016 may name their reference system.
    private static void RefuseOtherDatum(JsonElement root)
    {
        if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("crs", out var crs) && crs.ValueKind == JsonValueKind.Object
            && crs.ToString() is var text
            && !text.Contains("CRS84", StringComparison.Ordinal) && !text.Contains("4326", StringComparison.Ordinal))
        {
            throw new DistrictSeedException(DistrictProblems.WrongDatum, "The file names a reference system that is not longitude and latitude (CRS84); convert it first.");
        }
    }
}
