namespace CityActors.Storage;

/// <summary>The tables of one feature in the database file, as steps that are only ever added to.</summary>
/// <param name="Name">The name of the feature, unique in the file.</param>
/// <param name="Steps">SQL scripts; the first creates the tables, each later one changes what the one before left. Never edited once released.</param>
public sealed record SchemaPart(string Name, IReadOnlyList<string> Steps);
