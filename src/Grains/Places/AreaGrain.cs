using CityActors.Commits;
using CityActors.Facts;

namespace CityActors.Places;

/// <summary>
/// A node of the tree with its live figures. They are counted from the history when somebody looks, so that they can lag
/// but never drift.
/// </summary>
[GrainType("area")]
internal sealed class AreaGrain(IAreaFigures history, CityServices city) : CityGrain<AreaState>(new AreaRules(), city), IAreaGrain
{
    public Task Register(AreaCard card, DateTimeOffset at) => Commit(AreaRules.Register(State, card, at), isConsequence: false);

    public async Task<AreaView?> Read() => State.Card is { } card ? new AreaView(card, await history.Count(card.Code)) : null;
}

/// <summary>What an area decides: it is registered and has no deadlines.</summary>
internal sealed class AreaRules : ICityRules<AreaState>
{
    /// <summary>Registers it; the same card again changes nothing.</summary>
    public static Decision<AreaState> Register(AreaState state, AreaCard card, DateTimeOffset at)
    {
        var version = state.Version + 1;
        return state.Card == card
            ? Decision.None(state)
            : Decision.To(new AreaState { Card = card, Version = version }, new AreaRegistered { Subject = card.Code, Version = version, At = at, Area = card.Code, Place = card });
    }

    public Decision<AreaState> React(string key, AreaState state, CityFact fact, DateTimeOffset now) => Decision.None(state);
}

/// <summary>What an area keeps.</summary>
[GenerateSerializer, Alias("area-state")]
public sealed record AreaState
{
    /// <summary>The card, or null: not registered.</summary>
    [Id(0)] public AreaCard? Card { get; init; }

    /// <summary>Counts the changes.</summary>
    [Id(1)] public long Version { get; init; }
}

/// <summary>Counts an area's figures from the history.</summary>
public interface IAreaFigures
{
    /// <summary>The figures of an area and all below it, now.</summary>
    Task<AreaFigures> Count(string areaCode);
}
