using CityActors.Commits;
using CityActors.Reactions;

namespace CityActors.Places;

/// <summary>The smallest managed area.</summary>
[GrainType(Addresses.Cell)]
internal sealed class GridCellGrain(GridCellRules rules, CityServices city) : CityGrain<GridCellState>(rules, city), IGridCellGrain
{
    /// <inheritdoc/>
    public Task<GridCellView> Read() => Task.FromResult(GridCellRules.View(Key, State));
}
