namespace CityActors.Storage;

/// <summary>One operation of the writer. It is applied in a savepoint and told its end after the commit.</summary>
internal abstract class PendingWrite(int bytes)
{
    private Exception? _refusal;

    public int Bytes => bytes;

    /// <summary>Runs the operation; what it throws fails only itself. It is run again where the transaction has to be.</summary>
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
internal sealed class PendingWrite<T>(Func<DatabaseSession, T> operation, Action<T>? committed, int bytes) : PendingWrite(bytes)
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;

    public Task<T> Task => _completion.Task;

    public override void Fail(Exception error) => _completion.SetException(error);

    protected override void Run(DatabaseSession session) => _result = operation(session);

    protected override void Complete()
    {
        committed?.Invoke(_result);
        _completion.SetResult(_result);
    }
}
