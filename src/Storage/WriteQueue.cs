namespace CityActors.Storage;

/// <summary>What waits for the writer, in order, bounded by count and bytes.</summary>
internal sealed class WriteQueue(int operationsLimit, long bytesLimit) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly AutoResetEvent _filled = new(initialState: false);
    private List<PendingWrite> _waiting = [];
    private long _waitingBytes;
    private bool _idle;
    private bool _closed;

    /// <summary>Operations waiting.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>Adds an operation at the end.</summary>
    /// <returns>Null when taken, else why not.</returns>
    public StorageFault? TryAdd(PendingWrite write)
    {
        bool wake;
        lock (_gate)
        {
            if (_closed)
            {
                return StorageFault.Closed;
            }

            if (_waiting.Count >= operationsLimit || (_waiting.Count > 0 && _waitingBytes + write.Bytes > bytesLimit))
            {
                return StorageFault.Overloaded;
            }

            _waiting.Add(write);
            _waitingBytes += write.Bytes;
            wake = _idle;
            _idle = false;
        }

        if (wake)
        {
            _ = _filled.Set();
        }

        return null;
    }

    /// <summary>Takes everything that waits, in order; waits for the first. Called by the writer's own thread only.</summary>
    /// <param name="empty">A list to be filled next; it must be empty.</param>
    /// <returns>Null when the queue is closed and drained.</returns>
    public List<PendingWrite>? TakeAll(List<PendingWrite> empty)
    {
        while (true)
        {
            lock (_gate)
            {
                if (_waiting.Count > 0)
                {
                    var taken = _waiting;
                    _waiting = empty;
                    _waitingBytes = 0;
                    return taken;
                }

                if (_closed)
                {
                    return null;
                }

                _idle = true;
            }

            _ = _filled.WaitOne();
        }
    }

    /// <summary>Takes nothing more; what waits is still handed out.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
        }

        _ = _filled.Set();
    }

    public void Dispose() => _filled.Dispose();
}
