namespace CityActors.Storage;

/// <summary>A statement was refused by the database for a reason in the statement or its values, not in the environment.</summary>
public sealed class StatementException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="code">The database's own code for the reason.</param>
    /// <param name="message">What was wrong and in which statement.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public StatementException(string code, string message, Exception? innerException = null)
        : base(message, innerException) => Code = code;

    /// <summary>The database's own code for the reason, such as SQLite's 1555 (primary key constraint).</summary>
    public string Code { get; }
}
