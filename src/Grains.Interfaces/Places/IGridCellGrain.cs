using CityActors.Alerts;
using CityActors.WorkOrders;
using Orleans.Concurrency;

namespace CityActors.Places;

/// <summary>The smallest managed area: turns alerts and reports into matters and opens their orders. Key <c>cell-</c> and 15 digits.</summary>
public interface IGridCellGrain : IGrainWithStringKey
{
    /// <summary>Takes an alert that needs somebody; the same alert again changes nothing.</summary>
    /// <returns>The order that follows it.</returns>
    [Alias("Raise")]
    Task<string> Raise(Alert alert);

    /// <summary>Takes a citizen's or officer's report; the same report id again gives the same order.</summary>
    [Alias("Report")]
    Task<ReportReceipt> Report(OrderReport report);

    /// <summary>What stands in the cell.</summary>
    [ReadOnly, Alias("Read")]
    Task<GridCellView> Read();
}

/// <summary>What came of a report.</summary>
/// <param name="Order">The order that follows the matter.</param>
/// <param name="Merged">True where the matter was known already.</param>
[GenerateSerializer, Immutable, Alias("report-receipt")]
public sealed record ReportReceipt(
    [property: Id(0)] string Order,
    [property: Id(1)] bool Merged);

/// <summary>What stands in a cell.</summary>
[GenerateSerializer, Immutable, Alias("grid-cell-view")]
public sealed record GridCellView
{
    /// <summary>15-digit code.</summary>
    [Id(0)] public required string Code { get; init; }

    /// <summary>Orders of matters that this cell owns, newest first, at most 100.</summary>
    [Id(1)] public IReadOnlyList<string> Orders { get; init; } = [];
}
