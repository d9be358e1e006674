using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json.Serialization;
using static CityActors.WorkOrders.OrderStatus;
using static CityActors.WorkOrders.WorkOrderCommand;

namespace CityActors.WorkOrders.Coded;

/// <summary>
/// Which command is allowed in which status, and where it leads. What depends on more than that is in <see cref="WorkOrderDecisions"/>.
/// </summary>
internal static class WorkOrderTable
{
    private static readonly OrderStatus[] GoesOn = [.. Enum.GetValues<OrderStatus>().Except([None, NotFiled, Closed, Merged, Cancelled])];
    private static readonly OrderStatus[] InHand = [Dispatched, SignedFor, Handling];

    private static readonly Row[] Rows =
    [
        new(new Check(), "核查", [Reported], new(OrderEvents.CheckAsked, Checking)),
        new(new FileCase(), "立案", [Reported, Checking], new(OrderEvents.Filed, Filed, Rounds: 1)),
        new(new RefuseCase(), "不予立案", [Reported, Checking], new(OrderEvents.NotFiled, NotFiled), NeedsReason: true),
        new(new AssignTo(), "派遣", [Filed, Returned, .. InHand]),
        new(new SignFor(), "签收", InHand),
        new(new Decline(), "谢绝", InHand, NeedsReason: true),
        new(new Start(), "开始处置", [SignedFor], new(OrderEvents.Started, Handling)),
        new(new Submit(), "提交处置结果", [Handling], new(OrderEvents.Submitted, Submitted)),
        new(new Confirm(), "处理反馈", [Submitted], new(OrderEvents.Confirmed, Confirmed)),
        new(new Verify(), "核实", [Confirmed], new(OrderEvents.VerificationAsked, Verifying)),
        new(new Close(), "结案", [Confirmed, Verifying], new(OrderEvents.Closed, Closed)),
        new(new Rework(), "返工", [Submitted, Confirmed, Verifying], new(OrderEvents.ReworkOrdered, Dispatched, Rounds: 1), NeedsReason: true),
        new(new Return(), "回退", InHand, new(OrderEvents.Returned, Returned, Rounds: 1), NeedsReason: true),
        new(new Suspend(), "挂账", InHand, NeedsReason: true),
        new(new Resume(), "恢复", [Suspended], new(OrderEvents.Resumed, Dispatched, Rounds: 1)),
        new(new Extend(), "延期", InHand, NeedsReason: true),
        new(new Escalate(), "督办", GoesOn, NeedsReason: true),
        new(new Merge(), "并案", [Reported, Checking, Filed, Returned, Suspended, .. InHand]),
        new(new Cancel(), "作废", GoesOn, new(OrderEvents.Cancelled, Cancelled), NeedsReason: true),
        new(new Reopen(), "重新立案", [Closed], new(OrderEvents.Reopened, Filed, Rounds: 1), NeedsReason: true),
        new(new Appeal(), "申诉", [Closed], NeedsReason: true),
        new(new DecideAppeal(), "申诉裁定", [Closed]),
        new(new Rate(), "评价", [Closed]),
        new(new AlertEnded(), "告警结束", GoesOn),
    ];

    // What came after the rules in code: they know it only where they say what is allowed.
    private static readonly Row[] Later =
    [
        new(new Transfer(), "移交", [Filed, Returned, .. InHand], NeedsReason: true),
        new(new AskExtension(), "申请延期", InHand, NeedsReason: true),
        new(new Supervise(), "挂牌督办", GoesOn, NeedsReason: true),
        new(new Revisit(), "回访", [Closed]),
    ];

    // In the order of the statuses.
    private static readonly string[] ChineseStatuses =
    [
        "不存在", "待受理", "核查中", "已立案", "不予立案", "已派遣", "已签收", "处置中",
        "处置完成", "已反馈", "核实中", "已结案", "已回退", "挂账中", "已并案", "已作废",
    ];

    private static readonly FrozenDictionary<Type, Row> ByType = Rows.Concat(Later).ToFrozenDictionary(static row => row.Command.GetType());

    private static readonly FrozenDictionary<Type, string> Names = typeof(WorkOrderCommand).GetCustomAttributes<JsonDerivedTypeAttribute>()
        .ToFrozenDictionary(static derived => derived.DerivedType, static derived => (string)derived.TypeDiscriminator!);

    /// <summary>One command of each kind, in the order of an order's life.</summary>
    public static IEnumerable<WorkOrderCommand> Kinds => Rows.Select(static row => row.Command);

    /// <summary>The table.</summary>
    public static bool Allows(OrderStatus status, WorkOrderCommand command) => RowOf(command).Statuses.Contains(status);

    /// <summary>Whether a command must say why.</summary>
    public static bool NeedsReason(WorkOrderCommand command) => RowOf(command).NeedsReason;

    /// <summary>Where a command leads in every status that allows it, or null: that is to be decided.</summary>
    public static OrderStep? StepOf(WorkOrderCommand command) => RowOf(command).Step;

    /// <summary>Commands that came later, and where they are allowed.</summary>
    public static IEnumerable<WorkOrderCommand> LaterKinds => Later.Select(static row => row.Command);

    /// <summary>The commands allowed in a status, without the one that only alerts send.</summary>
    public static IEnumerable<WorkOrderCommand> AllowedIn(OrderStatus status) =>
        Kinds.Where(command => command is not AlertEnded && Allows(status, command));

    /// <summary>The name of a command as callers write it.</summary>
    public static string NameOf(WorkOrderCommand command) => Names[command.GetType()];

    /// <summary>The name of a command in Chinese.</summary>
    public static string ChineseNameOf(WorkOrderCommand command) => RowOf(command).Chinese;

    /// <summary>The name of a status in Chinese.</summary>
    public static string ChineseNameOf(OrderStatus status) => ChineseStatuses[(int)status];

    private static Row RowOf(WorkOrderCommand command) => ByType.GetValueOrDefault(command.GetType())
        ?? throw new ArgumentOutOfRangeException(nameof(command), command, "A new command needs its name and its place in the table.");

    private sealed record Row(WorkOrderCommand Command, string Chinese, OrderStatus[] Statuses, OrderStep? Step = null, bool NeedsReason = false);
}

/// <summary>Where a command leads.</summary>
/// <param name="What">What has happened then: a name of <see cref="OrderEvents"/>.</param>
/// <param name="Next">The status after it.</param>
/// <param name="Rounds">1 where responders are looked for anew.</param>
internal sealed record OrderStep(string What, OrderStatus Next, int Rounds = 0);
