using System.Diagnostics.CodeAnalysis;
using CityActors.Engine.Activation;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;

namespace Orleans;

/// <summary>The base class of grains.</summary>
public abstract class Grain : IGrainBase, IAddressable
{
    /// <summary>Creates a grain; its activation is the one being created on this thread.</summary>
    protected Grain() => GrainContext = CurrentActivation.Value!;

    /// <summary>Gets the activation.</summary>
    [AllowNull]
    public IGrainContext GrainContext { get; private set; }

    /// <summary>Gets a reference to this grain.</summary>
    public GrainReference GrainReference => GrainContext.GrainReference;

    /// <summary>Gets the grain's identity as text.</summary>
    public string IdentityString => GrainContext.GrainId.ToString();

    /// <summary>Gets the factory of grain references.</summary>
    protected IGrainFactory GrainFactory =>
        GrainContext is GrainActivation activation ? activation.Loop.Engine.References : ServiceProvider.GetRequiredService<IGrainFactory>();

    /// <summary>Gets the services of the silo.</summary>
    protected internal IServiceProvider ServiceProvider => GrainContext.ActivationServices;

    /// <summary>Called before the first call, after states are read.</summary>
    /// <param name="cancellationToken">Cancelled when activation takes too long.</param>
    /// <returns>A task that ends when the grain is ready.</returns>
    public virtual Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Called after the last call.</summary>
    /// <param name="reason">Why the activation ends.</param>
    /// <param name="cancellationToken">Cancelled when deactivation takes too long.</param>
    /// <returns>A task that ends when the grain is done.</returns>
    public virtual Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Ends the activation when its running calls have ended.</summary>
    protected void DeactivateOnIdle() => ((IGrainBase)this).DeactivateOnIdle();

    /// <summary>Keeps the activation from being collected for a while; a negative span takes that back.</summary>
    /// <param name="timeSpan">How long from now.</param>
    protected void DelayDeactivation(TimeSpan timeSpan) => ((IDelayableActivation)GrainContext).DelayDeactivation(timeSpan);
}
