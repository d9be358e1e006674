namespace CityActors.Storage;

/// <summary>
/// One SQL statement of the product. Kept in a static field: its identity is the key under which each connection keeps it prepared.
/// </summary>
/// <param name="text">One SQL statement: constant text with numbered parameters (?1, ?2, …).</param>
public sealed class SqlQuery(string text)
{
    /// <summary>The SQL text.</summary>
    public string Text => text;
}
