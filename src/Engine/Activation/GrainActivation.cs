using CityActors.Engine.Calls;
using CityActors.Engine.Scheduling;
using Orleans.Runtime;

namespace CityActors.Engine.Activation;

/// <summary>One activation: the context of its grain's turns, its requests and its life.</summary>
/// <remarks>Belongs to the thread of its loop. One status word holds state, flags and the number of running requests, so that
/// "may be called inline" is one comparison.</remarks>
internal sealed partial class GrainActivation : LoopContext, IGrainContext, IDelayableActivation
{
    private const uint StateMask = 0xFF;
    private const uint OneRunning = 1 << 16;
    private uint _status;
    private int _lastUsedSeconds;
    private int _blocking;
    private Request? _lastWaiting;
    private ActivationExtras? _extras;

    /// <summary>What runs now: a <see cref="Request"/>, or for a call still on the stack its <see cref="GrainMethod"/>.</summary>
    private object? _running;

    public GrainActivation(Loop loop, GrainClass grainClass, IdSpan key)
        : base(loop)
    {
        Class = grainClass;
        Key = key;
        _lastUsedSeconds = loop.CoarseSeconds;
    }

    public GrainClass Class { get; }

    public IdSpan Key { get; }

    public object? Instance { get; private set; }

    /// <summary>Gets or sets the last call this grain made that has no answer yet; for reports of timeouts.</summary>
    public Request? Outgoing { get; set; }

    public ActivationState State
    {
        get => (ActivationState)(_status & StateMask);
        private set => _status = (_status & ~StateMask) | (uint)value;
    }

    public bool IsDead => State == ActivationState.Dead;

    /// <summary>Gets a value indicating whether a call may run here at once: active, idle, nothing waits, not on the stack.</summary>
    public bool IsIdle => _status == (uint)ActivationState.Valid;

    public int RunningCount => (int)(_status >> 16);

    public bool IsDiscarded => Has(ActivationFlags.Discarded) || IsDead;

    public object? Running => _running;

    public GrainMethod? RunningMethod => _running switch
    {
        Request request => request.Method,
        GrainMethod method => method,
        _ => null,
    };

    public int LastUsedSeconds => _lastUsedSeconds;

    public ActivationExtras Extras => _extras ??= new ActivationExtras();

    public ActivationExtras? ExtrasIfAny => _extras;

    public GrainId GrainId => GrainId.Create(Class.GrainType, Key);

    public GrainReference GrainReference => Loop.Engine.References.Untyped(Class, Key);

    public object? GrainInstance => Instance;

    public IServiceProvider ActivationServices => Loop.Engine.Services;

    public Task Deactivated
    {
        get
        {
            if (IsDead)
            {
                return Task.CompletedTask;
            }

            Extras.Ended ??= new TaskCompletionSource(Loop.Elsewhere);
            return Extras.Ended.Task;
        }
    }

    public bool Equals(IGrainContext? other) => ReferenceEquals(this, other);

    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public override int GetHashCode() => Key.GetHashCode();

    public override string ToString() => $"{Class.Name}/{Key}";

    public void DelayDeactivation(TimeSpan timeSpan) =>
        Extras.KeepUntilSeconds = Loop.Engine.Clock.CoarseSeconds + (int)Math.Clamp(timeSpan.TotalSeconds, 0, int.MaxValue / 2);

    internal override void Enter()
    {
        _status |= (uint)ActivationFlags.OnStack;
        base.Enter();
    }

    internal override void Exit() => _status &= ~(uint)ActivationFlags.OnStack;

    private bool Has(ActivationFlags flag) => (_status & (uint)flag) != 0;

    private void Raise(ActivationFlags flag) => _status |= (uint)flag;

    private void Lower(ActivationFlags flag) => _status &= ~(uint)flag;
}
