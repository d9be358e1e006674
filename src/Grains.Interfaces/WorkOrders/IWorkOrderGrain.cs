using CityActors.Reactions;
using Orleans.Concurrency;

namespace CityActors.WorkOrders;

/// <summary>One matter from report to rating; key is the order's id.</summary>
public interface IWorkOrderGrain : ICityGrain
{
    /// <summary>Begins the order, or adds a further report of the same matter; a repeat changes nothing.</summary>
    [Alias("Report")]
    Task<WorkOrderReply> Report(OrderReport report);

    /// <summary>Acts on the order; a repeated command id changes nothing and gets the same answer.</summary>
    [Alias("Handle")]
    Task<WorkOrderReply> Handle(WorkOrderCommand command);

    /// <summary>The order with its history, or null.</summary>
    [ReadOnly, Alias("Read")]
    Task<OrderView?> Read();
}
