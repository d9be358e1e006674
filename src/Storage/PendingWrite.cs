namespace CityActors.Storage;

/// <summary>One operation of the writer. It is applied in a savepoint and told its end after the commit.</summary>
internal abstract class PendingWrite(int bytes)
{
    private Exception? _refusal;

    public int Bytes => bytes;

    /// <summary>Whether it has a first half, whose answers it must know.</summary>
    public virtual bool Asks => false;

    /// <summary>Runs the first half, if there is one.</summary>
    public virtual void Ask(DatabaseSession session)
    {
    }

    /// <summary>Runs the operation, or its second half; what it throws fails only itself. It is run again where the transaction has to be.</summary>
    public void Apply(DatabaseSession session)
    {
        _refusal = null;
        Run(session);
    }

    /// <summary>Notes that the operation failed by itself and was undone.</summary>
    public void Refuse(Exception refusal) => _refusal = refusal;

    /// <summary>Tells the caller, after the commit.</summary>
    public void End()
    {
        if (_refusal is null)
        {
            Complete();
        }
        else
        {
            Fail(_refusal);
        }
    }

    /// <summary>Tells the caller that nothing was stored.</summary>
    public abstract void Fail(Exception error);

    protected abstract void Run(DatabaseSession session);

    protected abstract void Complete();
}

/// <summary>An operation with a result.</summary>
internal abstract class PendingWrite<T>(Action<T>? committed, int bytes) : PendingWrite(bytes)
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;

    public Task<T> Task => _completion.Task;

    public override void Fail(Exception error) => _completion.SetException(error);

    protected override void Run(DatabaseSession session) => _result = Result(session);

    protected abstract T Result(DatabaseSession session);

    protected override void Complete()
    {
        committed?.Invoke(_result);
        _completion.SetResult(_result);
    }
}

/// <summary>An operation in one piece.</summary>
internal sealed class PendingOperation<T>(Func<DatabaseSession, T> operation, Action<T>? committed, int bytes) : PendingWrite<T>(committed, bytes)
{
    protected override T Result(DatabaseSession session) => operation(session);
}

/// <summary>An operation in two halves.</summary>
internal sealed class PendingDecision<TAsked, T>(
    Func<DatabaseSession, TAsked> ask, Func<DatabaseSession, TAsked, T> decide, Action<T>? committed, int bytes) : PendingWrite<T>(committed, bytes)
{
    private TAsked _asked = default!;

    public override bool Asks => true;

    public override void Ask(DatabaseSession session) => _asked = ask(session);

    protected override T Result(DatabaseSession session) => decide(session, _asked);
}
