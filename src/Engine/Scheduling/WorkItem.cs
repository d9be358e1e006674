using System.ComponentModel;

namespace CityActors.Engine.Scheduling;

/// <summary>Something a loop does in one turn. Linked into queues without further objects; in one queue at a time.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class WorkItem
{
    internal WorkItem? Next;

    /// <summary>Gets what the turn is about, for reports of long turns.</summary>
    internal virtual object? Subject => null;

    internal abstract void Run(Loop loop);

    /// <summary>Called when the loop has ended before the turn came.</summary>
    internal virtual void Abandon()
    {
    }
}

/// <summary>A callback posted to an activation, mostly the rest of an async method.</summary>
internal sealed class PostedItem : WorkItem
{
    public LoopContext Context = null!;
    public SendOrPostCallback Callback = null!;
    public object? State;

    internal override object? Subject => Context;

    internal override void Run(Loop loop)
    {
        var context = Context;
        var callback = Callback;
        var state = State;
        loop.Recycle(this);
        context.Enter();
        try
        {
            callback(state);
        }
        finally
        {
            context.Exit();
        }
    }
}

/// <summary>Runs a function on a loop, outside any grain.</summary>
internal sealed class LoopAction(Action action) : WorkItem
{
    internal override void Run(Loop loop)
    {
        loop.Outside.Enter();
        action();
    }
}
