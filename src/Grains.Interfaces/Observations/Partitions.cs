using System.Globalization;

namespace CityActors.Observations;

/// <summary>The fixed division of all entities into 64 partitions of the observation log.</summary>
public static class Partitions
{
    /// <summary>How many there are. Fixed: rows in the log carry the number.</summary>
    public const int Count = 64;

    private const string RouterPrefix = "router-";

    /// <summary>The partition of an entity: 32-bit FNV-1a of the ASCII id, folded to 0…63.</summary>
    public static int Of(string entity)
    {
        var hash = 2166136261u;
        foreach (var c in entity)
        {
            hash = (hash ^ c) * 16777619u;
        }

        return (int)((hash ^ (hash >> 16)) % Count);
    }

    /// <summary>The key of a partition's router, for example <c>router-07</c>.</summary>
    public static string RouterKey(int partition) =>
        string.Create(CultureInfo.InvariantCulture, $"{RouterPrefix}{partition:00}");

    /// <summary>The partition named by a router's key.</summary>
    /// <exception cref="FormatException">The key is not a router's.</exception>
    public static int OfRouter(string key) =>
        key.StartsWith(RouterPrefix, StringComparison.Ordinal)
            ? int.Parse(key.AsSpan(RouterPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture)
            : throw new FormatException($"'{key}' is not a router's key; one looks like 'router-07'.");
}
