using CityActors.Alerts;
using CityActors.Commits;
using CityActors.Deadlines;
using CityActors.Facts;
using CityActors.WorkOrders;
using Microsoft.Extensions.Options;

namespace CityActors.Drill;

/// <summary>What the actor of a drill's responder does: it follows its responder's offers and the orders' words; each step is a deadline.</summary>
/// <param name="options">How quick it is.</param>
internal sealed class DrillActorRules(IOptions<DrillOptions> options) : ICityRules<DrillActorState>
{
    private const string StepName = "drill/";
    private readonly DrillOptions options = options.Value;

    public Decision<DrillActorState> React(string key, DrillActorState state, CityFact fact, DateTimeOffset now) => fact switch
    {
        ResponderChanged f => Follow(key, state, f),
        OrderChanged f when f.Entry.Actor == key =>
            AndAlerts(f, Go(key, state, f.Subject, f.Entry.CommandId, new WorkOrderReply(f.Order, null))),
        CommandRefused f when f.Command.Actor == key =>
            Go(key, state, f.Subject, f.Command.CommandId, new WorkOrderReply(f.Order, new Refusal(f.Code, "", ""))),
        _ => Decision.None(state),
    };

    public Decision<DrillActorState> Due(string key, DrillActorState state, Deadline deadline, DateTimeOffset now)
    {
        var order = deadline.Name[StepName.Length..];
        if (state.TaskOf(order) is not { IsTaken: false } task || task.At > deadline.Due)
        {
            return Decision.None(state);
        }

        var isLast = task.Step == DrillStep.Finish; // Others' words: nobody answers the responder.
        var next = state.With(order, isLast ? null : task with { IsTaken = true }) with { Steps = state.Steps + 1 };
        return Decision.To(next, new DrillStepTaken
        {
            Subject = $"{key}/{order}",
            Version = next.Steps,
            At = task.At,
            Area = state.Area,
            Order = order,
            Commands = DrillRules.Commands(task, key).ToArray(),
        });
    }

    public IEnumerable<DueTime> Deadlines(string key, DrillActorState state) =>
        state.Tasks.Where(static task => !task.IsTaken).Select(static task => new DueTime(StepName + task.Offer.Order, task.At));

    private Decision<DrillActorState> Follow(string key, DrillActorState state, ResponderChanged changed)
    {
        var card = changed.Responder;
        var tasks = state.Tasks.Where(task => task.OutlastsRelease || card.Orders.Contains(task.Offer.Order)).ToArray();
        var next = state with { Area = card.Area, Tasks = tasks };
        var isOffered = changed.Offer is { } offer && state.TaskOf(offer.Order)?.Offer != offer;
        if (isOffered)
        {
            next = next.With(changed.Offer!.Order, DrillRules.Begin(changed.Offer, key, options));
        }

        return isOffered || next.Area != state.Area || tasks.Length != state.Tasks.Count ? Decision.To(next) : Decision.None(state);
    }

    // The order's word about a step: what comes next counts from the step's own time.
    private Decision<DrillActorState> Go(string key, DrillActorState state, string order, string command, WorkOrderReply reply)
    {
        if (state.TaskOf(order) is not { IsTaken: true } task || DrillRules.Commands(task, key)[^1].CommandId != command)
        {
            return Decision.None(state);
        }

        var after = DrillRules.After(task, reply, key, options);
        var next = state.With(order, after);
        if (task.Step != DrillStep.Start || after is null || reply.Order is not { } there)
        {
            return Decision.To(next);
        }

        return Decision.To(next, new ResponderArrived
        {
            Subject = $"{key}/{order}",
            Version = state.Steps,
            At = task.At,
            Area = state.Area,
            Responder = key,
            Position = there.Place,
        });
    }

    // In a drill nobody acts on an alert: what the responder does about the order counts for the alert, too.
    private static Decision<DrillActorState> AndAlerts(OrderChanged line, Decision<DrillActorState> decision)
    {
        AlertCommand? command = line.Entry.What switch
        {
            OrderEvents.SignedFor => new AlertCommand.Acknowledge(),
            OrderEvents.Started => new AlertCommand.OnSite(),
            _ => null,
        };
        var alerts = line.Order.Drill ? line.Order.Reports.Where(IsAlert).ToArray() : [];
        return command is null || alerts.Length == 0 ? decision : decision with
        {
            Facts = [.. decision.Facts, new AlertsActedOn
            {
                Subject = $"{line.Entry.Actor}/{line.Subject}",
                Version = line.Version,
                At = line.At,
                Area = line.Area,
                Alerts = alerts,
                Command = command with { CommandId = $"{line.Entry.CommandId}-alert", Actor = line.Entry.Actor, At = line.At },
            }],
        };
    }

    private static bool IsAlert(string report) => !report.StartsWith("report-", StringComparison.Ordinal);
}
