using CityActors.Alerts;
using CityActors.Deadlines;

namespace CityActors.WorkOrders.Coded;

/// <summary>Why an order command is refused, in the words that officers and citizens read.</summary>
internal static class OrderRefusals
{
    public static readonly Refusal AlreadyEscalated = new(
        "already-escalated", "The order is already in the street's overdue queue.", "该工单已在街道督办队列中。");
    public static readonly Refusal NoResponder = new(
        "no-responder", "Nobody was chosen: name at least one responder, or another department.", "未选定处置力量：请至少指定一名处置人员，或改派其他部门。");
    public static readonly Refusal SignedBefore = new("signed-before", "The order has already been signed for.", "该工单已签收，无需重复签收。");
    public static readonly Refusal SuspendedBefore = new(
        "suspended-before", "An order may be suspended only once; this one was.", "每件工单只能挂账一次，该工单已挂账过。");
    public static readonly Refusal OverdueAlready = new(
        "overdue", "The handling limit has passed: an extension must be requested before that.", "处置时限已过，延期须在超期前申请。");
    public static readonly Refusal ExtendedBefore = new(
        "extended-twice", "Two extensions have already been granted; no more are allowed.", "该工单已批准延期两次，不得再次延期。");
    public static readonly Refusal ExtensionRefusedBefore = new(
        "extension-refused-before",
        $"An extension was refused {WorkOrderDecisions.MostRefusedExtensions} times already, which the history shows; it can still be granted.",
        $"该工单的延期申请已被驳回{WorkOrderDecisions.MostRefusedExtensions}次，不再重复记录；仍可批准延期。");
    public static readonly Refusal TooManyLines = new(
        "too-many-lines",
        $"The history has {WorkOrderDecisions.MostLines} lines: lead the order to its end, or cancel it and report the matter anew.",
        $"该工单办理记录已达{WorkOrderDecisions.MostLines}条：请办结，或作废后重新上报。");
    public static readonly Refusal MergeTarget = new("merge-target", "'into' must name another order that is still open.", "“into”须填写另一件继续办理的工单编号。");
    public static readonly Refusal AppealedBefore = new("appealed-before", "An order may be appealed only once; this one was.", "每件工单只能申诉一次，该工单已申诉过。");
    public static readonly Refusal NoAppeal = new("no-appeal", "No appeal is waiting for a decision.", "没有待裁定的申诉。");
    public static readonly Refusal SameReviewer = new(
        "same-reviewer", "Two different reviewers decide, neither of them the appellant.", "申诉须由两名不同的复核人裁定，且不得为申诉人本人。");
    public static readonly Refusal NoRater = new("no-rater", "It cannot be rated, because a sensor reported the matter.", "该工单由感知设备上报，无评价人。");
    public static readonly Refusal NotTheReporter = new("not-the-reporter", "Only those who reported the matter may rate it.", "只有上报人可以评价。");
    public static readonly Refusal Stars = new("stars", "A rating is 1 (bad) to 5 (good) stars.", "评价应为1星（差）至5星（好）。");
    public static readonly Refusal RatedBefore = new("rated-before", "The order has already been rated.", "该工单已评价。");
    public static readonly Refusal TextTooLong = new("text-too-long", "The text may have at most 2,000 characters: shorten it.", "描述不得超过2000字，请精简。");
    public static readonly Refusal ReasonTooLong = new("reason-too-long", "The reason may have at most 2,000 characters: shorten it.", "理由不得超过2000字，请精简。");
    public static readonly Refusal KeyReused = new(
        "key-reused", "The Idempotency-Key was used for another report: give each report its own.", "该幂等键已用于另一份上报，请为每份上报使用各自的键。");
    public static readonly Refusal CellCode = new("wrong-cell", "The cell must be a code of 15 digits.", "单元网格编码须为15位数字。");

    public static Refusal AttachmentsFull(int most) => new(
        "attachments-full", $"The order has {most} pictures already; no more are taken.", $"该工单已有{most}张图片，不能再添加。");

    public static Refusal ReportersAttachmentsFull(int most) => new(
        "attachments-full", $"Those who reported the matter have added {most} pictures already; no more are taken from them.", $"该事项的上报人已上传{most}张图片，不能再添加。");

    public static Refusal NotFound(string id) => new(
        "not-found", $"There is no order {id}.", $"工单{id}不存在。");

    public static Refusal NotAllowed(OrderStatus status, WorkOrderCommand command)
    {
        var allowed = WorkOrderTable.AllowedIn(status).Concat(WorkOrderTable.LaterKinds.Where(command => WorkOrderTable.Allows(status, command))).ToArray();
        var english = allowed.Length == 0 ? "nothing more can be done" : "allowed now: " + string.Join(", ", allowed.Select(WorkOrderTable.NameOf));
        var chinese = allowed.Length == 0 ? "已无后续操作" : "现在可以：" + string.Join("、", allowed.Select(WorkOrderTable.ChineseNameOf));
        return new(
            "not-allowed",
            $"'{WorkOrderTable.NameOf(command)}' is not allowed while the order is {status}; {english}.",
            $"工单“{WorkOrderTable.ChineseNameOf(status)}”，不能“{WorkOrderTable.ChineseNameOf(command)}”；{chinese}。");
    }

    public static Refusal ReasonRequired(WorkOrderCommand command) => new(
        "reason-required",
        $"'{WorkOrderTable.NameOf(command)}' needs a reason: say why.",
        $"“{WorkOrderTable.ChineseNameOf(command)}”须填写理由。");

    public static Refusal UnknownDepartment(string department, Catalogue catalogue) => new(
        "unknown-department",
        $"There is no department '{department}'; the catalogue has {string.Join(", ", catalogue.Departments.Select(static known => known.Code))}.",
        $"没有部门“{department}”；目录中有{string.Join("、", catalogue.Departments.Select(static known => $"{known.Chinese}（{known.Code}）"))}。");

    public static Refusal UnknownCategory(string category) => new(
        "unknown-category",
        $"The catalogue has no category '{category}': choose one of GET /v1/catalogue.",
        $"目录中没有类别“{category}”，请从目录中选择。");

    public static Refusal UnknownAlert(string alert) => new(
        "unknown-alert", $"The order does not follow the alert '{alert}'.", $"该工单与告警“{alert}”无关。");

    public static Refusal NotItsResponder(WorkOrder order, WorkOrderCommand command)
    {
        var crew = string.Join(", ", order.Crew.Select(static member => member.Responder));
        return new(
            "not-its-responder",
            $"'{WorkOrderTable.NameOf(command)}' must name a responder of this order: {(crew.Length > 0 ? crew : "none yet")}.",
            $"“{WorkOrderTable.ChineseNameOf(command)}”须由本工单的处置力量操作：{(crew.Length > 0 ? crew : "尚未派人")}。");
    }

    public static Refusal SuspensionLength(DateTimeOffset at) => new(
        "suspension-length",
        $"A suspension must end in the future and within a year, by {at + WorkOrderDecisions.LongestSuspension:yyyy-MM-dd HH:mm}Z.",
        $"挂账期限须晚于当前时间且不超过一年，最迟{(at + WorkOrderDecisions.LongestSuspension).ToOffset(WorkCalendar.Offset):yyyy年M月d日HH:mm}。");

    public static Refusal CalendarYearMissing(CalendarYearMissingException fault) => new(
        "calendar-year-missing",
        fault.Message,
        $"工作日历缺少{fault.Year}年的节假日安排，无法计算时限；请在 seeds/calendars/china.json 中补充后重启。");
}
