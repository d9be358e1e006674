namespace CityActors.Storage;

/// <summary>A statement was refused by the database for a reason in the statement or its values, not in the environment.</summary>
/// <param name="code">The database's own code for the reason, such as SQLite's 1555 (primary key constraint).</param>
/// <param name="message">What was wrong and in which statement.</param>
/// <param name="innerException">The cause, where there is one.</param>
public sealed class StatementException(string code, string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>The database's own code for the reason.</summary>
    public string Code => code;
}
