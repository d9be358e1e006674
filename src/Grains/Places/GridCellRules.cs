using CityActors.Alerts;
using CityActors.Commits;
using CityActors.Deadlines;
using CityActors.Facts;
using CityActors.WorkOrders;

namespace CityActors.Places;

/// <summary>What a cell notes of what happens in it. It tells nobody and waits for nothing.</summary>
internal sealed class GridCellRules : ICityRules<GridCellState>
{
    /// <inheritdoc/>
    public Decision<GridCellState> React(string key, GridCellState state, CityFact fact, DateTimeOffset now)
    {
        var next = fact switch
        {
            AlertChanged { Alert.State: AlertState.Cleared } => state.WithoutAlert(fact.Subject),
            AlertChanged => state.WithAlert(fact.Subject),
            ReportTaken or OrderChanged { Entry.What: OrderEvents.Reopened } => state.WithOrder(fact.Subject),
            OrderEnded or ReportsHandedOver => state.WithoutOrder(fact.Subject),
            _ => state,
        };
        return ReferenceEquals(next, state) ? Decision.None(state) : Decision.To(next);
    }

    /// <inheritdoc/>
    public Decision<GridCellState> Due(string key, GridCellState state, Deadline deadline, DateTimeOffset now) => Decision.None(state);

    /// <inheritdoc/>
    public IEnumerable<DueTime> Deadlines(string key, GridCellState state) => [];

    /// <summary>The cell as others see it.</summary>
    /// <param name="key">The cell's key.</param>
    /// <param name="state">The cell.</param>
    public static GridCellView View(string key, GridCellState state) => new()
    {
        Code = AreaCodes.OfCellKey(key),
        Orders = state.Orders,
        OpenAlerts = state.OpenAlerts,
        OpenOrders = state.OpenOrders,
    };
}
