using static CityActors.WorkOrders.OrderStatus;
using static CityActors.WorkOrders.WorkOrderCommand;

namespace CityActors.WorkOrders;

/// <summary>Which command is allowed in which status. What else a command needs stands in <see cref="WorkOrderDecisions"/>.</summary>
internal static class WorkOrderTable
{
    /// <summary>One command of each kind, in the order of an order's life.</summary>
    public static IReadOnlyList<WorkOrderCommand> Kinds { get; } =
    [
        new Check(), new FileCase(), new RefuseCase(), new AssignTo(), new SignFor(), new Decline(), new Start(), new Submit(),
        new Confirm(), new Verify(), new Close(), new Rework(), new Return(), new Suspend(), new Resume(), new Extend(),
        new Escalate(), new Merge(), new Cancel(), new Reopen(), new Appeal(), new DecideAppeal(), new Rate(), new AlertEnded(),
    ];

    /// <summary>The table.</summary>
    public static bool Allows(OrderStatus status, WorkOrderCommand command) => (status, command) switch
    {
        (Reported, Check) => true,
        (Reported or Checking, FileCase or RefuseCase) => true,
        (Filed or Returned or Dispatched or SignedFor or Handling, AssignTo) => true,
        (Dispatched or SignedFor or Handling, SignFor or Decline) => true,
        (SignedFor, Start) => true,
        (Handling, Submit) => true,
        (Submitted, Confirm) => true,
        (Confirmed, Verify) => true,
        (Confirmed or Verifying, Close) => true,
        (Submitted or Confirmed or Verifying, Rework) => true,
        (Dispatched or SignedFor or Handling, Return or Suspend or Extend) => true,
        (Suspended, Resume) => true,
        (None or NotFiled or Closed or Merged or Cancelled, Escalate or Cancel or AlertEnded) => false,
        (_, Escalate or Cancel or AlertEnded) => true,
        (Reported or Checking or Filed or Dispatched or SignedFor or Handling or Returned or Suspended, Merge) => true,
        (Closed, Reopen or Appeal or DecideAppeal or Rate) => true,
        _ => false,
    };

    /// <summary>The commands allowed in a status, without the one that only alerts send.</summary>
    public static IEnumerable<WorkOrderCommand> AllowedIn(OrderStatus status) =>
        Kinds.Where(command => command is not AlertEnded && Allows(status, command));

    /// <summary>The name of a command as callers write it.</summary>
    public static string NameOf(WorkOrderCommand command) => Names(command).English;

    /// <summary>The name of a command in Chinese.</summary>
    public static string ChineseNameOf(WorkOrderCommand command) => Names(command).Chinese;

    /// <summary>The name of a status in Chinese.</summary>
    public static string ChineseNameOf(OrderStatus status) => status switch
    {
        Reported => "待受理",
        Checking => "核查中",
        Filed => "已立案",
        NotFiled => "不予立案",
        Dispatched => "已派遣",
        SignedFor => "已签收",
        Handling => "处置中",
        Submitted => "处置完成",
        Confirmed => "已反馈",
        Verifying => "核实中",
        Closed => "已结案",
        Returned => "已回退",
        Suspended => "挂账中",
        Merged => "已并案",
        Cancelled => "已作废",
        _ => "不存在",
    };

    private static (string English, string Chinese) Names(WorkOrderCommand command) => command switch
    {
        Check => ("check", "核查"),
        FileCase => ("file", "立案"),
        RefuseCase => ("not-file", "不予立案"),
        AssignTo => ("dispatch", "派遣"),
        SignFor => ("sign-for", "签收"),
        Decline => ("decline", "谢绝"),
        Start => ("start", "开始处置"),
        Submit => ("submit", "提交处置结果"),
        Confirm => ("confirm", "处理反馈"),
        Verify => ("verify", "核实"),
        Close => ("close", "结案"),
        Rework => ("rework", "返工"),
        Return => ("return", "回退"),
        Suspend => ("suspend", "挂账"),
        Resume => ("resume", "恢复"),
        Extend => ("extend", "延期"),
        Escalate => ("escalate", "督办"),
        Merge => ("merge", "并案"),
        Cancel => ("cancel", "作废"),
        Reopen => ("reopen", "重新立案"),
        Appeal => ("appeal", "申诉"),
        DecideAppeal => ("decide-appeal", "申诉裁定"),
        Rate => ("rate", "评价"),
        AlertEnded => ("alert-ended", "告警结束"),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command, "A new command needs its names and its place in the table."),
    };
}
