using System.Diagnostics;
using CityActors.Engine.Activation;
using CityActors.Engine.Calls;
using CityActors.Engine.Streams;
using CityActors.Engine.Time;
using Microsoft.Extensions.Logging;

namespace CityActors.Engine.Scheduling;

/// <summary>Runs the turns of the activations that are pinned to it, one at a time.</summary>
/// <remarks>Everything but <see cref="Schedule"/>, <see cref="Rent"/> and the counters belongs to the loop's own thread.</remarks>
internal abstract class Loop
{
    [ThreadStatic]
    private static Loop? _current;

    private readonly PostedItem?[] _spare = new PostedItem?[256];
    private int _spareCount;

    protected Loop(GrainEngine engine, int index)
    {
        Engine = engine;
        Index = index;
        Outside = new LoopContext(this);
        Timers = new TimerQueue(this, engine.Clock);
        Deadlines = new DeadlineList(this);
        Directory = new Directory(this);
        Streams = new StreamHub(this);
    }

    /// <summary>Gets the loop whose turn runs on this thread.</summary>
    public static Loop? Current
    {
        get => _current;
        protected set => _current = value;
    }

    public GrainEngine Engine { get; }

    public int Index { get; }

    /// <summary>Gets the context of the engine's own async methods on this loop.</summary>
    public LoopContext Outside { get; }

    public TimerQueue Timers { get; }

    public DeadlineList Deadlines { get; }

    public Directory Directory { get; }

    public StreamHub Streams { get; }

    public LoopCounters Counters { get; } = new();

    /// <summary>Gets seconds of the engine's clock, good enough for idleness.</summary>
    public int CoarseSeconds { get; protected set; }

    /// <summary>Gets how deep inline calls are nested now.</summary>
    public int Depth { get; set; }

    /// <summary>Gets the ticks (100 ns) response timeouts are measured with.</summary>
    public abstract long DeadlineTicks { get; }

    /// <summary>Gets how tasks are completed for those who wait elsewhere: on real threads their continuations must not run here.</summary>
    public virtual TaskCreationOptions Elsewhere => TaskCreationOptions.RunContinuationsAsynchronously;

    /// <summary>Queues an item; from any thread.</summary>
    public abstract void Schedule(WorkItem item);

    /// <summary>Says whether a call may run inline now.</summary>
    public abstract bool MayRunInline();

    /// <summary>Says that deadlines must be looked at from now on.</summary>
    public abstract void WatchDeadlines();

    /// <summary>Says what goes wrong with the next delivery of a stream item; nothing but in a simulation.</summary>
    public virtual StreamFault NextStreamFault() => default;

    /// <summary>Gives an item for a posted callback; from any thread.</summary>
    public PostedItem Rent(LoopContext context, SendOrPostCallback callback, object? state)
    {
        var item = _current == this && _spareCount > 0 ? _spare[--_spareCount]! : new PostedItem();
        item.Context = context;
        item.Callback = callback;
        item.State = state;
        return item;
    }

    /// <summary>Takes back an item that has been read.</summary>
    public void Recycle(PostedItem item)
    {
        item.State = null;
        item.Callback = null!;
        item.Context = null!;
        if (_spareCount < _spare.Length)
        {
            _spare[_spareCount++] = item;
        }
    }

    /// <summary>Runs one turn and never throws.</summary>
    /// <returns>The time stamp at its end.</returns>
    protected long RunTurn(WorkItem item, long begin)
    {
        var subject = item.Subject;
        try
        {
            item.Run(this);
        }
        catch (Exception exception)
        {
            Engine.Log.LogError(exception, "An exception left a turn of {Subject} on loop {Loop}; it is dropped.", subject, Index);
        }

        BareContext.Set(BareContext.Empty);
        Depth = 0;
        Counters.Done++;
        Counters.Turns++;
        var end = Stopwatch.GetTimestamp();
        if (end - begin > Engine.LongTurnStamps)
        {
            ReportLongTurn(item, subject, Stopwatch.GetElapsedTime(begin, end));
        }

        return end;
    }

    private void ReportLongTurn(WorkItem item, object? subject, TimeSpan elapsed)
    {
        Counters.LongTurns++;
        var method = (item as Request)?.Method ?? (subject as GrainActivation)?.RunningMethod;
        Engine.Log.LogWarning(
            "A turn of {Subject}.{Method} took {Milliseconds} ms and held up loop {Loop}; split the work or move it out of the grain.",
            subject ?? item.GetType().Name,
            method?.Name ?? "?",
            (long)elapsed.TotalMilliseconds,
            Index);
    }
}
