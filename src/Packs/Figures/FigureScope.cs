using CityActors.Packs.Cases;
using CityActors.Packs.Expressions;
using CityActors.Packs.Format;

namespace CityActors.Packs.Figures;

/// <summary>
/// What the expressions of an indicator may read, and where each of it comes from: what a history comes to, and nothing of who asks, of the present, or of how parameters are set; so the same history always counts the same.
/// </summary>
public sealed class FigureScope
{
    private const int MostStates = 64;
    private static readonly string[] never = ["$me", "at", "today", "city.units"];

    private static readonly ScopeField[] ofLine =
    [
        new("line.what", ExpressionType.Text) { English = "what happened", Chinese = "事项经过" },
        new("line.as", ExpressionType.Text) { MayBeMissing = true, English = "in which role", Chinese = "以何身份" },
        new("line.status", ExpressionType.Text) { English = "state after it", Chinese = "其后状态" },
        new("line.subject", ExpressionType.Text) { MayBeMissing = true, English = "about what", Chinese = "涉及" },
        new("line.at", ExpressionType.Instant) { English = "when", Chinese = "时间" },
    ];

    private static readonly string[] orderStates =
    [
        "reported", "checking", "filed", "not-filed", "dispatched", "signed-for", "handling", "submitted", "confirmed", "verifying", "closed", "returned", "suspended", "merged", "cancelled",
    ];

    private static readonly string[] orderClocks = ["acceptance", "check", "dispatch", "handling", "closing", "verify", "suspension"];

    private FigureScope(Scope scope, int[] map, IReadOnlyList<string> states, IReadOnlyList<string> clocks) => (Scope, Map, States, Clocks) = (scope, map, states, clocks);

    /// <summary>Of work orders: status (0), category, channel, department, area, when it began (5) and ended, clocks that ran out, exempt, reworks, extensions (10), rating, reports, states that it got to, its lines (14).</summary>
    public static FigureScope Orders { get; } = OfOrders(isOfLines: false);

    /// <summary>Of the lines of work orders: the same, then those of a line.</summary>
    public static FigureScope OrderLines { get; } = OfOrders(isOfLines: true);

    /// <summary>Of alerts: kind (0), priority, level, state, false alarm, when it opened (5), was acknowledged, responded to and ended, whether an order followed (9), pack.</summary>
    public static FigureScope Alerts { get; } = new(
        new Scope(
            new ScopeField("alert.kind", ExpressionType.Ref("alert-kind")) { English = "kind of alert", Chinese = "告警种类" },
            new ScopeField("alert.priority", Codes("low", "medium", "high")) { English = "priority", Chinese = "优先级" },
            new ScopeField("alert.level", ExpressionType.Whole) { Least = 0, English = "level", Chinese = "级别" },
            new ScopeField("alert.state", Codes("open", "acknowledged", "shelved", "cleared")) { English = "state", Chinese = "状态" },
            new ScopeField("alert.false", ExpressionType.Flag) { English = "false alarm", Chinese = "误报" },
            new ScopeField("alert.begun", ExpressionType.Instant) { English = "opened", Chinese = "开始时间" },
            new ScopeField("alert.acknowledged", ExpressionType.Instant) { MayBeMissing = true, English = "acknowledged", Chinese = "确认时间" },
            new ScopeField("alert.responded", ExpressionType.Instant) { MayBeMissing = true, English = "responded to", Chinese = "到场时间" },
            new ScopeField("alert.ended", ExpressionType.Instant) { MayBeMissing = true, English = "ended", Chinese = "结束时间" },
            new ScopeField("alert.has-order", ExpressionType.Flag) { English = "an order followed", Chinese = "已生成工单" },
            new ScopeField("alert.pack", ExpressionType.Ref("pack")) { MayBeMissing = true, English = "pack", Chinese = "应用" }),
        [], [], []);

    /// <summary>Of work orders, their lines, or alerts.</summary>
    public static FigureScope Of(FigureSubjectKind kind, bool isOfLines) => kind == FigureSubjectKind.Alert ? Alerts : isOfLines ? OrderLines : Orders;

    /// <summary>Of days of devices: readings (0), sum, mean, least, greatest (4).</summary>
    /// <param name="unit">The unit of the kind.</param>
    public static FigureScope Days(string unit) => new(
        new Scope(
            new ScopeField("day.readings", ExpressionType.Whole) { Least = 1, English = "readings", Chinese = "读数个数" },
            new ScopeField("day.sum", ExpressionType.Number(unit)) { English = "sum of the readings", Chinese = "读数合计" },
            new ScopeField("day.mean", ExpressionType.Number(unit)) { English = "mean of the readings", Chinese = "读数均值" },
            new ScopeField("day.least", ExpressionType.Number(unit)) { English = "least reading", Chinese = "最小读数" },
            new ScopeField("day.greatest", ExpressionType.Number(unit)) { English = "greatest reading", Chinese = "最大读数" }),
        [], [], []);

    /// <summary>The scope.</summary>
    public Scope Scope { get; }

    /// <summary>Of cases: for each index the index in the scope of its type, or less than zero: the complement of the number of one of those that only figures have: begun (0), ended, states that it got to, clocks that ran out, exempt (4), and of a line what (5), as, status, subject, at.</summary>
    public IReadOnlyList<int> Map { get; }

    /// <summary>The states that there are.</summary>
    public IReadOnlyList<string> States { get; }

    /// <summary>The clocks that there are.</summary>
    public IReadOnlyList<string> Clocks { get; }

    /// <summary>Of the cases of a type, or of their lines.</summary>
    /// <param name="type">What the expressions of the type read.</param>
    /// <param name="spec">The type, its traits expanded.</param>
    /// <param name="isOfLines">Whether each line counts for itself.</param>
    public static FigureScope OfCases(CaseScope type, CaseSpec spec, bool isOfLines)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(spec);
        var kept = type.Scope.Fields.Index().Where(static field => !never.Contains(field.Item.Path) && (field.Item.Path[0] != '$' || field.Item.Class == FieldClass.Personal)).ToList();
        string[] states = [.. spec.States.Keys];
        ScopeField[] own =
        [
            new("case.begun", ExpressionType.Instant) { English = "begun", Chinese = "开始时间" },
            new("case.ended", ExpressionType.Instant) { MayBeMissing = true, English = "ended", Chinese = "结束时间" },
            new("case.reached", ExpressionType.List(ExpressionType.Choice(spec.States.Select(static state => new ChoiceCode(state.Key, state.Value.Name.En, state.Value.Name.Zh))), MostStates)) { English = "states that it got to", Chinese = "曾到状态" },
            new("case.overdue", ExpressionType.List(Codes([.. spec.Clocks.Keys]), MostStates)) { English = "clocks that ran out", Chinese = "超期时限" },
            new("case.exempt", ExpressionType.Flag) { English = "exempt", Chinese = "免计" },
            .. isOfLines ? ofLine : [],
        ];
        return new(new Scope([.. kept.Select(static field => field.Item), .. own]), [.. kept.Select(static field => field.Index), .. own.Index().Select(static field => ~field.Index)], states, [.. spec.Clocks.Keys]);
    }

    private static FigureScope OfOrders(bool isOfLines) => new(
        new Scope(
        [
            new ScopeField("order.status", Codes(orderStates)) { English = "state", Chinese = "状态" },
            new ScopeField("order.category", ExpressionType.Ref("category")) { English = "category", Chinese = "类别" },
            new ScopeField("order.channel", Codes("sensing", "patrol", "citizen", "window", "transfer")) { English = "channel", Chinese = "来源" },
            new ScopeField("order.department", ExpressionType.Ref("unit")) { MayBeMissing = true, English = "department", Chinese = "处置部门" },
            new ScopeField("order.area", ExpressionType.Area) { English = "cell", Chinese = "网格" },
            new ScopeField("order.begun", ExpressionType.Instant) { English = "reported", Chinese = "上报时间" },
            new ScopeField("order.ended", ExpressionType.Instant) { MayBeMissing = true, English = "ended", Chinese = "结束时间" },
            new ScopeField("order.overdue", ExpressionType.List(Codes(orderClocks), MostStates)) { English = "clocks that ran out", Chinese = "超期时限" },
            new ScopeField("order.exempt", ExpressionType.Flag) { English = "exempt", Chinese = "免计" },
            new ScopeField("order.reworks", ExpressionType.Whole) { Least = 0, English = "reworks", Chinese = "返工次数" },
            new ScopeField("order.extensions", ExpressionType.Whole) { Least = 0, English = "extensions", Chinese = "延期次数" },
            new ScopeField("order.rating", ExpressionType.Whole) { MayBeMissing = true, Least = 1, Most = 5, English = "stars", Chinese = "星级" },
            new ScopeField("order.reports", ExpressionType.Whole) { Least = 0, English = "reports", Chinese = "上报次数" },
            new ScopeField("order.reached", ExpressionType.List(Codes(orderStates), MostStates)) { English = "states that it got to", Chinese = "曾到状态" },
            new ScopeField("order.lines", ExpressionType.List(ExpressionType.Row(new Scope(new ScopeField("what", ExpressionType.Text), new ScopeField("status", ExpressionType.Text), new ScopeField("at", ExpressionType.Instant))), CaseScope.MostLines)) { English = "history", Chinese = "历史记录" },
            .. isOfLines ? ofLine : [],
        ]),
        [], orderStates, orderClocks);

    private static ExpressionType Codes(params string[] codes) => ExpressionType.Choice(codes.Select(static code => new ChoiceCode(code)));
}
