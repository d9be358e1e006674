using CityActors.Storage;

namespace CityActors.Silo.Engines;

/// <summary>The tables that this engine keeps in the Silo's own database: none, Orleans' providers have theirs in PostgreSQL.</summary>
internal static class EngineTables
{
    /// <summary>Nothing.</summary>
    public static IReadOnlyList<SchemaPart> Schema { get; } = [];
}
