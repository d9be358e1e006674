using CityActors.Places;
using CityActors.WorkOrders;

namespace CityActors.Silo.Api;

/// <summary>Takes a report: asks whether its matter is known, then opens the order or adds to it.</summary>
/// <remarks>The reactions do the same again, which changes nothing. It is done here as well, so that the answer names an order that exists.</remarks>
public sealed class MatterIntake(IGrainFactory grains, Catalogue catalogue)
{
    /// <summary>Takes a report; the same one again gets the same answer.</summary>
    /// <exception cref="KeyNotFoundException">The catalogue does not have its category.</exception>
    public async Task<ReportReceipt> Report(OrderReport report)
    {
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
        return reply.Refusal is { } refusal
            ? throw new InvalidOperationException($"Order {claim.Order} refused report {report.Id}: {refusal.Code}: {refusal.English}")
            : new ReportReceipt(claim.Order, Merged: !claim.IsFirst);
    }

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
