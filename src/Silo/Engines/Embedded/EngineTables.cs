using CityActors.Engine.Storage;
using CityActors.Storage;

namespace CityActors.Silo.Engines;

/// <summary>The tables that this engine keeps in the city's database, beside the Silo's own.</summary>
internal static class EngineTables
{
    /// <summary>Grain states and reminders.</summary>
    public static IReadOnlyList<SchemaPart> Schema { get; } =
    [
        DatabaseGrainStorage.Schema with { PostgresScripts = [SqlScripts.Read("1-queries"), SqlScripts.Read("2-storage")] },
        DatabaseReminderTable.Schema with { PostgresScripts = [SqlScripts.Read("3-reminders")] },
    ];

    /// <summary>One process has the city: on PostgreSQL it keeps all others out of the database.</summary>
    public const DatabaseSharing Sharing = DatabaseSharing.Alone;
}
