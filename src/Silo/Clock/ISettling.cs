namespace CityActors.Silo.Clock;

/// <summary>Knows when the city has come to rest.</summary>
public interface ISettling
{
    /// <summary>Completes when what was asked for has had all its consequences up to now.</summary>
    Task WhenSettled(CancellationToken cancellation);
}
