using CityActors.Engine.Activation;
using CityActors.Engine.Calls;
using CityActors.Engine.Scheduling;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace CityActors.Engine.Time;

/// <summary>A timer of an activation. Its ticks are requests; its period begins when a tick ends.</summary>
internal abstract class GrainTimer : TimerEntry, IGrainTimer
{
    private const long MaxMilliseconds = 0xFFFFFFFE;
    private readonly GrainActivation _activation;
    private readonly CancellationTokenSource _ended = new();
    private TimeSpan _due;
    private TimeSpan _period;
    private bool _isTicking;
    private bool _isChanged;

    protected GrainTimer(GrainActivation activation, GrainTimerCreationOptions options)
    {
        Check(options.DueTime, nameof(options));
        Check(options.Period, nameof(options));
        _activation = activation;
        _period = options.Period;
        Interleave = options.Interleave;
        KeepAlive = options.KeepAlive;
        (activation.Extras.Timers ??= []).Add(this);
        activation.Loop.Timers.Set(this, options.DueTime);
    }

    public bool Interleave { get; }

    public bool KeepAlive { get; }

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        Check(dueTime, nameof(dueTime));
        Check(period, nameof(period));
        OnLoop(() =>
        {
            _due = dueTime;
            _period = period;
            _isChanged = true;
            if (!_isTicking && !_ended.IsCancellationRequested)
            {
                _activation.Loop.Timers.Set(this, dueTime);
            }
        });
    }

    public void Dispose() => OnLoop(() =>
    {
        _ = _activation.ExtrasIfAny?.Timers?.Remove(this);
        Stop();
    });

    /// <summary>Stops the timer; the activation has forgotten it.</summary>
    public void Stop()
    {
        _activation.Loop.Timers.Cancel(this);
        _ended.Cancel();
    }

    internal sealed override void OnDue()
    {
        if (_activation.IsDead)
        {
            return;
        }

        _isTicking = true;
        _isChanged = false;
        _activation.Loop.Schedule(new TickRequest(this, _activation));
    }

    protected abstract Task Callback(CancellationToken cancellationToken);

    private static void Check(TimeSpan time, string name)
    {
        var milliseconds = (long)time.TotalMilliseconds;
        ArgumentOutOfRangeException.ThrowIfLessThan(milliseconds, -1, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(milliseconds, MaxMilliseconds, name);
    }

    private void OnLoop(Action action)
    {
        if (Loop.Current == _activation.Loop)
        {
            action();
        }
        else
        {
            _activation.Loop.Schedule(new LoopAction(action));
        }
    }

    private void TickEnded()
    {
        _isTicking = false;
        if (!_ended.IsCancellationRequested && !_activation.IsDead)
        {
            _activation.Loop.Timers.Set(this, _isChanged ? _due : _period);
        }
    }

    private sealed class TickRequest : Request
    {
        private static readonly GrainMethod Tick = new(nameof(IGrainTimer), "tick", GrainMethodOptions.None);
        private readonly GrainTimer _timer;

        public TickRequest(GrainTimer timer, GrainActivation activation)
        {
            _timer = timer;
            Target = activation;
        }

        public override GrainMethod Method => Tick;

        internal override bool MayInterleave => _timer.Interleave;

        internal override bool IsUse => _timer.KeepAlive;

        internal override bool HasDeadline => false;

        internal override Task Call(object grain) =>
            _timer._ended.IsCancellationRequested ? Task.CompletedTask : _timer.Callback(_timer._ended.Token);

        internal override void Answer(Task task)
        {
            if (task.IsFaulted)
            {
                Home.Engine.Log.LogWarning(task.Exception.InnerException, "A timer of {Grain} failed; it will tick again.", TargetName);
            }

            _timer.TickEnded();
        }

        internal override void AnswerFailure(Exception exception) => _timer._isTicking = false;

        internal override void Reroute() => Refuse(new OperationCanceledException("The activation has ended."));
    }
}

/// <summary>A timer with its callback.</summary>
/// <typeparam name="TState">What the callback is given.</typeparam>
internal sealed class GrainTimer<TState>(
    GrainActivation activation, Func<TState, CancellationToken, Task> callback, TState state, GrainTimerCreationOptions options)
    : GrainTimer(activation, options)
{
    protected override Task Callback(CancellationToken cancellationToken) => callback(state, cancellationToken);
}
