namespace CityActors.Storage;

/// <summary>
/// A prepared statement of one connection, reused from call to call. Parameters count from 1, columns from 0.
/// Valid until the end of the operation that asked for it.
/// </summary>
public abstract class Statement
{
    /// <summary>Binds a whole number.</summary>
    public abstract Statement Bind(int parameter, long value);

    /// <summary>Binds a whole number, or NULL.</summary>
    public Statement Bind(int parameter, long? value) => value is null ? BindNull(parameter) : Bind(parameter, value.Value);

    /// <summary>Binds text, or NULL.</summary>
    public abstract Statement Bind(int parameter, string? value);

    /// <summary>Binds an instant as <see cref="SqlInstant"/> text, or NULL.</summary>
    public Statement Bind(int parameter, DateTimeOffset? value) =>
        value is null ? BindNull(parameter) : Bind(parameter, SqlInstant.ToText(value.Value));

    /// <summary>Binds bytes; they are copied before the call returns.</summary>
    public abstract Statement Bind(int parameter, ReadOnlySpan<byte> value);

    /// <summary>Binds NULL.</summary>
    public abstract Statement BindNull(int parameter);

    /// <summary>Goes to the next row.</summary>
    /// <returns>False after the last row; the statement is then ready for its next use.</returns>
    /// <exception cref="StorageUnavailableException">The environment hinders it.</exception>
    /// <exception cref="StatementException">The statement or its values are wrong.</exception>
    public abstract bool Step();

    /// <summary>Runs the statement to its end.</summary>
    /// <returns>How many rows an INSERT, UPDATE or DELETE changed.</returns>
    /// <exception cref="StorageUnavailableException">The environment hinders it.</exception>
    /// <exception cref="StatementException">The statement or its values are wrong.</exception>
    public abstract int Execute();

    /// <summary>Whether the column of the current row is NULL.</summary>
    public abstract bool IsNull(int column);

    /// <summary>The column of the current row as a whole number; 0 for NULL.</summary>
    public abstract long Int64(int column);

    /// <summary>The column of the current row as a 32-bit whole number; 0 for NULL.</summary>
    public abstract int Int32(int column);

    /// <summary>The column of the current row as text; empty for NULL.</summary>
    public abstract string Text(int column);

    /// <summary>The column of the current row as an instant.</summary>
    public DateTimeOffset Instant(int column) => SqlInstant.Parse(Text(column));

    /// <summary>The bytes of the column of the current row, valid until the next step.</summary>
    public abstract ReadOnlySpan<byte> Blob(int column);
}
