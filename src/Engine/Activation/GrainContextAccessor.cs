using Orleans.Runtime;

namespace CityActors.Engine.Activation;

/// <summary>Gives the activation whose turn it is.</summary>
internal sealed class GrainContextAccessor : IGrainContextAccessor
{
    public IGrainContext? GrainContext => CurrentActivation.Value ?? SynchronizationContext.Current as GrainActivation;
}
