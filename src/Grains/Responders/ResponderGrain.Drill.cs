using CityActors.Alerts;
using CityActors.Deadlines;
using CityActors.WorkOrders;
using Microsoft.Extensions.Logging;

namespace CityActors.Responders;

/// <content>What a drill's responder does by itself: one step at a time, each from a durable deadline.</content>
internal sealed partial class ResponderGrain
{
    private const string StepName = "drill-step";

    // After a deadline the book holds the next one until the step is done: should the step fail or the process die, it comes again.
    private static readonly TimeSpan TryAgain = TimeSpan.FromSeconds(30);

    private IGrainTimer? timer;
    private bool isWorking;
    private DateTimeOffset reached;
    private DateTimeOffset? guard;

    /// <inheritdoc/>
    /// <remarks>The step itself is made in a tick of its own: while the book waits here, an order may need the same book.</remarks>
    public Task<IReadOnlyList<DueEntry>> Due(DueEntry entry) => deadline.Answer(() =>
    {
        if (state.Tasks.Any(task => task.At <= entry.At))
        {
            reached = entry.At > reached ? entry.At : reached;
            guard = entry.At + TryAgain;
            ScheduleWork(TimeSpan.Zero);
        }

        return Task.CompletedTask;
    });

    /// <inheritdoc/>
    public Task Wake()
    {
        teller.Kick();
        return Task.CompletedTask;
    }

    private DueEntry? NextDeadline() => state.Tasks.Count == 0
        ? null
        : new DueEntry(this.GetGrainId().ToString(), StepName, guard ?? state.Tasks.Min(task => task.At));

    private void ScheduleWork(TimeSpan due)
    {
        if (timer is null)
        {
            timer = this.RegisterGrainTimer(
                static (self, _) => self.Work(),
                this,
                new GrainTimerCreationOptions(due, Timeout.InfiniteTimeSpan) { Interleave = true, KeepAlive = true });
        }
        else
        {
            timer.Change(due, Timeout.InfiniteTimeSpan);
        }
    }

    private async Task Work()
    {
        if (isWorking)
        {
            return;
        }

        isWorking = true;
        try
        {
            while (NextTask() is { } task)
            {
                await Make(task);
            }

            guard = null;
            await deadline.Keep();
        }
#pragma warning disable CA1031 // Whatever an order threw, the step is not made; the guard in the due-book brings it again.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            logger.LogWarning(failure, "{Responder} could not make its next step; trying again.", this.GetPrimaryKeyString());
        }
        finally
        {
            isWorking = false;
            if (writer.IsBroken)
            {
                DeactivateOnIdle(); // Memory is ahead of the disk: the next activation begins from there.
            }
        }
    }

    private DrillTask? NextTask()
    {
        var now = clock.GetUtcNow();
        now = reached > now ? reached : now;
        return state.Tasks
            .Where(task => task.At <= now)
            .OrderBy(task => task.At)
            .ThenBy(task => task.Offer.Order, StringComparer.Ordinal)
            .FirstOrDefault();
    }

    private async Task Make(DrillTask task)
    {
        var id = this.GetPrimaryKeyString();
        var order = GrainFactory.GetGrain<IWorkOrderGrain>(task.Offer.Order);
        var reply = new WorkOrderReply(null, null);
        foreach (var command in DrillRules.Commands(task, id))
        {
            reply = await order.Handle(command);
        }

        var next = DrillRules.After(task, reply, id, options.Value);
        if (reply is { Order: { } summary, Refusal: null })
        {
            await TellAlerts(task, summary);
        }

        if (!state.Tasks.Contains(task))
        {
            return; // It was taken off meanwhile.
        }

        state = state with { Tasks = [.. state.Tasks.Where(other => other != task).Concat(next is null ? [] : [next])] };
        if (task.Step == DrillStep.Start && next is not null && reply.Order is { } there)
        {
            await Change(state.Card! with { Position = there.Position, SeenAt = task.At }, task.At);
        }
        else
        {
            await Stored();
        }
    }

    private async Task TellAlerts(DrillTask task, OrderSummary order)
    {
        foreach (var (entity, alert) in DrillRules.AlertsOf(order))
        {
            var id = $"drill-{alert}-{this.GetPrimaryKeyString()}-{task.Step}";
            AlertCommand? command = task.Step switch
            {
                DrillStep.Sign => new AlertCommand.Acknowledge { CommandId = id, Actor = this.GetPrimaryKeyString(), At = task.At },
                DrillStep.Start => new AlertCommand.OnSite { CommandId = id, Actor = this.GetPrimaryKeyString(), At = task.At },
                DrillStep.Finish => new AlertCommand.Safe { CommandId = id, Actor = this.GetPrimaryKeyString(), At = task.At, Note = "Drill: seen to. 演练：已处置。" },
                _ => null,
            };
            if (command is not null)
            {
                await EntityGrains.Find(GrainFactory, entity).HandleAlert(alert, command);
            }
        }
    }
}
