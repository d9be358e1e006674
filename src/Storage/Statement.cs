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
    public Statement Bind(int parameter, long? value) => value is null ? BindNull(parameter, NullKind.Number) : Bind(parameter, value.Value);

    /// <summary>Binds text, or NULL.</summary>
    public abstract Statement Bind(int parameter, string? value);

    /// <summary>Binds an instant as <see cref="SqlInstant"/> text, or NULL.</summary>
    public Statement Bind(int parameter, DateTimeOffset? value) =>
        Bind(parameter, value is null ? null : SqlInstant.ToText(value.Value));

    /// <summary>Binds an instant for a column that on PostgreSQL has a type of its own for instants, as Orleans' tables do; there to the millisecond.</summary>
    /// <param name="parameter">Which parameter.</param>
    /// <param name="value">The instant.</param>
    /// <param name="isToTheSecond">Whether fractions of a second are cut off, and the text on SQLite has the form <c>2025-10-10 09:30:00</c>.</param>
    public abstract Statement BindTimestamp(int parameter, DateTimeOffset value, bool isToTheSecond = false);

    /// <summary>Binds bytes; they are copied before the call returns.</summary>
    public abstract Statement Bind(int parameter, ReadOnlySpan<byte> value);

    /// <summary>Binds bytes, or NULL.</summary>
    public Statement Bind(int parameter, byte[]? value) => value is null ? BindNull(parameter, NullKind.Bytes) : Bind(parameter, value.AsSpan());

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

    /// <summary>
    /// Runs the statement for its effect, now or together with later ones: at the latest before the commit, so that many of them
    /// cost one message to a database server. A failure shows where they are run.
    /// </summary>
    public abstract void Post();

    /// <summary>As <see cref="Post"/>, and tells how many rows an INSERT, UPDATE or DELETE changed.</summary>
    /// <param name="changed">Called on the writer's thread, before the commit.</param>
    public abstract void PostCount(Action<int> changed);

    /// <summary>As <see cref="Post"/>, and gives each row of its answer.</summary>
    /// <param name="row">Called on the writer's thread with the statement at each row, before the commit.</param>
    public abstract void PostRows(Action<Statement> row);

    /// <summary>Whether the column of the current row is NULL.</summary>
    public abstract bool IsNull(int column);

    /// <summary>The column of the current row as a whole number; 0 for NULL.</summary>
    public abstract long Int64(int column);

    /// <summary>The column of the current row as a 32-bit whole number; 0 for NULL.</summary>
    public abstract int Int32(int column);

    /// <summary>The column of the current row as text; empty for NULL.</summary>
    public abstract string Text(int column);

    /// <summary>The column of the current row as an instant.</summary>
    public virtual DateTimeOffset Instant(int column) => SqlInstant.Parse(Text(column));

    /// <summary>The bytes of the column of the current row, valid until the next step.</summary>
    public abstract ReadOnlySpan<byte> Blob(int column);

    /// <summary>Binds NULL.</summary>
    private protected abstract Statement BindNull(int parameter, NullKind kind);
}

/// <summary>Of what a NULL is none: a database server wants to know.</summary>
internal enum NullKind
{
    Number,
    Bytes,
}
