namespace CityActors.Storage;

/// <summary>Counts what was asked of a database and is not yet answered.</summary>
internal sealed class OpenRequests
{
    private int _count;
    private TaskCompletionSource? _none;

    /// <summary>How many are open.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Something is asked.</summary>
    public void Begin() => Interlocked.Increment(ref _count);

    /// <summary>So many were answered: whoever waits for the answers has been queued to go on.</summary>
    public void End(int count)
    {
        if (Interlocked.Add(ref _count, -count) == 0)
        {
            _ = Interlocked.Exchange(ref _none, null)?.TrySetResult();
        }
    }

    /// <summary>Completes at a moment in which none is open.</summary>
    public Task WhenNone()
    {
        var fresh = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var none = Interlocked.CompareExchange(ref _none, fresh, null) ?? fresh;
        return Count == 0 ? Task.CompletedTask : none.Task; // Looked at after it was left there, so that the last answer finds it.
    }
}
