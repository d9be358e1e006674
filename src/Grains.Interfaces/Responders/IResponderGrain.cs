using CityActors.Reactions;
using Orleans.Concurrency;

namespace CityActors.Responders;

/// <summary>One responder; key is its id.</summary>
public interface IResponderGrain : ICityGrain
{
    /// <summary>Registers it or changes its card; its orders stay as they are.</summary>
    [Alias("Put")]
    Task<ResponderCard> Put(ResponderCard card);

    /// <summary>Its card, or null where it is not registered.</summary>
    [ReadOnly, Alias("Read")]
    Task<ResponderCard?> Read();
}

/// <summary>An order given to a responder.</summary>
[GenerateSerializer, Immutable, Alias("assignment")]
public sealed record Assignment
{
    /// <summary>The order.</summary>
    [Id(0)] public required string Order { get; init; }

    /// <summary>The skill it is wanted for.</summary>
    [Id(1)] public required string Skill { get; init; }

    /// <summary>When it was offered, UTC.</summary>
    [Id(2)] public required DateTimeOffset At { get; init; }

    /// <summary>Straight-line distance at that time, metres.</summary>
    [Id(3)] public double DistanceMetres { get; init; }
}
