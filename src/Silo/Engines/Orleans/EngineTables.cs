using CityActors.Storage;

namespace CityActors.Silo.Engines;

/// <summary>The tables that this engine keeps in the city's database, beside the Silo's own.</summary>
internal static class EngineTables
{
    /// <summary>What Orleans' providers expect.</summary>
    public static IReadOnlyList<SchemaPart> Schema { get; } =
    [
        new SchemaPart("orleans", [])
        {
            PostgresScripts = [SqlScripts.Read("1-queries"), SqlScripts.Read("2-storage"), SqlScripts.Read("3-reminders"), SqlScripts.Read("4-membership")],
        },
    ];

    /// <summary>The silos of the cluster share the database, and together keep an embedded engine out of it.</summary>
    public const DatabaseSharing Sharing = DatabaseSharing.Shared;
}
