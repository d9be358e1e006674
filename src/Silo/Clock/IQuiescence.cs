namespace CityActors.Silo.Clock;

/// <summary>Knows when the city is quiet.</summary>
public interface IQuiescence
{
    /// <summary>Completes when everything so far has had all its consequences.</summary>
    Task WhenQuiescent(CancellationToken cancellation);
}
