using CityActors.Alerts;
using CityActors.WorkOrders;

namespace CityActors.Places;

/// <summary>Which order may be merged into which, and what the index knows of orders that have ended. Pure.</summary>
internal static class MergeRules
{
    /// <summary>Decides whether an order may be merged into another.</summary>
    /// <returns>The order that goes on, or why not. A repeat of what was granted gets the same answer.</returns>
    public static (string Into, Refusal? Refusal) Judge(MatterIndexState state, string order, WorkOrderCommand.Merge merge)
    {
        if (state.Merged.Find(order) is { } merged)
        {
            return merged.IsBy(merge) ? (merged.Into, null) : ("", MergedAlready(merged.Into));
        }

        var root = state.RootOf(merge.Into);
        return root switch
        {
            _ when merge.Into == order || !root.StartsWith("order-", StringComparison.Ordinal) => ("", OrderRefusals.MergeTarget),
            _ when root == order => ("", Circle(merge.Into)),
            _ when state.Ended.Find(root) is not null => ("", TargetEnded(root)),
            _ => (root, null),
        };
    }

    /// <summary>Remembers that an order continues in another, unless that one continues in it.</summary>
    public static MatterIndexState Link(MatterIndexState state, string order, MergedOrder merged, CorrelationOptions options)
    {
        var others = state with { Merged = state.Merged.Without(order) };
        if (others.RootOf(merged.Into) == order)
        {
            return state;
        }

        var next = state with { Merged = others.Merged.With(order, merged), Ended = state.Ended.Without(order) };
        return next.Merged.Count > options.MaxRemembered ? next with { Merged = next.Merged.Without(next.Merged.Oldest!.Value.Key) } : next;
    }

    /// <summary>An order refused to be merged: it continues by itself.</summary>
    public static MatterIndexState Unlink(MatterIndexState state, string order, WorkOrderCommand.Merge refused) =>
        state.Merged.Find(order) is { } merged && merged.CommandId == refused.CommandId && merged.Source == refused.Source ? state with { Merged = state.Merged.Without(order) } : state;

    /// <summary>An order ended: nothing can join its matter any longer, or those of the orders merged into it.</summary>
    public static MatterIndexState End(MatterIndexState state, string order, DateTimeOffset at, CorrelationOptions options)
    {
        var next = Close(state, order);
        next = next with { Ended = next.Ended.With(order, new EndedOrder(at)) };
        while (next.Ended.Oldest is { } oldest && (next.Ended.Count > options.MaxRemembered || oldest.Value.At < at - options.Memory))
        {
            next = next with { Ended = next.Ended.Without(oldest.Key) };
        }

        return next;
    }

    /// <summary>An order was reopened: others may be merged into it again.</summary>
    public static MatterIndexState Reopen(MatterIndexState state, string order) =>
        state.Ended.Find(order) is null ? state : state with { Ended = state.Ended.Without(order) };

    private static MatterIndexState Close(MatterIndexState state, string order)
    {
        var next = state.MatterOfOrder.TryGetValue(order, out var matter) ? state.Without(matter) : state;
        return state.Merged.ByKey
            .Where(merged => merged.Value.Into == order)
            .Aggregate(next, static (closing, merged) => Close(closing, merged.Key));
    }

    private static Refusal MergedAlready(string into) => new(
        "merged-already", $"The order is being merged into {into} already.", $"该工单已在并入工单{into}。");

    private static Refusal Circle(string other) => new(
        "merge-circle", $"{other} is merged into this order: merging this one, too, would leave none of them.", $"工单{other}已并入本单，不能反向并案。");

    private static Refusal TargetEnded(string into) => new(
        "bad-target", $"{into} has ended: nothing would be left of this order.", $"工单{into}已结束，不能并入。");
}
