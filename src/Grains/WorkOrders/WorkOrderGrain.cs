using CityActors.Commits;
using CityActors.Reactions;

namespace CityActors.WorkOrders;

/// <summary>One matter from report to rating.</summary>
[GrainType(Addresses.WorkOrder)]
internal sealed class WorkOrderGrain(WorkOrderRules rules, CityServices city) : CityGrain<WorkOrder>(rules, city), IWorkOrderGrain
{
    public Task<WorkOrderReply> Report(OrderReport report) => Decide(order => rules.Report(Key, order, report));

    public Task<WorkOrderReply> Handle(WorkOrderCommand command) => Decide(order => rules.Apply(Key, order, command));

    public Task<OrderView?> Read() => Task.FromResult(State.Summary is { } summary ? new OrderView(summary, State.Text, State.History) : null);
}
