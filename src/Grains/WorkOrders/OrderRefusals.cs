using CityActors.Alerts;
using CityActors.Cases;
using CityActors.Deadlines;
using CityActors.Packs.Cases;

namespace CityActors.WorkOrders;

/// <summary>Why an order command is refused, in the words that officers and citizens read.</summary>
internal static class OrderRefusals
{
    private static readonly TimeSpan longestSuspension = TimeSpan.FromDays(365);

    public static readonly Refusal AlreadyEscalated = new(
        "already-escalated", "The order is already in the street's overdue queue.", "该工单已在街道督办队列中。");
    public static readonly Refusal SuspendedBefore = new(
        "suspended-before", "An order may be suspended only once; this one was.", "每件工单只能挂账一次，该工单已挂账过。");
    public static readonly Refusal TooManyLines = new(
        "too-many-lines",
        $"The history has {CaseScope.MostLinesAgain} lines: lead the order to its end, or cancel it and report the matter anew.",
        $"该工单办理记录已达{CaseScope.MostLinesAgain}条：请办结，或作废后重新上报。");
    public static readonly Refusal MergeTarget = new("merge-target", "'into' must name another order that is still open.", "“into”须填写另一件继续办理的工单编号。");
    public static readonly Refusal TextTooLong = new("text-too-long", "The text may have at most 2,000 characters: shorten it.", "描述不得超过2000字，请精简。");
    public static readonly Refusal KeyReused = new(
        "key-reused", "The Idempotency-Key was used for another report: give each report its own.", "该幂等键已用于另一份上报，请为每份上报使用各自的键。");
    public static readonly Refusal CellCode = new("wrong-cell", "The cell must be a code of 15 digits.", "单元网格编码须为15位数字。");

    public static Refusal AttachmentsFull(int most) => new(
        "attachments-full", $"The order has {most} pictures already; no more are taken.", $"该工单已有{most}张图片，不能再添加。");

    public static Refusal ReportersAttachmentsFull(int most) => new(
        "attachments-full", $"Those who reported the matter have added {most} pictures already; no more are taken from them.", $"该事项的上报人已上传{most}张图片，不能再添加。");

    public static Refusal NotFound(string id) => new(
        "not-found", $"There is no order {id}.", $"工单{id}不存在。");

    public static Refusal NotAllowed(CaseProgram program, OrderStatus status, WorkOrderCommand command)
    {
        var allowed = OrderCommands.AllowedIn(program, OrderStates.NameOf(status)).ToArray();
        var english = allowed.Length == 0 ? "nothing more can be done" : "allowed now: " + string.Join(", ", allowed.Select(OrderCommands.NameOf));
        var chinese = allowed.Length == 0 ? "已无后续操作" : "现在可以：" + string.Join("、", allowed.Select(kind => OrderCommands.ChineseNameOf(program, kind)));
        return new(
            "not-allowed",
            $"'{OrderCommands.NameOf(command)}' is not allowed while the order is {status}; {english}.",
            $"工单“{OrderStates.ChineseNameOf(program, status)}”，不能“{OrderCommands.ChineseNameOf(program, command)}”；{chinese}。");
    }

    /// <summary>What a type refuses, in the words that callers of orders know.</summary>
    /// <param name="refusal">What the type says.</param>
    /// <param name="program">The type.</param>
    /// <param name="order">The order as the command met it.</param>
    /// <param name="command">The command; its time is that at which it counts.</param>
    /// <param name="catalogue">The departments there are.</param>
    public static Refusal Of(Refusal refusal, CaseProgram program, WorkOrder order, WorkOrderCommand command, Catalogue catalogue) => (refusal.Code, command) switch
    {
        ("not-allowed", _) => NotAllowed(program, order.Summary!.Status, command),
        ("reason-required", _) => ReasonRequired(program, command),
        ("too-many-lines", _) => TooManyLines,
        ("already-escalated", _) => AlreadyEscalated,
        ("suspended-before", _) => SuspendedBefore,
        ("suspension-length", _) => SuspensionLength(command.At),
        ("unknown-department" or CaseRefusals.WrongValue, WorkOrderCommand.AssignTo { Department.Length: > 0 } assign) when catalogue.Departments.All(known => known.Code != assign.Department) => UnknownDepartment(assign.Department, catalogue),
        ("not-its-responder" or CaseRefusals.WrongValue, WorkOrderCommand.SignFor or WorkOrderCommand.Decline) => NotItsResponder(program, order, command),
        (CaseRefusals.WrongValue, WorkOrderCommand.Merge) => MergeTarget,
        _ => refusal,
    };

    private static Refusal ReasonRequired(CaseProgram program, WorkOrderCommand command) => new(
        "reason-required",
        $"'{OrderCommands.NameOf(command)}' needs a reason: say why.",
        $"“{OrderCommands.ChineseNameOf(program, command)}”须填写理由。");

    private static Refusal UnknownDepartment(string department, Catalogue catalogue) => new(
        "unknown-department",
        $"There is no department '{department}'; the catalogue has {string.Join(", ", catalogue.Departments.Select(static known => known.Code))}.",
        $"没有部门“{department}”；目录中有{string.Join("、", catalogue.Departments.Select(static known => $"{known.Chinese}（{known.Code}）"))}。");

    public static Refusal UnknownCategory(string category) => new(
        "unknown-category",
        $"The catalogue has no category '{category}': choose one of GET /v1/catalogue.",
        $"目录中没有类别“{category}”，请从目录中选择。");

    public static Refusal UnknownAlert(string alert) => new(
        "unknown-alert", $"The order does not follow the alert '{alert}'.", $"该工单与告警“{alert}”无关。");

    private static Refusal NotItsResponder(CaseProgram program, WorkOrder order, WorkOrderCommand command)
    {
        var crew = string.Join(", ", order.Crew.Select(static member => member.Responder));
        return new(
            "not-its-responder",
            $"'{OrderCommands.NameOf(command)}' must name a responder of this order: {(crew.Length > 0 ? crew : "none yet")}.",
            $"“{OrderCommands.ChineseNameOf(program, command)}”须由本工单的处置力量操作：{(crew.Length > 0 ? crew : "尚未派人")}。");
    }

    private static Refusal SuspensionLength(DateTimeOffset at) => new(
        "suspension-length",
        $"A suspension must end in the future and within a year, by {at + longestSuspension:yyyy-MM-dd HH:mm}Z.",
        $"挂账期限须晚于当前时间且不超过一年，最迟{(at + longestSuspension).ToOffset(WorkCalendar.Offset):yyyy年M月d日HH:mm}。");

    public static Refusal CalendarYearMissing(CalendarYearMissingException fault) => new(
        "calendar-year-missing",
        fault.Message,
        $"工作日历缺少{fault.Year}年的节假日安排，无法计算时限；请在 seeds/calendars/china.json 中补充后重启。");
}
