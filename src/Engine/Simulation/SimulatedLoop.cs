using CityActors.Engine.Scheduling;
using CityActors.Engine.Streams;

namespace CityActors.Engine.Simulation;

/// <summary>A loop whose turns are events of a simulation.</summary>
internal sealed class SimulatedLoop(GrainEngine engine, int index, SimulatedWorld world) : Loop(engine, index)
{
    /// <summary>A beginning in the far future: real time means nothing here.</summary>
    private const long NeverLong = long.MaxValue;
    private bool _isWatching;

    /// <summary>Gets or sets what happens when chance or a test wants the silo to crash.</summary>
    public Action? OnCrash { get; set; }

    public bool IsCrashed { get; private set; }

    public override long DeadlineTicks => world.NowTicks;

    public override TaskCreationOptions Elsewhere => TaskCreationOptions.None;

    public override void Schedule(WorkItem item)
    {
        if (IsCrashed)
        {
            item.Abandon();
            return;
        }

        if (!world.IsOwnThread(item.Subject?.ToString() ?? "A turn"))
        {
            return;
        }

        if (Current == this)
        {
            Counters.Sent++;
        }
        else
        {
            Counters.SendFromOutside();
        }

        world.Add(new TurnHappening(this, item));
    }

    public override bool MayRunInline()
    {
        var may = Depth < Engine.Options.InlineDepth && world.Chance.Happens(world.Options.InlineChance);
        world.Trace(may ? "inline" : "queued");
        return may;
    }

    public override void WatchDeadlines()
    {
        if (!_isWatching)
        {
            _isWatching = true;
            world.Add(new CallbackHappening("deadlines", _ => Sweep(), null), Deadlines.NextTicks ?? world.NowTicks);
        }
    }

    public override StreamFault NextStreamFault()
    {
        var faults = world.Options.Faults;
        if (world.Chance.Happens(faults.StreamDuplicate))
        {
            var kind = world.Chance.Happens(0.5) ? StreamFaultKind.DeliverAgain : StreamFaultKind.DeliverLateAgain;
            world.Trace(kind.ToString());
            return new StreamFault(kind, default);
        }

        return world.Chance.Happens(faults.StreamDelay)
            ? new StreamFault(StreamFaultKind.Delay, world.Chance.UpTo(faults.StreamDelayTime))
            : default;
    }

    /// <summary>Runs one turn.</summary>
    public void Happen(WorkItem item)
    {
        var context = SynchronizationContext.Current;
        var execution = ExecutionContext.Capture();
        Current = this;
        CoarseSeconds = Engine.Clock.CoarseSeconds;
        BareContext.Set(BareContext.Empty);
        _ = RunTurn(item, NeverLong);
        Current = null;
        BareContext.Set(execution);
        SynchronizationContext.SetSynchronizationContext(context);
    }

    public void AfterStep(SimulatedStep step)
    {
        if (!IsCrashed && (world.Chance.Happens(world.Options.Faults.Crash) || world.Options.CrashAfter?.Invoke(step) == true))
        {
            OnCrash?.Invoke();
        }
    }

    /// <summary>Loses all activations and everything queued; who called from outside is told.</summary>
    public void Crash()
    {
        IsCrashed = true;
        Timers.Stop();
        Deadlines.Abort(Calls.EngineReference.Stopped());
        foreach (var lost in world.RemoveAll(happening => happening.Silo == this))
        {
            ((TurnHappening)lost).Item.Abandon();
        }
    }

    private void Sweep()
    {
        _isWatching = false;
        if (IsCrashed)
        {
            return;
        }

        Current = this;
        var context = SynchronizationContext.Current;
        var more = Deadlines.Sweep();
        Current = null;
        SynchronizationContext.SetSynchronizationContext(context);
        if (more)
        {
            WatchDeadlines();
        }
    }
}

/// <summary>Makes the one loop of a simulated silo.</summary>
internal sealed class SimulatedLoopFactory(SimulatedWorld world) : ILoopFactory
{
    public SimulatedLoop? Loop { get; private set; }

    public Loop Create(GrainEngine engine, int index) => Loop = new SimulatedLoop(engine, index, world);

    public void Start(Loop loop)
    {
    }

    public Task Stop(IReadOnlyList<Loop> loops) => Task.CompletedTask;
}
