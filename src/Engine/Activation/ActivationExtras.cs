using CityActors.Engine.Storage;
using CityActors.Engine.Streams;
using CityActors.Engine.Time;
using Orleans;

namespace CityActors.Engine.Activation;

/// <summary>What few activations need for long; made when needed, so that a quiet grain stays small.</summary>
internal sealed class ActivationExtras
{
    /// <summary>Gets or sets the states to be read before the grain activates.</summary>
    public List<IStateFacet>? States { get; set; }

    /// <summary>Gets or sets the grain's timers.</summary>
    public List<GrainTimer>? Timers { get; set; }

    /// <summary>Gets or sets who receives the items of implicit subscriptions.</summary>
    public List<StreamAttachment>? Streams { get; set; }

    /// <summary>Gets or sets who waits for the activation to end.</summary>
    public TaskCompletionSource? Ended { get; set; }

    /// <summary>Gets or sets why the activation ends.</summary>
    public DeactivationReason Reason { get; set; }

    /// <summary>Gets or sets until when the activation is not collected (seconds of the engine's clock).</summary>
    public int KeepUntilSeconds { get; set; }

    /// <summary>Gets a value indicating whether nothing here is needed any more.</summary>
    public bool IsEmpty => States is null && (Timers is null || Timers.Count == 0) && Streams is null && Ended is null && KeepUntilSeconds == 0
        && StorageOperations == 0;

    /// <summary>Gets or sets how many storage operations run.</summary>
    public int StorageOperations { get; set; }
}
