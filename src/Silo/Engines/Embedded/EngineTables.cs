using CityActors.Engine.Storage;
using CityActors.Storage;

namespace CityActors.Silo.Engines;

/// <summary>The tables that this engine keeps in the city's database, beside the Silo's own.</summary>
internal static class EngineTables
{
    /// <summary>Grain states and reminders.</summary>
    public static IReadOnlyList<SchemaPart> Schema { get; } = [DatabaseGrainStorage.Schema, DatabaseReminderTable.Schema];
}
