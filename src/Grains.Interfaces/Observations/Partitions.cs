using System.Globalization;

namespace CityActors.Observations;

/// <summary>The fixed division of the city's grains into 64 partitions, by their keys.</summary>
public static class Partitions
{
    /// <summary>How many there are. Fixed: logs and deadlines are stored by them.</summary>
    public const int Count = 64;

    private const string Observations = "router-";
    private const string Reactions = "reactions-";
    private const string Deadlines = "deadlines-";

    /// <summary>The partition of a grain: 32-bit FNV-1a of its key, folded to 0…63.</summary>
    public static int Of(ReadOnlySpan<char> key)
    {
        var hash = 2166136261u;
        foreach (var c in key)
        {
            hash = (hash ^ c) * 16777619u;
        }

        return (int)((hash ^ (hash >> 16)) % Count);
    }

    /// <summary>The partition of a grain's facts and deadlines: that of its key.</summary>
    /// <param name="owner">The grain id as text, <c>type/key</c>.</param>
    public static int OfOwner(string owner) => Of(owner.AsSpan(owner.IndexOf('/', StringComparison.Ordinal) + 1));

    /// <summary>The key of a partition's observation router, for example <c>router-07</c>.</summary>
    public static string RouterKey(int partition) => KeyOf(Observations, partition);

    /// <summary>The key of a partition's reaction router, for example <c>reactions-07</c>.</summary>
    public static string ReactionsKey(int partition) => KeyOf(Reactions, partition);

    /// <summary>The key of the grain of a partition's deadlines, for example <c>deadlines-07</c>.</summary>
    public static string DeadlinesKey(int partition) => KeyOf(Deadlines, partition);

    /// <summary>The partition in a key of a partition's grain.</summary>
    /// <exception cref="FormatException">The key is none of them.</exception>
    public static int OfKey(string key) =>
        (key.StartsWith(Observations, StringComparison.Ordinal) || key.StartsWith(Reactions, StringComparison.Ordinal) || key.StartsWith(Deadlines, StringComparison.Ordinal))
        && int.TryParse(key.AsSpan(key.IndexOf('-', StringComparison.Ordinal) + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var partition)
            ? partition
            : throw new FormatException($"'{key}' is not the key of a partition's grain; one looks like 'router-07'.");

    private static string KeyOf(string prefix, int partition) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{partition:00}");
}
