namespace CityActors.Engine.Scheduling;

/// <summary>A first-in first-out queue for one thread, linked through the items.</summary>
internal struct WorkQueue
{
    private WorkItem? _head;
    private WorkItem? _tail;

    public readonly bool IsEmpty => _head is null;

    public void Add(WorkItem item)
    {
        item.Next = null;
        if (_tail is null)
        {
            _head = item;
        }
        else
        {
            _tail.Next = item;
        }

        _tail = item;
    }

    public WorkItem? Take()
    {
        var item = _head;
        if (item is not null)
        {
            _head = item.Next;
            if (_head is null)
            {
                _tail = null;
            }

            item.Next = null;
        }

        return item;
    }
}

/// <summary>A queue many threads add to and one thread empties at once.</summary>
internal struct Inbox
{
    private WorkItem? _newest;

    public readonly bool IsEmpty => Volatile.Read(in _newest) is null;

    /// <summary>Adds an item.</summary>
    /// <returns>Whether the inbox was empty, so that its owner may have to be woken.</returns>
    public bool Add(WorkItem item)
    {
        while (true)
        {
            var seen = Volatile.Read(ref _newest);
            item.Next = seen;
            if (ReferenceEquals(Interlocked.CompareExchange(ref _newest, item, seen), seen))
            {
                return seen is null;
            }
        }
    }

    /// <summary>Moves all items, oldest first, to the end of a queue.</summary>
    public void Drain(ref WorkQueue queue)
    {
        var item = Volatile.Read(ref _newest) is null ? null : Interlocked.Exchange(ref _newest, null);
        WorkItem? oldest = null;
        while (item is not null)
        {
            var next = item.Next;
            item.Next = oldest;
            oldest = item;
            item = next;
        }

        while (oldest is not null)
        {
            var next = oldest.Next;
            queue.Add(oldest);
            oldest = next;
        }
    }
}
