namespace CityActors.Storage;

/// <summary>One connection with its prepared statements. Used by one thread at a time; operations get it for their duration.</summary>
public abstract class DatabaseSession
{
    private static readonly SqlQuery CommitAll = new("COMMIT");
    private static readonly SqlQuery RollbackAll = new("ROLLBACK");
    private static readonly SqlQuery Savepoint = new("SAVEPOINT operation");
    private static readonly SqlQuery Release = new("RELEASE operation");
    private static readonly SqlQuery Undo = new("ROLLBACK TO operation");

    /// <summary>The statement of a query, for one use, with no values bound. Prepared once on this connection.</summary>
    /// <exception cref="StatementException">The text is not valid SQL.</exception>
    public abstract Statement Prepare(SqlQuery query);

    /// <summary>
    /// From here to the commit no other process is in such a stretch: what is numbered in it is numbered in the order of the commits.
    /// Ask for it before anything is written to a table that others follow by its numbers. SQLite has one process and nothing to do.
    /// </summary>
    public virtual void Serialize()
    {
    }

    /// <summary>
    /// Deletes every row of a table so that nothing of them is left in the database's files once <see cref="Database.Scrub"/> has done its part: what is to stay is put in again.
    /// Rows that are deleted one by one leave their bytes where they stood.
    /// </summary>
    /// <param name="table">The table's name.</param>
    public abstract void Empty(string table);

    /// <summary>From here to the commit no other process changes tables.</summary>
    internal virtual void SerializeMigrations()
    {
    }

    /// <summary>Whether the commit of the transaction was asked for, so that it may have succeeded even if that was not answered.</summary>
    internal bool HasTriedToCommit { get; private set; }

    /// <summary>Whether there may be a transaction that can be undone.</summary>
    private protected abstract bool MayRollback { get; }

    /// <summary>Begins the transaction of a commit.</summary>
    /// <param name="isSynced">Whether it must be on disk once it is committed; otherwise the next one that must be takes it along.</param>
    internal void Begin(bool isSynced = true)
    {
        Forget();
        HasTriedToCommit = false;
        BeginTransaction(isSynced);
    }

    /// <summary>Commits; what was written is durable when it returns, if that was asked for.</summary>
    internal void Commit()
    {
        HasTriedToCommit = true;
        Prepare(CommitAll).Post();
        Flush();
        EndOperation();
    }

    /// <summary>Undoes the transaction, if one is open.</summary>
    internal void Rollback()
    {
        EndOperation();
        Forget();
        if (MayRollback)
        {
            _ = Prepare(RollbackAll).Execute();
            EndOperation();
        }
    }

    /// <summary>Begins one operation of the transaction, which can be undone alone.</summary>
    internal void BeginOperation()
    {
        Prepare(Savepoint).Post();
        Flush(); // What fails from here on is the operation's.
    }

    /// <summary>Ends the operation and keeps what it did.</summary>
    internal void KeepOperation()
    {
        EndOperation();
        Flush(); // What fails now is still the operation's.
        Prepare(Release).Post();
    }

    /// <summary>Ends the operation and undoes what it did.</summary>
    internal void UndoOperation()
    {
        EndOperation();
        Forget();
        Prepare(Undo).Post();
        Prepare(Release).Post();
    }

    /// <summary>Ends every statement an operation left open, so that it holds neither a lock nor an old snapshot.</summary>
    internal abstract void EndOperation();

    /// <summary>Sends what was posted and is still waiting, so that its answers are known. SQLite runs everything at once and has nothing to send.</summary>
    /// <exception cref="StatementException">A statement of the operation failed, now or before.</exception>
    internal virtual void Flush()
    {
    }

    /// <summary>Whether the connection can go on after a fault that was rolled back; otherwise it is given up and opened anew.</summary>
    internal abstract bool Survives(StorageFault fault);

    /// <summary>Runs several statements separated by semicolons, in this database's own words.</summary>
    internal abstract void RunScript(string text);

    /// <summary>Runs a step of a schema, which is written in SQLite's words.</summary>
    internal virtual void RunStep(string text) => RunScript(text);

    /// <summary>The scripts that this kind of database runs instead of a part's steps, or null.</summary>
    internal virtual IReadOnlyList<string>? ScriptsOf(SchemaPart part) => null;

    /// <summary>Closes the connection.</summary>
    internal abstract void Close();

    /// <summary>Begins a transaction of the writer.</summary>
    private protected abstract void BeginTransaction(bool isSynced);

    /// <summary>Drops what was posted and not sent, and that something failed.</summary>
    private protected virtual void Forget()
    {
    }
}
