using CityActors.Alerts;
using CityActors.WorkOrders;

namespace CityActors.Places;

/// <summary>The smallest managed area: asks the index which matter a report belongs to and sees that the matter has its order.</summary>
/// <remarks>
/// Nothing is stored here before the order has the report, and every step repeats harmlessly: the index remembers its answer, the
/// order's id follows from the matter, and the order knows its reports. So a crash at any point ends in the same one order.
/// </remarks>
[GrainType("grid-cell")]
internal sealed class GridCellGrain(
    [PersistentState("grid-cell")] IPersistentState<GridCellState> store,
    Catalogue catalogue) : Grain, IGridCellGrain
{
    private string Code => AreaCodes.OfCellKey(this.GetPrimaryKeyString());

    /// <inheritdoc/>
    public async Task<string> Raise(Alert alert) => (await Take(OfAlert(alert))).Order;

    /// <inheritdoc/>
    public Task<ReportReceipt> Report(OrderReport report) => Take(report);

    /// <inheritdoc/>
    public Task<GridCellView> Read() => Task.FromResult(new GridCellView { Code = Code, Orders = store.State.Orders });

    // An order holds nothing of how a household lives: who may know looks at the alert.
    private OrderReport OfAlert(Alert alert) => new()
    {
        Id = alert.Id,
        Category = catalogue.OfAlert(alert.Kind).Code,
        Channel = ReportChannel.Sensing,
        At = alert.OpenedAt,
        Position = alert.Position,
        Cell = Code,
        Text = alert.Entity.StartsWith("home-", StringComparison.Ordinal)
            ? $"See alert {alert.Id}. 详见告警 {alert.Id}。"
            : $"{alert.Explanation.English} {alert.Explanation.Chinese}",
        Alert = alert.Id,
        Drill = alert.Drill,
    };

    private async Task<ReportReceipt> Take(OrderReport report)
    {
        if (store.State.ReceiptOf(report.Id) is { } given)
        {
            return given;
        }

        if (!catalogue.TryFind(report.Category, out var category))
        {
            throw new ArgumentException($"Report {report.Id} names the category '{report.Category}', which the catalogue does not have.", nameof(report));
        }

        report = report with { Cell = Code };
        var claim = await GrainFactory.GetGrain<IMatterIndexGrain>(AreaCodes.MattersKey(Code)).Claim(new MatterReport
        {
            Id = report.Id,
            Category = report.Category,
            Position = report.Position,
            At = report.At,
            Cell = Code,
            MayMerge = category.MayMerge,
            Report = report,
        });
        var receipt = new ReportReceipt(OrderIds.Of(claim.MatterId), Merged: !claim.IsFirst);
        await Tell(receipt.Order, claim.First, report);
        store.State = store.State.With(report.Id, receipt, isOwn: claim.Cell == Code);
        await store.WriteStateAsync();
        return receipt;
    }

    // The first report goes ahead of one that joined, whoever comes first: the order begins with its place, time and words.
    private async Task Tell(string orderId, OrderReport? first, OrderReport report)
    {
        var order = GrainFactory.GetGrain<IWorkOrderGrain>(orderId);
        if (first is not null)
        {
            await order.Report(first);
        }

        var reply = await order.Report(report);
        if (reply.Refusal is { } refusal)
        {
            throw new InvalidOperationException($"Order {orderId} refused report {report.Id}: {refusal.Code}: {refusal.English}");
        }
    }
}
