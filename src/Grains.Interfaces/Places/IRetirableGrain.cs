using CityActors.Reactions;
using Orleans.Concurrency;

namespace CityActors.Places;

/// <summary>Something registered that can be taken out of service: household, camera, terminal, responder.</summary>
public interface IRetirableGrain : ICityGrain
{
    /// <summary>Takes it out of service; again, it changes nothing. A later registration begins anew.</summary>
    /// <returns>False where it was never registered.</returns>
    [Alias("Retire")]
    Task<bool> Retire(Retirement retirement);

    /// <summary>Whether it is in service; null where it was never registered.</summary>
    [ReadOnly, Alias("ReadService")]
    Task<ServiceView?> ReadService();
}

/// <summary>That something was taken out of service.</summary>
[GenerateSerializer, Immutable, Alias("retirement")]
public sealed record Retirement
{
    /// <summary>When, UTC.</summary>
    [Id(0)] public required DateTimeOffset At { get; init; }

    /// <summary>Who did it: a caller's name.</summary>
    [Id(1)] public required string Actor { get; init; }

    /// <summary>Why.</summary>
    [Id(2)] public required string Reason { get; init; }

    /// <summary>Whether what is personal was erased.</summary>
    [Id(3)] public bool IsErased { get; init; }

    /// <summary>The registration that is meant: one that was changed since stays. 0: whichever there is.</summary>
    [Id(4)] public long OfVersion { get; init; }
}

/// <summary>Whether something is in service.</summary>
/// <param name="Area">The code of its cell or area.</param>
/// <param name="Privacy">Who may see it.</param>
/// <param name="Version">Counts its registrations and changes.</param>
/// <param name="Retired">That it was taken out of service, or null: it is in service.</param>
[GenerateSerializer, Immutable, Alias("service-view")]
public sealed record ServiceView(
    [property: Id(0)] string Area,
    [property: Id(1)] Privacy Privacy,
    [property: Id(2)] long Version,
    [property: Id(3)] Retirement? Retired);
