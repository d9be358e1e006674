using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CityActors.Districts;

/// <summary>Reads and writes a district's seed (<c>seeds/*/district.json</c>).</summary>
public static class DistrictSeedFile
{
    private static readonly JsonSerializerOptions options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        NumberHandling = JsonNumberHandling.Strict,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // Chinese stays readable; the file is never put into a page.
        Converters = { new PositionConverter() },
    };

    /// <summary>Reads and checks a seed file.</summary>
    /// <exception cref="DistrictSeedException">There is no such file, or it is not a valid seed; the message names the file and the field.</exception>
    public static DistrictSeed Load(string path)
    {
        DistrictSeedException.ThrowUnless(File.Exists(path), DistrictProblems.NotFound, $"There is no district seed at '{path}'.");
        using var stream = File.OpenRead(path);
        return Read(stream, path);
    }

    /// <summary>Reads and checks a seed.</summary>
    /// <param name="stream">The JSON text.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <exception cref="DistrictSeedException">It is not a valid seed; the message names the source and the field.</exception>
    public static DistrictSeed Read(Stream stream, string name)
    {
        try
        {
            var seed = JsonSerializer.Deserialize<DistrictSeed>(stream, options)
                ?? throw new DistrictSeedException(DistrictProblems.Malformed, "The seed is null.");
            DistrictSeedRules.Check(seed);
            return seed;
        }
        catch (Exception e) when (e is JsonException or DistrictSeedException)
        {
            throw new DistrictSeedException((e as DistrictSeedException)?.Problem ?? DistrictProblems.Malformed, $"{name}: {e.Message}", e);
        }
    }

    /// <summary>Writes a seed so that <see cref="Read"/> reads it.</summary>
    public static void Write(DistrictSeed seed, Stream stream) => JsonSerializer.Serialize(stream, seed, options);
}
