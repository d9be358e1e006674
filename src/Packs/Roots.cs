using CityActors.Packs.Checks;
using CityActors.Packs.Expressions;
using CityActors.Packs.Format;

namespace CityActors.Packs;

/// <summary>What an expression may read, by the place where it stands: the one table of that.</summary>
public static class Roots
{
    /// <summary>For figures of rules and places: the parameters of their pack, each as <c>$name</c>.</summary>
    /// <param name="manifest">The pack's manifest; a parameter without a default is left out.</param>
    public static Scope Parameters(PackManifest manifest) => new(
        from parameter in manifest.Parameters
        where parameter.Value.Default is { } value && ParameterChecks.Number(parameter.Value, value) is not null
        let isSpan = parameter.Value.Is == ParameterType.Span
        select new ScopeField($"${parameter.Key}", TypeOf(parameter.Value))
        {
            English = parameter.Value.Name.En ?? parameter.Key,
            Chinese = parameter.Value.Name.Zh ?? parameter.Key,
            Least = isSpan ? null : parameter.Value.Least?.Number,
            Most = isSpan ? null : parameter.Value.Most?.Number,
        });

    /// <summary>For <c>if</c> in an alert's ladder: <c>alert.level</c> (index 0), <c>alert.kind</c> (1), <c>alert.zone</c> (2), <c>alert.priority</c> (3) and <c>roster</c> (4), which is there or not.</summary>
    /// <param name="kind">The kind of alert.</param>
    /// <param name="levels">How many levels it has; 1: it has none.</param>
    public static Scope Ladder(string kind, int levels) => new(
        new ScopeField("alert.level", ExpressionType.Whole) { Least = 1, Most = levels, English = "level", Chinese = "级别" },
        new ScopeField("alert.kind", ExpressionType.Choice(new ChoiceCode(kind))) { English = "kind of alert", Chinese = "告警种类" },
        new ScopeField("alert.zone", ExpressionType.Text) { English = "zone", Chinese = "区域" },
        new ScopeField("alert.priority", ExpressionType.Choice(new ChoiceCode("low", "low", "低"), new ChoiceCode("medium", "medium", "中"), new ChoiceCode("high", "high", "高")))
        {
            English = "priority",
            Chinese = "优先级",
        },
        new ScopeField("roster", ExpressionType.Flag) { MayBeMissing = true, Class = FieldClass.Personal, English = "somebody of a roster", Chinese = "名册内人员" });

    /// <summary>A number in a unit of measurement; a pure number has none.</summary>
    internal static ExpressionType NumberIn(string unit) => ExpressionType.Number(unit is "" or "1" ? null : unit);

    private static ExpressionType TypeOf(ParameterSpec parameter) => parameter switch
    {
        { Is: ParameterType.Span } => ExpressionType.Span(Span.Parse(parameter.Default?.Text)?.Hours ?? SpanHours.All),
        { Is: ParameterType.Whole, Unit: "" or "1" } => ExpressionType.Whole,
        _ => NumberIn(parameter.Unit),
    };
}
