namespace CityActors.Storage;

/// <summary>
/// One use of a prepared statement: values are bound in the order of their parameters, then it is run. Parameters count from 1, columns from 0.
/// Valid until the end of the operation that asked for it.
/// </summary>
public abstract class Statement
{
    /// <summary>Binds a whole number, or NULL.</summary>
    public abstract Statement Bind(int parameter, long? value);

    /// <summary>Binds text, or NULL.</summary>
    public abstract Statement Bind(int parameter, string? value);

    /// <summary>Binds an instant as <see cref="SqlInstant"/> text, or NULL.</summary>
    public Statement Bind(int parameter, DateTimeOffset? value) =>
        Bind(parameter, value is null ? null : SqlInstant.ToText(value.Value));

    /// <summary>
    /// Binds an instant to the second for a column that on PostgreSQL has a type of its own for instants, as Orleans' tables do;
    /// on SQLite it has the form <c>2025-10-10 09:30:00</c>.
    /// </summary>
    public abstract Statement BindTimestamp(int parameter, DateTimeOffset value);

    /// <summary>Binds bytes; they are copied before the call returns.</summary>
    public abstract Statement Bind(int parameter, ReadOnlySpan<byte> value);

    /// <summary>Goes to the next row.</summary>
    /// <returns>False after the last row.</returns>
    /// <exception cref="StorageUnavailableException">Storage is unavailable.</exception>
    /// <exception cref="StatementException">The statement or its values are wrong.</exception>
    public abstract bool Step();

    /// <summary>Reads the first row, if there is one.</summary>
    /// <inheritdoc cref="Step"/>
    public T? First<T>(Func<Statement, T> read) => Step() ? read(this) : default;

    /// <summary>Reads all rows.</summary>
    /// <inheritdoc cref="Step"/>
    public List<T> All<T>(Func<Statement, T> read)
    {
        var rows = new List<T>();
        while (Step())
        {
            rows.Add(read(this));
        }

        return rows;
    }

    /// <summary>Runs the statement to its end.</summary>
    /// <returns>How many rows an INSERT, UPDATE or DELETE changed.</returns>
    /// <exception cref="StorageUnavailableException">Storage is unavailable.</exception>
    /// <exception cref="StatementException">The statement or its values are wrong.</exception>
    public abstract int Execute();

    /// <summary>
    /// Runs the statement for its effect, now or together with later ones: at the latest before the commit, so that many of them
    /// cost one message to a database server. A failure shows where they are run.
    /// </summary>
    public void Post() => Post(row: null, changed: null);

    /// <summary>As <see cref="Post()"/>, and tells how many rows an INSERT, UPDATE or DELETE changed.</summary>
    /// <param name="changed">Called on the writer's thread, before the commit.</param>
    public void PostCount(Action<int> changed) => Post(row: null, changed);

    /// <summary>As <see cref="Post()"/>, and gives each row of its answer.</summary>
    /// <param name="row">Called on the writer's thread with the statement at each row, before the commit.</param>
    public void PostRows(Action<Statement> row) => Post(row, changed: null);

    /// <summary>Whether the column of the current row is NULL.</summary>
    public abstract bool IsNull(int column);

    /// <summary>The column of the current row as a whole number; 0 for NULL.</summary>
    public abstract long Int64(int column);

    /// <summary>The column of the current row as a 32-bit whole number; 0 for NULL.</summary>
    public int Int32(int column) => checked((int)Int64(column));

    /// <summary>The column of the current row as text; empty for NULL.</summary>
    public abstract string Text(int column);

    /// <summary>The column of the current row as an instant.</summary>
    public DateTimeOffset Instant(int column) => SqlInstant.Parse(Text(column));

    /// <summary>The bytes of the column of the current row, valid until the next step.</summary>
    public abstract ReadOnlySpan<byte> Blob(int column);

    private protected abstract void Post(Action<Statement>? row, Action<int>? changed);
}
