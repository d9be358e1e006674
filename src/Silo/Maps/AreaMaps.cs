using System.IO.Hashing;
using System.Text.Json;
using CityActors.Facts;
using CityActors.Places;
using CityActors.Silo.Lists;
using CityActors.Storage;
using Microsoft.Extensions.Caching.Memory;
using NetTopologySuite.Features;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO.Converters;

namespace CityActors.Silo.Maps;

/// <summary>Maps of areas as GeoJSON; each is drawn once and kept until areas change, or nobody has asked for it for ten minutes.</summary>
public sealed class AreaMaps(Database database, DistrictOutlines outlines) : IDisposable
{
    /// <summary>The most features of a map.</summary>
    public const int MostFeatures = 2_000;

    private const int CityDigits = 4;
    private const int DistrictDigits = 6;
    private const int MostKept = 200;
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(10);
    private static readonly SqlQuery Change = new("SELECT count(*), CAST(coalesce(sum(version), 0) AS BIGINT) FROM list_area");
    private static readonly SqlQuery Cards = new("SELECT payload FROM list_area WHERE id >= ?1 AND id < ?1 || 'g' AND level <> 'city'");
    private static readonly JsonSerializerOptions GeoJson = new(FactRecords.Json) { Converters = { new GeoJsonConverterFactory() } };
    private readonly MemoryCache cache = new(new MemoryCacheOptions { SizeLimit = MostKept });

    /// <summary>The map of the areas of a level in an area.</summary>
    /// <param name="area">The code of the area or the beginning of one; empty: the whole city.</param>
    /// <param name="level">The level.</param>
    /// <returns>The map, or why there is none.</returns>
    internal async Task<(AreaMap? Map, IResult? Refusal)> Read(string area, AreaLevel level)
    {
        var change = await database.Read(static session => session.Prepare(Change).First(static row => (row.Int64(0), row.Int64(1))));
        try
        {
            return await Kept((area, level, change), () => Draw(area, level, change)) is { } map ? (map, null)
                : (null, Problems.Bad("too-many-areas", $"There are more than {MostFeatures} areas of the level '{ListWriter.Name(level)}' there: ask for a smaller 'area'.", "area"));
        }
        catch (TopologyException) // Centres on different sides of the earth, or in one line to the last digit: nobody's city, but they can be registered.
        {
            return (null, Problems.Bad("no-map", "The centres of the areas there lie so that no ground between them can be drawn: correct them, or ask for a smaller 'area'.", "area"));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => cache.Dispose();

    private Task<T> Kept<T>(object key, Func<Task<T>> make) => cache.GetOrCreate(key, entry =>
    {
        (entry.Size, entry.SlidingExpiration) = (1, KeptFor);
        return new Lazy<Task<T>>(() => Forgetting(key, make));
    })!.Value;

    /// <summary>What went wrong may go well the next time.</summary>
    private async Task<T> Forgetting<T>(object key, Func<Task<T>> make)
    {
        try
        {
            return await make();
        }
        catch
        {
            cache.Remove(key);
            throw;
        }
    }

    private async Task<AreaMap?> Draw(string area, AreaLevel level, (long, long) change)
    {
        var city = area[..Math.Min(area.Length, CityDigits)];
        var grounds = await Kept((city, change), () => Grounds(city));
        if (grounds.Sum(ground => ground.Count(level, area)) > MostFeatures)
        {
            return null;
        }

        var features = new FeatureCollection();
        foreach (var (card, outline) in grounds.SelectMany(ground => ground.Outlines(level, area)).OrderBy(static feature => feature.Card.Code, StringComparer.Ordinal))
        {
            features.Add(new Feature(outline, new AttributesTable
            {
                { "code", card.Code },
                { "name", card.Name },
                { "level", ListWriter.Name(card.Level) },
                { "centre", card.Centre },
                { "schematic", true },
            }));
        }

        var bytes = JsonSerializer.SerializeToUtf8Bytes(features, GeoJson);
        return new AreaMap(bytes, Convert.ToHexStringLower(XxHash128.Hash(bytes)));
    }

    /// <summary>A district that was generated has an outline of its own; all others of a city share the ground around them.</summary>
    private async Task<List<GroundMap>> Grounds(string city)
    {
        var cards = await database.Read(session => session.Prepare(Cards).Bind(1, city).All(static row => JsonSerializer.Deserialize<AreaCard>(row.Text(0), FactRecords.Json)!));
        var known = await outlines.Read();
        return [.. cards
            .GroupBy(card => card.Code[..DistrictDigits] is var district && known.ContainsKey(district) ? district : card.Code[..CityDigits], StringComparer.Ordinal)
            .Select(group => GroundMap.Of([.. group], known.GetValueOrDefault(group.Key)))];
    }
}

/// <summary>A map.</summary>
/// <param name="GeoJson">A GeoJSON feature collection, UTF-8.</param>
/// <param name="Hash">Tells it from others.</param>
internal sealed record AreaMap(byte[] GeoJson, string Hash);
