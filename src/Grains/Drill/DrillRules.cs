using CityActors.Responders;
using CityActors.WorkOrders;
using static CityActors.WorkOrders.WorkOrderCommand;

namespace CityActors.Drill;

/// <summary>What a drill's responder does, and when. Pure, and always the same for the same order and responder.</summary>
internal static class DrillRules
{
    private const int MostTries = 20;
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ToFinish = TimeSpan.FromSeconds(30);

    /// <summary>What follows an offer: it is signed for after 20 to 60 seconds, or declined.</summary>
    public static DrillTask Begin(Assignment offer, string responder, DrillOptions options)
    {
        var chance = Hash($"{offer.Order}/{responder}");
        var step = chance % 100 < options.DeclinedPercent ? DrillStep.Decline : DrillStep.Sign;
        return new DrillTask(offer, step, offer.At + Paced(TimeSpan.FromSeconds(20 + (chance / 100 % 41)), options));
    }

    /// <summary>The commands of a step, in their order.</summary>
    public static IReadOnlyList<WorkOrderCommand> Commands(DrillTask task, string responder)
    {
        var id = $"drill-{task.Offer.Order}-{responder}-{task.Offer.At.ToUnixTimeMilliseconds()}";
        return task.Step switch
        {
            DrillStep.Decline => [Of(new Decline { Responder = responder, Reason = "Drill: engaged elsewhere. 演练：另有任务。" }, "decline", responder)],
            DrillStep.Sign => [Of(new SignFor { Responder = responder }, "sign", responder)],
            DrillStep.Start => [Of(new Start(), "start", responder)],
            DrillStep.Submit => [Of(new Submit(), "submit", responder)],
            _ => [Of(new Confirm(), "confirm", "drill-department"), Of(new Close(), "close", "drill-supervisor")],
        };

        WorkOrderCommand Of(WorkOrderCommand command, string name, string actor) =>
            command with { CommandId = $"{id}-{name}", Actor = actor, At = task.At };
    }

    /// <summary>What comes after a step, by the order's word about it; null: nothing more.</summary>
    public static DrillTask? After(DrillTask task, WorkOrderReply reply, string responder, DrillOptions options)
    {
        if (reply.Order is not { } order || order.EndedAt is not null || task.Step == DrillStep.Decline)
        {
            return null;
        }

        if (reply.Refusal is null)
        {
            return Next(task, order, options); // Even where the order let its responders go with it, as it does when the work is handed in.
        }

        if (!order.Responders.Contains(responder))
        {
            return null;
        }

        var isDone = (task.Step, order.Status) is
            (DrillStep.Sign, OrderStatus.SignedFor or OrderStatus.Handling) or (DrillStep.Start, OrderStatus.Handling);
        if (isDone)
        {
            return Next(task, order, options);
        }

        var isOthers = order.Status is OrderStatus.Submitted or OrderStatus.Confirmed or OrderStatus.Verifying && task.Step != DrillStep.Finish;
        return isOthers || task.Tries >= MostTries
            ? null
            : task with { At = task.At + Paced(Again, options), Tries = task.Tries + 1, IsTaken = false };
    }

    private static DrillTask? Next(DrillTask task, OrderSummary order, DrillOptions options) => task.Step switch
    {
        DrillStep.Sign => Then(task, DrillStep.Start, TimeSpan.FromSeconds(task.Offer.DistanceMetres / options.MetresPerSecond), options),
        DrillStep.Start => Then(task, DrillStep.Submit, TimeSpan.FromSeconds(120 + (Hash(order.Category) % 1081)), options),
        DrillStep.Submit => Then(task, DrillStep.Finish, ToFinish, options),
        _ => null,
    };

    private static DrillTask Then(DrillTask task, DrillStep step, TimeSpan after, DrillOptions options) =>
        new(task.Offer, step, task.At + Paced(after, options));

    // Whole milliseconds, so that times survive every format they are written in.
    private static TimeSpan Paced(TimeSpan span, DrillOptions options) =>
        TimeSpan.FromMilliseconds(Math.Ceiling(span.TotalMilliseconds / options.Pace));

    private static uint Hash(string text)
    {
        var hash = 2166136261u;
        foreach (var c in text)
        {
            hash = (hash ^ c) * 16777619u;
        }

        return hash ^ (hash >> 15);
    }
}
