using CityActors.Commits;
using CityActors.Reactions;
using Orleans.Concurrency;

namespace CityActors.Places;

/// <summary>The smallest managed area.</summary>
[GrainType(Addresses.Cell), Reentrant]
internal sealed class GridCellGrain(GridCellRules rules, CityServices city) : CityGrain<GridCellState>(rules, city), IGridCellGrain
{
    /// <inheritdoc/>
    public Task<GridCellView> Read() => Task.FromResult(GridCellRules.View(Key, State));
}
