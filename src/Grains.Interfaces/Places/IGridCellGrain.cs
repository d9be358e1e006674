using CityActors.Reactions;
using Orleans.Concurrency;

namespace CityActors.Places;

/// <summary>The smallest managed area: knows what happens in it; key <c>cell-</c> and 15 digits.</summary>
public interface IGridCellGrain : ICityGrain
{
    /// <summary>The cell as it stands.</summary>
    [ReadOnly, Alias("Read")]
    Task<GridCellView> Read();
}

/// <summary>What came of a report.</summary>
/// <param name="Order">The order that it is part of.</param>
/// <param name="Merged">True where the matter was known already.</param>
[GenerateSerializer, Immutable, Alias("report-receipt")]
public sealed record ReportReceipt(
    [property: Id(0)] string Order,
    [property: Id(1)] bool Merged);

/// <summary>A look at a cell.</summary>
[GenerateSerializer, Immutable, Alias("grid-cell-view")]
public sealed record GridCellView
{
    /// <summary>15-digit code.</summary>
    [Id(0)] public required string Code { get; init; }

    /// <summary>Orders of matters that this cell owns, newest first; at most 100.</summary>
    [Id(1)] public IReadOnlyList<string> Orders { get; init; } = [];

    /// <summary>Alerts of its entities that have not ended, oldest first.</summary>
    [Id(2)] public IReadOnlyList<string> OpenAlerts { get; init; } = [];

    /// <summary>Of its orders those that have not ended, newest first.</summary>
    [Id(3)] public IReadOnlyList<string> OpenOrders { get; init; } = [];
}
