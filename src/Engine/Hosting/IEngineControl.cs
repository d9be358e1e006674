using Orleans.Runtime;

namespace CityActors.Engine;

/// <summary>What one grain type does now.</summary>
/// <param name="GrainType">The grain type.</param>
/// <param name="Activations">How many grains are active.</param>
/// <param name="Waiting">How many requests wait in their queues.</param>
public sealed record GrainTypeStatus(string GrainType, int Activations, int Waiting);

/// <summary>Watches and steers the embedded engine; for hosts, replay and tests, not for grains.</summary>
public interface IEngineControl
{
    /// <summary>Gets how many grains are active.</summary>
    int ActivationCount { get; }

    /// <summary>Gets when the next timer, reminder, retry or collection is due; null when nothing is.</summary>
    /// <remarks>A replay clock may move there at once when <see cref="WhenIdle"/> has completed.</remarks>
    DateTimeOffset? NextDue { get; }

    /// <summary>Waits until no request, timer tick, stream delivery or activation is queued or running anywhere.</summary>
    /// <param name="cancellationToken">Cancels waiting.</param>
    /// <returns>A task that ends at a moment at which the engine is idle.</returns>
    Task WhenIdle(CancellationToken cancellationToken);

    /// <summary>Counts activations and waiting requests by grain type.</summary>
    /// <returns>One entry per grain type that has activations, ordered by name.</returns>
    IReadOnlyList<GrainTypeStatus> Status();

    /// <summary>Ends the activation of a grain, if it has one.</summary>
    /// <param name="grain">The grain.</param>
    /// <returns>A task that ends when the activation has ended.</returns>
    Task Deactivate(GrainId grain);

    /// <summary>Ends all activations.</summary>
    /// <returns>A task that ends when all that were active have ended.</returns>
    Task DeactivateAll();
}
