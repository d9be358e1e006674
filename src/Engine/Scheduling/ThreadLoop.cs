using System.Diagnostics;
using CityActors.Engine.Calls;

namespace CityActors.Engine.Scheduling;

/// <summary>A loop on a thread of its own.</summary>
internal sealed class ThreadLoop : Loop
{
    private const int Batch = 128;
    private const int Spins = 20;
    private const int SpinLength = 30;
    private const int SweepMilliseconds = 250;
    private readonly AutoResetEvent _wake = new(false);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _inlineBudgetStamps;
    private readonly int _inlineDepth;
    private Inbox _inbox;
    private WorkQueue _local;
    private int _parked;
    private volatile bool _stop;
    private volatile bool _hasEnded;
    private int _inlineInTurn;
    private long _turnBegin;
    private bool _watchDeadlines;
    private long _nextSweep;

    public ThreadLoop(GrainEngine engine, int index)
        : base(engine, index)
    {
        _inlineBudgetStamps = (long)(engine.Options.InlineBudget.TotalSeconds * Stopwatch.Frequency);
        _inlineDepth = engine.Options.InlineDepth;
    }

    public override long DeadlineTicks => Environment.TickCount64 * TimeSpan.TicksPerMillisecond;

    public Task Ended => _ended.Task;

    public void Start() => new Thread(Main, 4 * 1024 * 1024) { IsBackground = true, Name = $"CityActors loop {Index}" }.UnsafeStart();

    public void Stop()
    {
        _stop = true;
        _ = _wake.Set();
    }

    public override void Schedule(WorkItem item)
    {
        if (Current == this)
        {
            Counters.Sent++;
            _local.Add(item);
            return;
        }

        Counters.SendFromOutside();
        if (_inbox.Add(item) && Interlocked.Exchange(ref _parked, 0) == 1)
        {
            _ = _wake.Set();
        }

        if (_hasEnded)
        {
            RefuseRest();
        }
    }

    public override bool MayRunInline()
    {
        if (Depth >= _inlineDepth)
        {
            return false;
        }

        // The clock is read at every 64th call only: reading it costs more than the call.
        return (++_inlineInTurn & 63) != 0 || Stopwatch.GetTimestamp() - _turnBegin < _inlineBudgetStamps;
    }

    public override void WatchDeadlines() => _watchDeadlines = true;

    private void Main()
    {
        Current = this;
        try
        {
            while (!_stop)
            {
                if (!RunBatch())
                {
                    Park();
                }
            }
        }
        finally
        {
            Timers.Stop();
            Deadlines.Abort(EngineReference.Stopped());
            _hasEnded = true;
            Interlocked.MemoryBarrier();
            while (_local.Take() is { } item)
            {
                item.Abandon();
            }

            RefuseRest();
            _ = _ended.TrySetResult();
        }
    }

    /// <summary>Fails the calls that came too late; from any thread, after the loop has ended.</summary>
    private void RefuseRest()
    {
        var rest = default(WorkQueue);
        _inbox.Drain(ref rest);
        while (rest.Take() is { } item)
        {
            item.Abandon();
        }
    }

    private bool RunBatch()
    {
        _inbox.Drain(ref _local);
        CoarseSeconds = Engine.Clock.CoarseSeconds;
        if (_watchDeadlines && Environment.TickCount64 >= _nextSweep)
        {
            _nextSweep = Environment.TickCount64 + SweepMilliseconds;
            _watchDeadlines = Deadlines.Sweep();
        }

        if (_local.IsEmpty)
        {
            return false;
        }

        _turnBegin = Stopwatch.GetTimestamp();
        for (var i = 0; i < Batch && _local.Take() is { } item; i++)
        {
            _inlineInTurn = 0;
            _turnBegin = RunTurn(item, _turnBegin);
        }

        return true;
    }

    private void Park()
    {
        Engine.LoopBecameIdle();
        for (var spin = 0; spin < Spins; spin++)
        {
            if (!_inbox.IsEmpty)
            {
                return;
            }

            Thread.SpinWait(SpinLength); // An answer from another loop often comes within microseconds; waking a thread costs more.
        }

        _ = Interlocked.Exchange(ref _parked, 1);
        if (_inbox.IsEmpty && !_stop)
        {
            _ = _wake.WaitOne(_watchDeadlines ? SweepMilliseconds : Timeout.Infinite);
        }

        Volatile.Write(ref _parked, 0);
    }
}
