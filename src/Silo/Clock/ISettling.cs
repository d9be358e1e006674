namespace CityActors.Silo.Clock;

/// <summary>Knows when nothing is going on in the grains.</summary>
public interface ISettling
{
    /// <summary>Completes when no request, tick or delivery is queued or running.</summary>
    Task WhenIdle(CancellationToken cancellation);
}
