using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace CityActors.Silo.Maps;

/// <summary>The streets that a city brings for its map: a GeoJSON file of lines, read once at the start. Without one the map has none.</summary>
public sealed class StreetMap
{
    /// <summary>What the file may have at most, bytes.</summary>
    internal const int MostBytes = 16 * 1024 * 1024;

    private const string Key = "Map:Streets";
    private static readonly byte[] None = Encoding.UTF8.GetBytes("""{"type":"FeatureCollection","features":[]}""");

    /// <summary>Reads the file that the settings name.</summary>
    /// <exception cref="SettingException">There is no such file, or it holds anything but lines.</exception>
    public StreetMap(SiloSettings settings)
    {
        GeoJson = settings.Streets.Length == 0 ? None : Read(settings.Streets);
        Hash = Convert.ToHexStringLower(SHA256.HashData(GeoJson))[..16];
    }

    /// <summary>The streets.</summary>
    internal byte[] GeoJson { get; }

    /// <summary>Changes with them.</summary>
    internal string Hash { get; }

    private static byte[] Read(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists || file.Length > MostBytes)
        {
            throw new SettingException(Key, file.Exists ? $"names '{path}', which has {file.Length:N0} bytes" : $"names the file '{path}', which does not exist", $"give a GeoJSON file of at most {MostBytes:N0} bytes, or leave it out");
        }

        var bytes = File.ReadAllBytes(path);
        try
        {
            using var document = JsonDocument.Parse(bytes);
            var features = document.RootElement.GetProperty("features").EnumerateArray().ToList();
            var wrong = features.FindIndex(static feature => feature.GetProperty("geometry").GetProperty("type").GetString() is not ("LineString" or "MultiLineString"));
            return document.RootElement.GetProperty("type").GetString() == "FeatureCollection" && wrong < 0 ? bytes
                : throw new SettingException(Key, $"names '{path}', whose feature {wrong + 1} is no line", "give a FeatureCollection of LineString and MultiLineString, WGS-84");
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new SettingException(Key, $"names '{path}', which is no GeoJSON: {fault.Message}", "give a FeatureCollection of LineString and MultiLineString, WGS-84");
        }
    }
}
