using CityActors.Facts;
using Microsoft.Extensions.Logging;

namespace CityActors.Places;

/// <summary>
/// A node of the tree with its live figures. They are counted from the history when somebody looks, so that they can lag
/// but never drift.
/// </summary>
[GrainType("area")]
public sealed class AreaGrain(
    [PersistentState("area")] IPersistentState<AreaState> store,
    IFactLog facts,
    IAreaFigures history,
    ILogger<AreaGrain> logger)
    : Grain, IAreaGrain
{
    private Teller teller = null!;

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        teller = new Teller(this, () => store.State, fact => facts.Append([FactRecords.Of(fact)]), logger);
        teller.Kick();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task Register(AreaCard card, DateTimeOffset at)
    {
        if (store.State.Card == card)
        {
            await teller.Drain();
            return;
        }

        store.State.Card = card;
        store.State.Version++;
        store.State.Untold.Add(new AreaRegistered { Subject = card.Code, Version = store.State.Version, At = at, Area = card.Code, Place = card });
        await store.WriteStateAsync();
        await teller.Drain(); // Only to the fact log: once acknowledged, every Silo can read that the area is there.
    }

    /// <inheritdoc/>
    public async Task<AreaView?> Read() => store.State.Card is { } card ? new AreaView(card, await history.Count(card.Code)) : null;
}

/// <summary>What an area keeps.</summary>
[GenerateSerializer, Alias("area-state")]
public sealed record AreaState : ITellingState
{
    /// <summary>The card, or null: not registered.</summary>
    [Id(0)] public AreaCard? Card { get; set; }

    /// <summary>Counts the changes.</summary>
    [Id(1)] public long Version { get; set; }

    /// <inheritdoc/>
    [Id(2)] public IList<CityFact> Untold { get; set; } = [];
}

/// <summary>Counts an area's figures from the history.</summary>
public interface IAreaFigures
{
    /// <summary>The figures of an area and all below it, now.</summary>
    Task<AreaFigures> Count(string areaCode);
}
