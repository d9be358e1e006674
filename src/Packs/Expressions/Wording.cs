using System.Globalization;

namespace CityActors.Packs.Expressions;

/// <summary>Values as officers and citizens read them.</summary>
internal static class Wording
{
    public static string Sign(Operator sign) => sign switch
    {
        Operator.Same => "=",
        Operator.Differs => "≠",
        Operator.AtMost => "≤",
        Operator.AtLeast => "≥",
        Operator.Times => "×",
        Operator.Over => "÷",
        _ => Operators.Sign(sign),
    };

    public static string Of(in Value value, ExpressionType type, bool inChinese) => type.Kind switch
    {
        _ when value.IsMissing => inChinese ? "缺失" : "missing",
        ExpressionKind.Flag => value.AsFlag == true ? (inChinese ? "是" : "yes") : inChinese ? "否" : "no",
        ExpressionKind.Whole or ExpressionKind.Number => $"{Short(value.Scalar)}{(type.Unit is null ? "" : $" {UnitOf(type.Unit, inChinese)}")}",
        ExpressionKind.Money => $"{Fen(value.Scalar)} {type.Unit}",
        ExpressionKind.Share => $"{Short(Math.Abs(value.Scalar) < 1_000_000_000_000 ? value.Scalar * 100 : value.Scalar)} %",
        ExpressionKind.Span => Length(value.AsSpan!.Value, type.Hours, inChinese),
        ExpressionKind.Choice => type.NameOf(value.AsText!, inChinese),
        ExpressionKind.List => List(value.AsList!, type.Element!, inChinese),
        _ => value.ToString(),
    };

    /// <summary>How far a value is from what was wanted, where that says something.</summary>
    public static string Gap(Operator sign, in Value value, in Value wanted, ExpressionType type, bool inChinese)
    {
        if (sign is not (Operator.Above or Operator.AtLeast or Operator.Below or Operator.AtMost) || !(Types.IsQuantity(type) || type.Kind is ExpressionKind.Date or ExpressionKind.Span))
        {
            return "";
        }

        var isShort = sign is Operator.Above or Operator.AtLeast;
        decimal distance;
        try
        {
            distance = Math.Abs(wanted.Scalar - value.Scalar);
        }
        catch (OverflowException)
        {
            return "";
        }

        var gap = type.Kind == ExpressionKind.Date ? $"{Short(distance)} {(inChinese ? "天" : "days")}" : Of(value.With(distance), type, inChinese);
        return distance == 0 ? "" : inChinese ? $"（{(isShort ? "差" : "超")} {gap}）" : $" ({(isShort ? "short by" : "over by")} {gap})";
    }

    private static string Short(decimal number) => number.ToString("0.############################", CultureInfo.InvariantCulture);

    private static string Fen(decimal number) => number.ToString("0.00##########################", CultureInfo.InvariantCulture);

    private static string UnitOf(string unit, bool inChinese) => !inChinese ? unit : unit switch
    {
        "m" => "米",
        "hours" or "urgent-hours" => "小时",
        "working-hours" => "个工作小时",
        _ => unit,
    };

    private static string Length(TimeSpan length, SpanHours hours, bool inChinese)
    {
        var seconds = Math.Abs(length.Ticks / (decimal)TimeSpan.TicksPerSecond);
        var (one, english, chinese) = hours switch
        {
            SpanHours.Natural => (86_400m, "natural-days", "天"),
            SpanHours.Working => (3_600m, "working-hours", "个工作小时"),
            _ when seconds >= 3_600 => (3_600m, hours == SpanHours.Urgent ? "urgent-hours" : "hours", "小时"),
            _ when seconds >= 60 => (60m, "minutes", "分钟"),
            _ => (1m, "seconds", "秒"),
        };
        return $"{Short(Math.Round(length.Ticks / (decimal)TimeSpan.TicksPerSecond / one, 4))} {(inChinese ? chinese : english)}";
    }

    private static string List(IReadOnlyList<Value> list, ExpressionType element, bool inChinese) =>
        list.Count == 0 ? (inChinese ? "无" : "none") : string.Join(inChinese ? "、" : ", ", list.Select(value => Of(value, element, inChinese)));
}
