namespace CityActors.Engine.Storage.Sqlite;

/// <summary>A statement was refused by the database for a reason in the statement or its values, not in the environment.</summary>
public sealed class SqliteStatementException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="code">SQLite's extended result code.</param>
    /// <param name="message">What was wrong and in which statement.</param>
    public SqliteStatementException(int code, string message)
        : base(message) => Code = code;

    /// <summary>SQLite's extended result code, such as 1555 (primary key constraint).</summary>
    public int Code { get; }
}
