namespace CityActors.Storage;

/// <summary>One connection with its prepared statements. Used by one thread at a time; operations get it for their duration.</summary>
public abstract class DatabaseSession : IDisposable
{
    /// <summary>The prepared statement of a query, with no values bound. Prepared once on this connection.</summary>
    /// <exception cref="StatementException">The text is not valid SQL.</exception>
    public abstract Statement Prepare(SqlQuery query);

    /// <summary>Runs a query without parameters for its effect.</summary>
    public void Run(SqlQuery query) => Prepare(query).Execute();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>
    /// From here to the commit no other process is in such a stretch: what is numbered in it is numbered in the order of the commits.
    /// Ask for it before anything is written to a table that others follow by its numbers. SQLite has one process and nothing to do.
    /// </summary>
    public virtual void Serialize()
    {
    }

    /// <summary>
    /// Whether operations are first run without a way to undo one alone, because that costs the database much. When one fails, the transaction
    /// is undone and all of its operations are run again, each with a way back.
    /// </summary>
    internal virtual bool IsOptimistic => false;

    /// <summary>Whether the commit of the transaction was asked for, so that it may have succeeded even if that was not answered.</summary>
    internal virtual bool HasTriedToCommit => true;

    /// <summary>Sends what was posted and is still waiting, so that its answers are known. SQLite runs everything at once and has nothing to send.</summary>
    internal virtual void Flush()
    {
    }

    /// <summary>Begins the transaction of a commit.</summary>
    internal abstract void Begin();

    /// <summary>Commits; what was written is durable when it returns.</summary>
    internal abstract void Commit();

    /// <summary>Undoes the transaction, if one is open.</summary>
    internal abstract void Rollback();

    /// <summary>Begins one operation of the transaction, which can be undone alone.</summary>
    internal abstract void BeginOperation();

    /// <summary>Ends the operation and keeps what it did.</summary>
    internal abstract void KeepOperation();

    /// <summary>Ends the operation and undoes what it did.</summary>
    internal abstract void UndoOperation();

    /// <summary>Whether the connection can go on after a fault that was rolled back; otherwise it is given up and opened anew.</summary>
    internal abstract bool Survives(StorageFault fault);

    /// <summary>Runs several statements separated by semicolons, in this database's own words.</summary>
    internal abstract void RunScript(string text);

    /// <summary>Runs a step of a schema, which is written in SQLite's words.</summary>
    internal virtual void RunStep(string text) => RunScript(text);

    /// <summary>The scripts that this kind of database runs instead of a part's steps, or null.</summary>
    internal virtual IReadOnlyList<string>? ScriptsOf(SchemaPart part) => null;

    /// <summary>Ends every statement an operation left open, so that it holds neither a lock nor an old snapshot.</summary>
    internal abstract void EndOperation();

    /// <summary>Closes the connection.</summary>
    /// <param name="disposing">Whether the caller disposes, rather than the collector.</param>
    protected abstract void Dispose(bool disposing);
}
