namespace CityActors.Engine.Scheduling;

/// <summary>Brings the rest of async methods back to a loop. Each activation is one; each loop has one of its own.</summary>
internal class LoopContext(Loop loop) : SynchronizationContext
{
    internal readonly Loop Loop = loop;

    public override void Post(SendOrPostCallback d, object? state) => Loop.Schedule(Loop.Rent(this, d, state));

    public override void Send(SendOrPostCallback d, object? state) =>
        throw new NotSupportedException("Nothing may block until a grain's turn has ended; await a call instead.");

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Begins a turn.</summary>
    internal virtual void Enter() => SetSynchronizationContext(this);

    /// <summary>Ends a turn.</summary>
    internal virtual void Exit()
    {
    }
}
