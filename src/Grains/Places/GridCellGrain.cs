using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CityActors.Alerts;
using CityActors.Commits;
using CityActors.Facts;
using CityActors.Reactions;
using CityActors.Signals;
using CityActors.Watch;
using CityActors.WorkOrders;
using Orleans.Concurrency;

namespace CityActors.Places;

/// <summary>The smallest managed area.</summary>
[GrainType(Addresses.Cell), Reentrant]
internal sealed class GridCellGrain(GridCellRules rules, CityServices city) : CityGrain<GridCellState>(rules, city), IGridCellGrain
{
    public Task<GridCellView> Read() => Task.FromResult(GridCellRules.View(Key, State));
}

/// <summary>What a cell notes of what happens in it, and what several of its homes and devices show at once. It has no deadlines.</summary>
internal sealed class GridCellRules(CityThings? things = null) : ICityRules<GridCellState>
{
    /// <summary>What is stored row by row.</summary>
    public static IReadOnlyList<RowKind<GridCellState>> Rows { get; } =
        [new RowKind<GridCellState, WatchedMember>("member", static state => state.Members, static (state, members) => state with { Members = members })];

    public IReadOnlyList<RowKind<GridCellState>> RowKinds => Rows;

    public Decision<GridCellState> React(string key, GridCellState state, CityFact fact, DateTimeOffset now) => fact switch
    {
        MemberChanged or SignalChanged or PlaceTurned => CellWatch.React(AreaCodes.OfCellKey(key), state, fact, things?.Places ?? CityPlaces.None),
        _ => Note(state, fact),
    };

    private static Decision<GridCellState> Note(GridCellState state, CityFact fact)
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

    /// <summary>The cell as others see it.</summary>
    public static GridCellView View(string key, GridCellState state) => new()
    {
        Code = AreaCodes.OfCellKey(key),
        Orders = state.Orders,
        OpenAlerts = state.OpenAlerts,
        OpenOrders = state.OpenOrders,
    };
}

/// <summary>What happens in a cell.</summary>
internal sealed record GridCellState
{
    private const int OrdersKept = 100;
    private const int OpenKept = 1_000;

    /// <summary>Orders of matters that this cell owns, newest first; at most 100.</summary>
    public IReadOnlyList<string> Orders { get; init; } = [];

    /// <summary>Orders that have not ended, newest first; at most 1,000.</summary>
    public IReadOnlyList<string> OpenOrders { get; init; } = [];

    /// <summary>Alerts that have not ended, oldest first; at most 1,000.</summary>
    public IReadOnlyList<string> OpenAlerts { get; init; } = [];

    /// <summary>The homes and devices that count in it, with what they signal; by id.</summary>
    [JsonIgnore]
    public ImmutableSortedDictionary<string, WatchedMember> Members { get; init; } = ImmutableSortedDictionary.Create<string, WatchedMember>(StringComparer.Ordinal);

    /// <summary>How rules stood when it last told, by rule.</summary>
    public ImmutableSortedDictionary<string, PlaceStand> Stands { get; init; } = ImmutableSortedDictionary.Create<string, PlaceStand>(StringComparer.Ordinal);

    /// <summary>What holds in it and what that does to its members, by rule.</summary>
    public ImmutableSortedDictionary<string, PlaceMute> Held { get; init; } = ImmutableSortedDictionary.Create<string, PlaceMute>(StringComparer.Ordinal);

    /// <summary>Counts what it told of them.</summary>
    public long Told { get; init; }

    /// <summary>The cell with an order that is open, whether new or reopened.</summary>
    public GridCellState WithOrder(string order) => OpenOrders.Contains(order) ? this : this with
    {
        Orders = Orders.Contains(order) ? Orders : Orders.Prepend(order).Take(OrdersKept).ToArray(),
        OpenOrders = OpenOrders.Prepend(order).Take(OpenKept).ToArray(),
    };

    /// <summary>The cell without an order that is no longer open.</summary>
    public GridCellState WithoutOrder(string order) =>
        OpenOrders.Contains(order) ? this with { OpenOrders = OpenOrders.Where(open => open != order).ToArray() } : this;

    /// <summary>The cell with an alert that was opened.</summary>
    public GridCellState WithAlert(string alert) =>
        OpenAlerts.Contains(alert) ? this : this with { OpenAlerts = OpenAlerts.Append(alert).TakeLast(OpenKept).ToArray() };

    /// <summary>The cell with an alert that ended.</summary>
    public GridCellState WithoutAlert(string alert) =>
        OpenAlerts.Contains(alert) ? this with { OpenAlerts = OpenAlerts.Where(open => open != alert).ToArray() } : this;
}
