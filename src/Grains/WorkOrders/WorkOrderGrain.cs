using CityActors.Deadlines;
using CityActors.Facts;
using Microsoft.Extensions.Logging;

namespace CityActors.WorkOrders;

/// <summary>One matter from report to rating: rules decide, storage follows, then the world is told.</summary>
[GrainType("work-order")]
public sealed class WorkOrderGrain(
    [PersistentState("work-order")] IPersistentState<WorkOrder> store,
    Catalogue catalogue,
    WorkCalendar calendar,
    IFactLog facts,
    DrillDesk desk,
    ILogger<WorkOrderGrain> logger) : Grain, IWorkOrderGrain
{
    private OrderTelling telling = null!;

    private string Id => this.GetPrimaryKeyString();

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        telling = new OrderTelling(this, () => store.State, facts, GrainFactory, desk, logger);
        telling.Restore();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        telling.Dispose();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<WorkOrderReply> Report(OrderReport report)
    {
        var (next, reply) = WorkOrderRules.Report(Id, store.State, report, catalogue, calendar);
        await Commit(next);
        return reply;
    }

    /// <inheritdoc/>
    public async Task<WorkOrderReply> Handle(WorkOrderCommand command)
    {
        var (next, reply) = WorkOrderRules.Apply(Id, store.State, command, catalogue, calendar);
        await Commit(next);
        return reply;
    }

    /// <inheritdoc/>
    public Task<OrderView?> Read() => Task.FromResult(store.State is { Summary: { } summary } order
        ? new OrderView(summary, order.Text, order.History)
        : null);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DueEntry>> Due(DueEntry entry)
    {
        try
        {
            await Commit(WorkOrderRules.CatchUp(Id, store.State, entry.At, calendar));
            if (DrillDesk.CommandOf(entry, store.State) is { } command)
            {
                await Commit(WorkOrderRules.Apply(Id, store.State, command, catalogue, calendar).Next);
            }
        }
        catch (CalendarYearMissingException fault)
        {
            logger.LogError(fault, "{Order} cannot resume: its deadline is looked at again in a day.", Id);
            return new[] { entry with { At = entry.At + TimeSpan.FromDays(1) } };
        }

        return telling.Entries(entry.At);
    }

    /// <inheritdoc/>
    public Task Wake()
    {
        telling.Restore();
        return Task.CompletedTask;
    }

    // What the rules left as it is needs no write: refused, or a repeat.
    private async Task Commit(WorkOrder next)
    {
        if (ReferenceEquals(next, store.State))
        {
            return;
        }

        var before = store.State;
        await telling.Prepare(next);
        store.State = next with { Untold = telling.Waiting.Concat(next.Untold.Skip(before.Untold.Count)).ToArray() };
        await store.WriteStateAsync(); // If this throws, the activation ends.
        telling.Take(next.Untold.Skip(before.Untold.Count));
    }
}
