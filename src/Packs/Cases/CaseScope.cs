using CityActors.Packs.Expressions;
using CityActors.Packs.Format;

namespace CityActors.Packs.Cases;

/// <summary>What the expressions of a type of case may read, and at which index each of it stands: its fields, parties and holders, itself, who acts, and the parameters of its pack.</summary>
public sealed class CaseScope
{
    /// <summary>The most lines that a case has, and so the most that an expression looks at.</summary>
    public const int MostLines = 1_000;

    /// <summary>The most parties of one kind.</summary>
    public const int MostParties = 200;

    /// <summary>With so many lines nothing is done that can be done again and again.</summary>
    public const int MostLinesAgain = 500;

    private static readonly ChoiceCode[] clockStates =
        [new("none", "not begun", "未开始"), new("running", "running", "计时中"), new("paused", "paused", "暂停"), new("overdue", "overdue", "已超期")];

    /// <summary>What a line of the history shows to expressions, by index: what (0), actor (1), as (2), subject (3).</summary>
    public static Scope Line { get; } = new(
        new ScopeField("what", ExpressionType.Text), new ScopeField("actor", ExpressionType.Ref()), new ScopeField("as", ExpressionType.Text) { MayBeMissing = true }, new ScopeField("subject", ExpressionType.Text) { MayBeMissing = true });

    /// <summary>What a holder shows to expressions, by index: who (0), signed (1), need (2), which is the skill that it was wanted for.</summary>
    public static Scope Holder { get; } = new(
        new ScopeField("who", ExpressionType.Ref()), new ScopeField("signed", ExpressionType.Flag), new ScopeField("need", ExpressionType.Text) { MayBeMissing = true });

    private static readonly ScopeField[] ofCategory =
    [
        new("category.unit", ExpressionType.Ref("unit")) { English = "unit of the category", Chinese = "类别责任单位" },
        new("category.auto-file", ExpressionType.Flag) { English = "the category files itself", Chinese = "自动立案" },
        new("category.urgent", ExpressionType.Flag) { English = "urgent", Chinese = "紧急" },
        new("category.skills", ExpressionType.List(ExpressionType.Text, MostParties)) { English = "skills of the category", Chinese = "类别所需技能" },
    ];

    private CaseScope(Scope scope, string[] fields, string[] parties, string[] holders, string[] clocks) =>
        (Scope, Fields, Parties, Holders, Clocks) = (scope, fields, parties, holders, clocks);

    /// <summary>The scope itself.</summary>
    public Scope Scope { get; }

    /// <summary>The fields, whose indices come first, from 0.</summary>
    public IReadOnlyList<string> Fields { get; }

    /// <summary>The parties, whose indices come after the fields'.</summary>
    public IReadOnlyList<string> Parties { get; }

    /// <summary>The holders, whose indices come after the parties'.</summary>
    public IReadOnlyList<string> Holders { get; }

    /// <summary>The clocks, whose indices come after the holders'.</summary>
    public IReadOnlyList<string> Clocks { get; }

    /// <summary>
    /// The index of the first of those that every case has: id, status, area, area's level, unit, lines, <c>$me</c>, <c>$parties</c>, at, today, escalated, units of the city. Then come the category's unit, filing, urgency and skills
    /// where it is a work order, and the parameters. Those who lost their place stand, holder by holder, between holders and clocks.
    /// </summary>
    public int FirstOfAll => Fields.Count + Parties.Count + (2 * Holders.Count) + Clocks.Count;

    /// <summary>The same scope where some fields are known to be there, because the form has them, or always gives them where they are left out.</summary>
    public Scope Given(IReadOnlyList<FormSpec> form)
    {
        ArgumentNullException.ThrowIfNull(form);
        var fields = form.Where(IsGiven).Select(static field => field.Field).ToHashSet(StringComparer.Ordinal);
        return fields.Count == 0 ? Scope : new Scope(Scope.Fields.Select(field => fields.Contains(field.Path) ? field with { MayBeMissing = false } : field)) { Never = Scope.Never };
    }

    private bool IsGiven(FormSpec form) => form.Else is null ? !form.Optional
        : Scope.IndexOf(form.Field) is >= 0 and var index && Expression.Check(form.Else, Scope, Scope.Fields[index].Type).Expression is not null;

    /// <summary>The scope of a type of case.</summary>
    /// <param name="spec">The type.</param>
    /// <param name="types">The types of its fields.</param>
    /// <param name="manifest">For the parameters.</param>
    /// <exception cref="ArgumentException">Two of them have one name.</exception>
    public static CaseScope Of(CaseSpec spec, IReadOnlyDictionary<string, FieldType> types, PackManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(types);
        ArgumentNullException.ThrowIfNull(manifest);
        var known = FieldsOf(spec, types);
        string[] fields = [.. known.Select(static field => field.Path)];
        string[] parties = [.. spec.Parties.Keys], holders = [.. spec.Holders.Keys], clocks = [.. spec.Clocks.Keys];
        var scope = new Scope(
        [
            .. known,
            .. parties.Select(name => new ScopeField($"${name}", ExpressionType.List(ExpressionType.Ref("party"), MostParties)) { Class = FieldClass.Personal, English = spec.Parties[name].Name.En ?? name, Chinese = spec.Parties[name].Name.Zh ?? name }),
            .. holders.Select(name => new ScopeField(name, ExpressionType.List(ExpressionType.Row(Holder), MostParties)) { English = spec.Holders[name].Name.En ?? name, Chinese = spec.Holders[name].Name.Zh ?? name }),
            .. holders.Select(name => new ScopeField($"case.lapsed.{name}", ExpressionType.List(ExpressionType.Row(Holder), MostParties)) { English = $"lost the place: {spec.Holders[name].Name.En}", Chinese = $"已失去：{spec.Holders[name].Name.Zh}" }),
            .. clocks.Select(name => new ScopeField($"case.clock.{name}", ExpressionType.Choice(clockStates)) { English = spec.Clocks[name].Name.En ?? name, Chinese = spec.Clocks[name].Name.Zh ?? name }),
            new("case.id", ExpressionType.Ref("case")) { English = "this case", Chinese = "本事项" },
            new("case.status", ExpressionType.Choice(spec.States.Select(static state => new ChoiceCode(state.Key, state.Value.Name.En, state.Value.Name.Zh)))) { English = "state", Chinese = "状态" },
            new("case.area", ExpressionType.Area) { English = "area", Chinese = "区域" },
            new("case.area.level", ExpressionType.Choice(((string[])["city", "district", "street", "community", "cell"]).Select(static level => new ChoiceCode(level)))) { English = "level of the area", Chinese = "区域层级" },
            new("case.unit", ExpressionType.Ref("unit")) { English = "unit", Chinese = "责任单位" },
            new("case.lines", ExpressionType.List(ExpressionType.Row(Line), MostLines)) { English = "history", Chinese = "历史记录" },
            new("$me", ExpressionType.Ref("party")) { Class = FieldClass.Personal, English = "who acts", Chinese = "操作人" },
            new("$parties", ExpressionType.List(ExpressionType.Ref("party"), MostParties)) { Class = FieldClass.Personal, English = "all parties", Chinese = "全部当事人" },
            new("at", ExpressionType.Instant) { English = "now", Chinese = "当前时间" },
            new("today", ExpressionType.Date) { English = "today", Chinese = "今天" },
            new("case.escalated", ExpressionType.Flag) { English = "before those who supervise", Chinese = "已督办" },
            new("city.units", ExpressionType.List(ExpressionType.Ref("unit"), MostParties)) { English = "units of the city", Chinese = "全部单位" },
            .. spec.Grain == CaseGrain.WorkOrder ? ofCategory : [],
            .. Roots.Parameters(manifest).Fields,
        ])
        { Never = spec.Never };
        return new(scope, fields, parties, holders, clocks);
    }

    /// <summary>The fields of a type of case that expressions may read, each by its name.</summary>
    internal static IReadOnlyList<ScopeField> FieldsOf(CaseSpec spec, IReadOnlyDictionary<string, FieldType> types) =>
        [.. spec.Fields.Keys.Where(name => types.GetValueOrDefault(name)?.Type is not null).Select(name => Field(spec, name, types[name].Type!))];

    private static ScopeField Field(CaseSpec spec, string name, ExpressionType type)
    {
        var field = spec.Fields[name];
        return new(name, type)
        {
            MayBeMissing = field.Need != "begin" && field.Default is null && type.Kind != ExpressionKind.List,
            Class = (FieldClass)(field.Class ?? spec.Class),
            English = field.Name.En ?? name,
            Chinese = field.Name.Zh ?? name,
        };
    }
}
