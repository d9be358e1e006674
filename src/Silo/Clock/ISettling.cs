namespace CityActors.Silo.Clock;

/// <summary>Knows when nothing is going on in the grains.</summary>
public interface ISettling
{
    /// <summary>Completes when no request, tick or delivery is queued or running.</summary>
    Task WhenIdle(CancellationToken cancellation);

    /// <summary>Completes when, besides, no timer is due: what was asked for has had all its consequences, those told by a timer included.</summary>
    Task WhenSettled(CancellationToken cancellation);
}
