using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using CityActors.Engine.Scheduling;
using Orleans;

namespace CityActors.Engine.Simulation;

/// <summary>The one event queue of a simulation: by due time, then by arrival. Everything happens on one thread.</summary>
internal sealed class SimulatedWorld
{
    private readonly PriorityQueue<Happening, (long Due, long Order)> _events = new();
    private long _order;
    private long _nowTicks;
    private ulong _hash = 14695981039346656037;
    private int _thread = Environment.CurrentManagedThreadId;
    private volatile string? _foreign;

    public SimulatedWorld(SimulationOptions options)
    {
        Options = options;
        Chance = new SimulatedChance(options.Seed);
        _nowTicks = options.Start.UtcTicks;
        Time = new VirtualTime(this);
    }

    public SimulationOptions Options { get; }

    public SimulatedChance Chance { get; }

    public VirtualTime Time { get; }

    public long NowTicks => _nowTicks;

    public DateTimeOffset Now => new(_nowTicks, TimeSpan.Zero);

    public long Steps { get; private set; }

    public string TraceHash => _hash.ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>Gets or sets what is asked before time moves on.</summary>
    public Action? BeforeTimeMoves { get; set; }

    public void Adopt() => _thread = Environment.CurrentManagedThreadId;

    /// <summary>Says whether the calling thread is the simulation's; if not, the run fails.</summary>
    public bool IsOwnThread(string what)
    {
        if (Environment.CurrentManagedThreadId == _thread)
        {
            return true;
        }

        _foreign ??= $"{what} came back on another thread: something waited for real time, real I/O or the thread pool.";
        return false;
    }

    public void Add(Happening happening, long dueTicks) => _events.Enqueue(happening, (Math.Max(dueTicks, _nowTicks), ++_order));

    public void Add(Happening happening) => Add(happening, _nowTicks);

    /// <summary>Runs events until the condition holds.</summary>
    public void RunUntil(Func<bool> condition, DateTimeOffset? limit = null)
    {
        while (!condition())
        {
            ThrowIfForeign();
            if (!_events.TryPeek(out var happening, out var place))
            {
                BeforeTimeMoves?.Invoke();
                if (_events.Count > 0)
                {
                    continue;
                }

                throw Failure(limit is null
                    ? "Nothing is left to happen, but the scenario has not ended: it waits for something outside the simulation, or for a lost reply."
                    : "Nothing is left to happen.");
            }

            if (place.Due > _nowTicks)
            {
                BeforeTimeMoves?.Invoke();
                if (_events.TryPeek(out _, out var earlier) && earlier.Due <= _nowTicks)
                {
                    continue;
                }

                if (limit is { } end && place.Due > end.UtcTicks)
                {
                    _nowTicks = end.UtcTicks;
                    return;
                }

                _nowTicks = place.Due;
            }

            _ = _events.Dequeue();
            Step(happening);
        }

        ThrowIfForeign();
    }

    /// <summary>Takes out the events of a silo that has crashed.</summary>
    public List<Happening> RemoveAll(Predicate<Happening> match)
    {
        var all = new List<(Happening Item, (long, long) Place)>();
        while (_events.TryDequeue(out var item, out var place))
        {
            all.Add((item, place));
        }

        foreach (var (item, place) in all.Where(pair => !match(pair.Item)))
        {
            _events.Enqueue(item, place);
        }

        return [.. all.Where(pair => match(pair.Item)).Select(pair => pair.Item)];
    }

    /// <summary>Mixes something that happened into the trace.</summary>
    public void Trace(string text)
    {
        Span<byte> bytes = stackalloc byte[12];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, _nowTicks);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[8..], StableHash.ComputeHash(Encoding.UTF8.GetBytes(text)));
        foreach (var b in bytes)
        {
            _hash = (_hash ^ b) * 1099511628211;
        }
    }

    public SimulationException Failure(string what, Exception? cause = null) => new(
        $"Simulation with seed {Options.Seed} failed at step {Steps}, {Now:O}: {what} Run it again with seed {Options.Seed} to see the same.", cause);

    private void Step(Happening happening)
    {
        if (++Steps > Options.MaxSteps)
        {
            throw Failure($"It took more than {Options.MaxSteps} steps.");
        }

        var step = new SimulatedStep(Steps, Now, happening.Subject, happening.Action);
        Trace($"{step.Subject}|{step.Action}");
        happening.Happen();
        Options.AfterStep?.Invoke(step);
        happening.Silo?.AfterStep(step);
    }

    private void ThrowIfForeign()
    {
        if (_foreign is { } what)
        {
            throw Failure(what);
        }
    }
}

/// <summary>Something that happens at a step.</summary>
internal abstract class Happening
{
    public abstract string Subject { get; }

    public abstract string Action { get; }

    /// <summary>Gets the silo it belongs to; null for what survives a crash.</summary>
    public virtual SimulatedLoop? Silo => null;

    public abstract void Happen();
}

/// <summary>A callback: of a timer, or of the scenario.</summary>
internal sealed class CallbackHappening(string subject, SendOrPostCallback callback, object? state) : Happening
{
    public override string Subject => subject;

    public override string Action => "callback";

    public override void Happen() => callback(state);
}

/// <summary>A turn of a silo's loop.</summary>
internal sealed class TurnHappening(SimulatedLoop loop, WorkItem item) : Happening
{
    public override string Subject { get; } = item.Subject?.ToString() ?? "engine";

    public override string Action { get; } = item is Calls.Request request ? request.Method.ToString() : item.GetType().Name;

    public override SimulatedLoop? Silo => loop;

    public WorkItem Item => item;

    public override void Happen() => loop.Happen(item);
}
