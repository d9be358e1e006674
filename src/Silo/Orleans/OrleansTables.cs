using CityActors.Silo.Stores;
using CityActors.Storage;

namespace CityActors.Silo.Orleans;

/// <summary>The tables of Orleans in the city's database: grain states, and on PostgreSQL who is in the cluster.</summary>
internal static class OrleansTables
{
    /// <summary>The tables; on PostgreSQL with the statements that Orleans' ADO.NET providers look up by name.</summary>
    public static SchemaPart Schema { get; } = CommitTables.States with { PostgresScripts = [Script("1-queries"), Script("2-storage"), Script("3-membership")] };

    /// <summary>The text of a script under <c>Sql</c>; each can be run again and again.</summary>
    public static string Script(string name)
    {
        using var reader = new StreamReader(typeof(OrleansTables).Assembly.GetManifestResourceStream($"sql/{name}.sql")!);
        return reader.ReadToEnd();
    }
}
