namespace CityActors.Places;

/// <summary>What a cell keeps.</summary>
[GenerateSerializer, Immutable, Alias("grid-cell-state")]
internal sealed record GridCellState
{
    private const int OrdersKept = 100;
    private const int ReceiptsKept = 200;

    /// <summary>Orders of matters that this cell owns, newest first.</summary>
    [Id(0)] public IReadOnlyList<string> Orders { get; init; } = [];

    /// <summary>The last answers given, oldest first.</summary>
    [Id(1)] public IReadOnlyList<GivenReceipt> Receipts { get; init; } = [];

    /// <summary>The answer given to a report, or null.</summary>
    public ReportReceipt? ReceiptOf(string report) => Receipts.FirstOrDefault(given => given.Report == report)?.Receipt;

    /// <summary>The state with one more answer.</summary>
    /// <param name="report">The report.</param>
    /// <param name="receipt">What came of it.</param>
    /// <param name="isOwn">True where this cell owns the matter.</param>
    public GridCellState With(string report, ReportReceipt receipt, bool isOwn) => this with
    {
        Orders = isOwn ? [receipt.Order, .. Orders.Where(order => order != receipt.Order).Take(OrdersKept - 1)] : Orders,
        Receipts = [.. Receipts.Skip(Math.Max(0, Receipts.Count - ReceiptsKept + 1)), new GivenReceipt(report, receipt)],
    };
}

/// <summary>An answer given to a report.</summary>
[GenerateSerializer, Immutable, Alias("given-receipt")]
internal sealed record GivenReceipt(
    [property: Id(0)] string Report,
    [property: Id(1)] ReportReceipt Receipt);
