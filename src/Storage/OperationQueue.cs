namespace CityActors.Storage;

/// <summary>What waits for the writer or for the readers, in order, bounded by count and bytes.</summary>
internal sealed class OperationQueue(long bytesLimit)
{
    /// <summary>How many may wait at once: a checkpoint of a city district's grains in one go.</summary>
    private const int CountLimit = 262_144;

    private readonly object _gate = new();
    private Queue<IPendingOperation> _waiting = [];
    private long _waitingBytes;
    private bool _isClosed;

    /// <summary>Adds an operation at the end.</summary>
    /// <returns>Null when taken, else why not.</returns>
    public StorageFault? TryAdd(IPendingOperation operation)
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return StorageFault.Closed;
            }

            if (_waiting.Count >= CountLimit || (_waiting.Count > 0 && _waitingBytes + operation.Bytes > bytesLimit))
            {
                return StorageFault.Overloaded;
            }

            _waiting.Enqueue(operation);
            _waitingBytes += operation.Bytes;
            Monitor.Pulse(_gate);
            return null;
        }
    }

    /// <summary>Takes the first of what waits; waits for one.</summary>
    /// <returns>Null when the queue is closed and drained.</returns>
    public IPendingOperation? Take()
    {
        lock (_gate)
        {
            if (!IsFilled())
            {
                return null;
            }

            var taken = _waiting.Dequeue();
            _waitingBytes -= taken.Bytes;
            return taken;
        }
    }

    /// <summary>Whether nothing waits, and something may be given.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count == 0 && !_isClosed;
            }
        }
    }

    /// <summary>Waits until something waits here.</summary>
    /// <returns>False when the queue is closed and drained.</returns>
    public bool Wait()
    {
        lock (_gate)
        {
            return IsFilled();
        }
    }

    /// <summary>Takes everything that waits, in order.</summary>
    /// <param name="empty">A queue to be filled next; it must be empty.</param>
    public Queue<IPendingOperation> TakeAll(Queue<IPendingOperation> empty)
    {
        lock (_gate)
        {
            var taken = _waiting;
            _waiting = empty;
            _waitingBytes = 0;
            return taken;
        }
    }

    /// <summary>Takes nothing more; what waits is still handed out.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            Monitor.PulseAll(_gate);
        }
    }

    private bool IsFilled()
    {
        while (_waiting.Count == 0 && !_isClosed)
        {
            _ = Monitor.Wait(_gate);
        }

        return _waiting.Count > 0;
    }
}
