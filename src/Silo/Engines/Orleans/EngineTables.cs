using CityActors.Storage;

namespace CityActors.Silo.Engines;

/// <summary>The tables that this engine keeps in the Silo's own database: none, Orleans' providers have theirs in PostgreSQL.</summary>
internal static class EngineTables
{
    /// <summary>Nothing.</summary>
    public static IReadOnlyList<SchemaPart> Schema { get; } = [];

    /// <summary>The silos of the cluster share the database, and together keep an embedded engine out of it.</summary>
    public const DatabaseSharing Sharing = DatabaseSharing.Shared;
}
