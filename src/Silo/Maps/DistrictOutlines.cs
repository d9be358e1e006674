using CityActors.Districts;

namespace CityActors.Silo.Maps;

/// <summary>The outlines of the districts that the city was generated from.</summary>
public sealed class DistrictOutlines(Expansions expansions, ImportedSeeds imported, SiloSettings settings, ILogger<DistrictOutlines> logger)
{
    private const string File = "district.json";

    /// <summary>The outline of each of them, by the district's code.</summary>
    internal async Task<Dictionary<string, DistrictOutline>> Read()
    {
        var found = new Dictionary<string, DistrictOutline>(StringComparer.Ordinal);
        foreach (var expansion in await expansions.Read())
        {
            if ((await imported.Find(expansion.Name) ?? InFiles(expansion)) is { } seed && seed.Code == expansion.Code)
            {
                found[seed.Code] = new DistrictOutline(seed.Outline);
            }
        }

        return found;
    }

    /// <summary>The seed file that the district was generated from; the demo's has another name.</summary>
    private DistrictSeed? InFiles(Expansion expansion)
    {
        try
        {
            return Directory.EnumerateDirectories(settings.Seeds)
                .Select(static folder => Path.Combine(folder, File))
                .Where(System.IO.File.Exists)
                .Select(DistrictSeedFile.Load)
                .FirstOrDefault(seed => seed.Code == expansion.Code);
        }
        catch (Exception fault) when (fault is DistrictSeedException or IOException or UnauthorizedAccessException)
        {
            logger.LogWarning(fault, "The outline of district {Code} is not to be had: maps show the ground around its cells.", expansion.Code);
            return null;
        }
    }
}
