using CityActors.Commits;
using CityActors.Reactions;

namespace CityActors.WorkOrders;

/// <summary>One matter from report to rating.</summary>
[GrainType(Addresses.WorkOrder)]
internal sealed class WorkOrderGrain(WorkOrderRules rules, CityServices city) : CityGrain<WorkOrder>(rules, city), IWorkOrderGrain
{
    public Task<WorkOrderReply> Report(OrderReport report) => Decide(order => rules.Report(Key, order, report));

    public Task<WorkOrderReply> Handle(WorkOrderCommand command) => Decide(order => rules.Apply(Key, order, command));

    public Task<WorkOrderReply> Attach(OrderAttachment attachment) => Decide(order => rules.Attach(Key, order, attachment));

    public Task<WeighedOrder?> Weigh(CommandGiver giver) => Task.FromResult(rules.Weigh(Key, State, giver));

    public Task<OrderView?> Read() => Task.FromResult(State.Summary is null ? null : OrderLines.View(State));

    public Task<OrderView?> ReadAsReporter(string reporter) => Task.FromResult(State.Reporters.Contains(reporter) ? OrderLines.View(State, reporter) : null);

    public Task<OrderReportPage?> ReadReports(int without, int most)
    {
        if (State.Summary is not { } summary)
        {
            return Task.FromResult<OrderReportPage?>(null);
        }

        var lines = OrderLines.Reports(State, without).Take(most).ToArray();
        return Task.FromResult<OrderReportPage?>(new OrderReportPage(summary, lines, without + lines.Length < summary.HowMany ? without + lines.Length : null));
    }

    public Task<bool> KnowsAnother(OrderReport report) => Task.FromResult(OrderLines.FindReport(State, report.Id) is { } known && !report.IsRepeatOf(known.Report!));
}
