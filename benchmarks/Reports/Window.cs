namespace CityActors.Benchmarks.Reports;

/// <summary>Keeps a bounded number of calls under way; every one is awaited, so that a fault is not lost.</summary>
internal struct Window(int size)
{
    private readonly Task?[] slots = new Task?[size];
    private int next;

    /// <summary>Waits, if need be, for the oldest call under way, then notes a new one.</summary>
    public Task Room()
    {
        var oldest = slots[next];
        return oldest is null || oldest.IsCompletedSuccessfully ? Task.CompletedTask : oldest;
    }

    /// <summary>Notes a call; <see cref="Room"/> was awaited before.</summary>
    public void Add(Task call)
    {
        slots[next] = call;
        next = next + 1 == slots.Length ? 0 : next + 1;
    }

    /// <summary>All that are under way.</summary>
    public readonly Task All() => Task.WhenAll(slots.OfType<Task>());
}
