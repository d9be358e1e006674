using CityActors.Engine.Activation;
using CityActors.Engine.Scheduling;
using Orleans.Runtime;
using Orleans.Timers;

namespace CityActors.Engine.Time;

/// <summary>Creates grain timers for the activation whose turn it is.</summary>
internal sealed class TimerRegistry : ITimerRegistry
{
    public IGrainTimer RegisterGrainTimer<TState>(
        IGrainContext grainContext, Func<TState, CancellationToken, Task> callback, TState state, GrainTimerCreationOptions options)
    {
        ArgumentNullException.ThrowIfNull(callback);
        if (grainContext is not GrainActivation activation || Loop.Current != activation.Loop)
        {
            throw new InvalidOperationException("A grain timer can be registered only by its own grain, in one of its turns.");
        }

        return activation.State is ActivationState.Dead or ActivationState.Deactivating
            ? throw new InvalidOperationException($"{activation} ends; it can register no more timers.")
            : new GrainTimer<TState>(activation, callback, state, options);
    }
}
