using CityActors.Alerts;
using CityActors.Silo.Access;
using CityActors.WorkOrders;

namespace CityActors.Silo.Api;

/// <summary>Which orders a caller finds, and which commands are its to give: asked by whatever acts on an order, and by whoever asks before acting.</summary>
internal static class OrderAccess
{
    /// <summary>A command of somebody else's.</summary>
    public static Refusal NotYourRole { get; } = new(
        "not-your-role",
        "A citizen may only rate; a responder may sign for, decline, start and submit what it was asked to do; an officer may do everything else, except end an alert, which is done through /v1/alerts.",
        "市民只能评价；处置人员只能对派给自己的工单签收、谢绝、开始处置和提交结果；其余由受理员办理，告警须通过 /v1/alerts 结束。");

    /// <summary>A command for those to whom the order was handed.</summary>
    private static Refusal NotYourLevel(string area) => new(
        "not-your-level",
        $"The order was handed to the area {area}, whose officers decide about it: ask them, or have it handed back.",
        $"该工单已移交至辖区{area}，由该层级办理：请联系该层级，或请其移交回来。");

    /// <summary>An order that the caller may see.</summary>
    public static async Task<OrderView?> Find(Caller caller, IGrainFactory grains, string id)
    {
        if (!Commands.IsOrderId(id))
        {
            return null;
        }

        var order = grains.GetGrain<IWorkOrderGrain>(id);
        var view = caller.Role == Role.Citizen ? await order.ReadAsReporter(caller.Name) : await order.Read(); // A citizen's own report may be one of a thousand.
        return view is not null && caller.May(Need.ReadMatter, SubjectOf(caller, view, isAlsoPast: true)) ? view : null;
    }

    /// <summary>Why a command is not the caller's to give on this order, or null.</summary>
    public static Refusal? WhyNot(Caller caller, OrderView view, WorkOrderCommand command) =>
        command is WorkOrderCommand.AlertEnded || !caller.May(NeedOf(command), SubjectOf(caller, view, isAlsoPast: command is WorkOrderCommand.SignFor)) ? NotYourRole
        : NeedOf(command) == Need.HandleMatter && view.Order.Area is { } area && !caller.May(Need.HandleMatter, new Subject(area)) ? NotYourLevel(area)
        : null;

    /// <summary>A responder signs for and declines in its own name, whatever the body says.</summary>
    public static WorkOrderCommand ByItself(Caller caller, WorkOrderCommand command) => command switch
    {
        _ when caller.Role != Role.Responder => command,
        WorkOrderCommand.SignFor sign => sign with { Responder = caller.Responder },
        WorkOrderCommand.Decline decline => decline with { Responder = caller.Responder },
        _ => command,
    };

    /// <summary>An order is its reporter's own, and its responders': to read from the first offer on, to work on as long as it is theirs. Whether signing late is still welcome is for the order to say.</summary>
    private static Subject SubjectOf(Caller caller, OrderView view, bool isAlsoPast) => new(view.Order.Cell, IsOwn: caller.Role switch
    {
        Role.Citizen => true, // What is not its own is not read for it.
        Role.Responder => view.Order.Responders.Contains(caller.Responder)
            || (isAlsoPast && view.Timeline.Any(entry => entry.Choices.Any(choice => choice.Responder == caller.Responder))),
        _ => false,
    });

    private static Need NeedOf(WorkOrderCommand command) => command switch
    {
        WorkOrderCommand.Rate => Need.RateMatter,
        WorkOrderCommand.SignFor or WorkOrderCommand.Decline or WorkOrderCommand.Start or WorkOrderCommand.Submit => Need.WorkOnMatter,
        _ => Need.HandleMatter,
    };
}
