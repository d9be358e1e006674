using CityActors.Dispatch;
using CityActors.Places;
using static CityActors.WorkOrders.WorkOrderCommand;

namespace CityActors.WorkOrders;

/// <summary>Commands as a caller could give them to an order now: whatever is refused of them is refused because of the order, not because of how it was asked. Pure.</summary>
internal static class PlausibleCommands
{
    private const string Somebody = "resp-somebody";
    private const string AnotherOrder = "order-0000000000000";
    private const int BestRating = 5;

    /// <summary>The variants of each kind of command that callers may give, the likeliest first; the kinds in the order of an order's life.</summary>
    public static IEnumerable<IEnumerable<WorkOrderCommand>> Of(WorkOrder order, CommandGiver giver) => OrderCommands.Kinds
        .Select(kind => Variants(order, kind, giver).Select(command => command with { Actor = giver.Actor, At = giver.At, Reason = "because" }));

    private static IEnumerable<WorkOrderCommand> Variants(WorkOrder order, WorkOrderCommand kind, CommandGiver giver) => kind switch
    {
        AssignTo assign => [assign with { Choices = [new DispatchChoice { Skill = order.Terms is { Skills: [var skill, ..] } ? skill : "", Responder = Somebody }] }],
        SignFor sign => Responders(order, giver).Select(responder => sign with { Responder = responder }),
        Decline decline => Responders(order, giver).Select(responder => decline with { Responder = responder }),
        Suspend suspend => [suspend with { Until = (giver.At > order.Summary?.ChangedAt ? giver.At : order.Summary?.ChangedAt ?? giver.At).AddDays(1) }],
        Merge merge => [merge with { Into = order.Summary?.Id == AnotherOrder ? AnotherOrder[..^1] + "1" : AnotherOrder }],
        DecideAppeal decide => [decide with { Granted = true }],
        Transfer transfer => Enum.GetValues<AreaLevel>().Select(level => transfer with { Level = level }),
        Revisit revisit => [revisit with { Satisfied = true }, revisit],
        Rate rate => [rate with { Stars = BestRating }],
        _ => [kind],
    };

    // A responder acts for itself; an officer names one: of the crew, first who has not signed, or one that was asked before.
    private static IEnumerable<string> Responders(WorkOrder order, CommandGiver giver) => giver.Responder.Length > 0
        ? [giver.Responder]
        : order.Crew.OrderBy(static member => member.HasSigned).Select(static member => member.Responder)
            .Concat(order.History.Where(line => line.Round == order.Round).SelectMany(static line => line.Choices).Select(static choice => choice.Responder))
            .Where(static responder => responder.Length > 0)
            .Distinct(StringComparer.Ordinal)
            .DefaultIfEmpty("");
}
