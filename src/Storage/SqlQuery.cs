namespace CityActors.Storage;

/// <summary>
/// One SQL statement of the product. Kept in a static field: its identity is the key under which each connection keeps it prepared.
/// </summary>
public sealed class SqlQuery
{
    /// <summary>Creates a query from constant text with numbered parameters (?1, ?2, …).</summary>
    /// <param name="text">One SQL statement.</param>
    public SqlQuery(string text) => Text = text;

    /// <summary>The SQL text.</summary>
    public string Text { get; }
}
