using System.Globalization;
using Orleans.Storage;

namespace CityActors.Silo.Orleans;

/// <summary>What a grain storage throws when a write did not happen. The activation that gets it is discarded.</summary>
internal static class GrainStateConflict
{
    /// <summary>Another version is stored than the grain has read.</summary>
    public static InconsistentStateException Stale(string stateName, GrainId grain, string? stored, string? current) => new(
        $"State '{stateName}' of {grain} was changed by another activation: stored version {stored ?? "none"}, the grain holds {current ?? "none"}.",
        stored,
        current);

    /// <summary>The write failed for another reason; what is stored is unknown to the grain.</summary>
    public static InconsistentStateException Failed(string stateName, GrainId grain, string? current, Exception cause) => new(
        $"State '{stateName}' of {grain} was not stored: {cause.Message}", null, current, cause);

    /// <summary>The version a grain holds; null where it holds none.</summary>
    /// <exception cref="InconsistentStateException">The text is not a version.</exception>
    public static int? Version(string stateName, GrainId grain, string? eTag)
    {
        if (string.IsNullOrWhiteSpace(eTag))
        {
            return null;
        }

        return int.TryParse(eTag, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : throw Stale(stateName, grain, null, eTag);
    }

    /// <summary>A version as a grain holds it.</summary>
    public static string Tag(int version) => version.ToString(CultureInfo.InvariantCulture);
}
