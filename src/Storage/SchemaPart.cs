namespace CityActors.Storage;

/// <summary>The tables of one feature in the database, as steps that are only ever added to.</summary>
/// <param name="Name">The name of the feature, unique in the database.</param>
/// <param name="Steps">
/// SQL scripts in SQLite's words; the first creates the tables, each later one changes what the one before left. Never edited once released.
/// </param>
public sealed record SchemaPart(string Name, IReadOnlyList<string> Steps)
{
    /// <summary>
    /// For tables whose form on PostgreSQL is given from outside: scripts that are run there at every start instead of the steps, and
    /// can be run again and again. Null, the default: the steps, translated.
    /// </summary>
    public IReadOnlyList<string>? PostgresScripts { get; init; }
}
