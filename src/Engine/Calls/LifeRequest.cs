using CityActors.Engine.Activation;
using Orleans;
using Orleans.Runtime;

namespace CityActors.Engine.Calls;

/// <summary>The beginning or the end of an activation, run like a request so that it times out and is reported like one.</summary>
internal sealed class LifeRequest : Request
{
    public static readonly GrainMethod Activate = new(nameof(IGrainBase), nameof(IGrainBase.OnActivateAsync), GrainMethodOptions.None);
    public static readonly GrainMethod Deactivate = new(nameof(IGrainBase), nameof(IGrainBase.OnDeactivateAsync), GrainMethodOptions.None);
    private readonly GrainMethod _method;

    public LifeRequest(GrainActivation target, GrainMethod method)
    {
        Target = target;
        _method = method;
    }

    public override GrainMethod Method => _method;

    internal override Task Call(object grain)
    {
        Open();
        return _method == Activate
            ? Target!.Activate(CalleeToken())
            : ((IGrainBase)grain).OnDeactivateAsync(Target!.Extras.Reason, CalleeToken());
    }

    internal override void Ended(Task task)
    {
        if (_method == Activate)
        {
            Target!.EndActivation(task);
        }
        else
        {
            Target!.EndDeactivation(task);
        }
    }

    internal override void OnTimeout()
    {
        var report = CallChain.Describe(this);
        Cancel();
        if (_method == Activate && Target!.State == ActivationState.Activating)
        {
            Target.FailActivation(new TimeoutException(report));
        }
        else if (_method == Deactivate)
        {
            Target!.EndDeactivation(null);
        }
    }

    internal override void Answer(Task task)
    {
    }

    internal override void AnswerFailure(Exception exception)
    {
    }

    internal override void Reroute() =>
        throw new OrleansException($"{TargetName}: the beginning or end of an activation was queued behind itself.");
}
