using CityActors.Places;
using CityActors.WorkOrders;

namespace CityActors.Silo.Api;

/// <summary>Takes a report: asks whether its matter is known, then opens the order or adds to it.</summary>
/// <remarks>The reactions do the same again, which changes nothing. It is done here as well, so that the answer names an order that exists.</remarks>
public sealed class MatterIntake(IGrainFactory grains, Catalogue catalogue)
{
    /// <summary>Takes a report; the same one again gets the same answer.</summary>
    /// <returns>Null where another report has its id.</returns>
    /// <exception cref="KeyNotFoundException">The catalogue does not have its category.</exception>
    public async Task<ReportReceipt?> Report(OrderReport report)
    {
        if (await IsOfAnother(report))
        {
            return null;
        }

        var category = catalogue.Find(report.Category) ?? throw new KeyNotFoundException($"Report {report.Id} names the category '{report.Category}', which the catalogue does not have.");
        var claim = await grains.GetGrain<IMatterIndexGrain>(AreaCodes.MattersKey(report.Cell)).Claim(new MatterReport
        {
            Id = report.Id,
            Category = report.Category,
            Position = report.Position,
            At = report.At,
            Cell = report.Cell,
            MayMerge = category.MayMerge,
            Report = report,
        });
        var order = grains.GetGrain<IWorkOrderGrain>(claim.Order);
        if (claim.First is { } first && first.Id != report.Id)
        {
            await order.Report(first); // The order begins with the place, time and words of its matter's first report.
        }

        var reply = await order.Report(report);
        return reply.Refusal switch
        {
            null => new ReportReceipt(claim.Order, Merged: !claim.IsFirst),
            { Code: "key-reused" } => null,
            var refusal => throw new InvalidOperationException($"Order {claim.Order} refused report {report.Id}: {refusal.Code}: {refusal.English}"),
        };
    }

    // The index forgets, and another district's never knew; the order that began with a report of this id knows it as long as it exists.
    private Task<bool> IsOfAnother(OrderReport report) => grains.GetGrain<IWorkOrderGrain>(OrderIds.Of(report.Id)).KnowsAnother(report);

    /// <summary>Merges an order into another, if the district's index says so.</summary>
    /// <param name="order">The order that is to end.</param>
    /// <param name="cell">The cell that it lies in.</param>
    /// <param name="merge">The command.</param>
    public async Task<WorkOrderReply> Merge(string order, string cell, WorkOrderCommand.Merge merge)
    {
        var reply = await grains.GetGrain<IMatterIndexGrain>(AreaCodes.MattersKey(cell)).Merge(order, merge);
        return reply.Command is { } command
            ? await grains.GetGrain<IWorkOrderGrain>(order).Handle(command)
            : new WorkOrderReply(null, reply.Refusal);
    }
}
