namespace CityActors.Storage;

/// <summary>An operation that waits for the writer or a reader. Its caller is told the end when that is certain.</summary>
internal interface IPendingOperation
{
    /// <summary>About how many bytes it holds while it waits.</summary>
    int Bytes { get; }

    /// <summary>Whether it has a first half, whose answers it must know.</summary>
    bool Asks { get; }

    /// <summary>Whether it is on disk before its caller is told; otherwise the next one that is takes it along.</summary>
    bool IsSynced { get; }

    /// <summary>Runs the first half.</summary>
    void Ask(DatabaseSession session);

    /// <summary>Runs the operation, or its second half; what it throws fails only itself. It is run again where the transaction has to be.</summary>
    void Apply(DatabaseSession session);

    /// <summary>Notes that the operation failed by itself and was undone.</summary>
    void Refuse(Exception error);

    /// <summary>Tells the caller the result or the refusal; for a write, after the commit.</summary>
    void End();

    /// <summary>Tells the caller that storage was unavailable.</summary>
    void SetException(Exception error);
}

/// <summary>An operation with a result; it is itself what its caller waits for.</summary>
/// <typeparam name="TAsked">What the first half leaves for the second.</typeparam>
/// <typeparam name="T">The result.</typeparam>
/// <param name="ask">The first half, or null.</param>
/// <param name="asked">What there is for the second half if there is no first.</param>
/// <param name="decide">The second half.</param>
/// <param name="committed">Called with the result before the caller goes on.</param>
/// <param name="bytes">About how many bytes it holds while it waits.</param>
/// <param name="isSynced">Whether it is on disk before its caller is told.</param>
internal sealed class PendingOperation<TAsked, T>(
    Func<DatabaseSession, TAsked>? ask, TAsked asked, Func<DatabaseSession, TAsked, T> decide, Action<T>? committed, int bytes, bool isSynced)
    : TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously), IPendingOperation
{
    private TAsked _asked = asked;
    private T _result = default!;
    private Exception? _refusal;

    public int Bytes => bytes;

    public bool Asks => ask is not null;

    public bool IsSynced => isSynced;

    public void Ask(DatabaseSession session) => _asked = ask!(session);

    public void Apply(DatabaseSession session)
    {
        _refusal = null;
        _result = decide(session, _asked);
    }

    public void Refuse(Exception error) => _refusal = error;

    public void End()
    {
        if (_refusal is not null)
        {
            SetException(_refusal);
            return;
        }

        committed?.Invoke(_result);
        SetResult(_result);
    }
}
