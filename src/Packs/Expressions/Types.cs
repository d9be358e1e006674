namespace CityActors.Packs.Expressions;

/// <summary>Which types go together.</summary>
internal static class Types
{
    /// <summary>The type of two values that are compared, added or stand for one another; null where they do not fit.</summary>
    public static ExpressionType? Common(ExpressionType left, bool isLeftBare, ExpressionType right, bool isRightBare)
    {
        if (left.Kind == ExpressionKind.Unknown || right.Kind == ExpressionKind.Unknown)
        {
            return left.Kind == ExpressionKind.Unknown ? right : left;
        }

        if (IsCount(left) && IsCount(right))
        {
            return isLeftBare && !isRightBare ? Wider(right, left)
                : isRightBare && !isLeftBare ? Wider(left, right)
                : left.Unit == right.Unit ? Wider(left, right) : null;
        }

        if (isLeftBare != isRightBare && (left.Kind == ExpressionKind.Text || right.Kind == ExpressionKind.Text))
        {
            var named = isLeftBare ? right : left;
            return (isLeftBare ? left : right).Kind == ExpressionKind.Text && named.Kind is ExpressionKind.Text or ExpressionKind.Choice or ExpressionKind.Area or ExpressionKind.Ref ? named : null;
        }

        return left.Kind != right.Kind ? PlainShare(left, isLeftBare, right, isRightBare) : left.Kind switch
        {
            ExpressionKind.Money => left.Unit == right.Unit ? left : null,
            ExpressionKind.Span => left.Hours == right.Hours ? left : null,
            ExpressionKind.Ref => left.Target is null || left.Target == right.Target ? right : right.Target is null ? left : null,
            ExpressionKind.Choice => left.Codes is null ? right : right.Codes is null || left.Codes.Any(code => right.Codes.Any(other => other.Code == code.Code)) ? left : null,
            ExpressionKind.List => Common(left.Element!, isLeftBare, right.Element!, isRightBare) is { } element
                ? ExpressionType.List(element, Math.Max(left.Most, right.Most)) : null,
            ExpressionKind.Row => left.Fields == right.Fields ? left : null,
            _ => left,
        };
    }

    /// <summary>The type of a calculation; null where there is none.</summary>
    public static ExpressionType? Of(Operator sign, Node left, Node right) => sign switch
    {
        Operator.Times => Scaled(left.Type, right.Type) ?? Scaled(right.Type, left.Type),
        Operator.Over => Divided(left, right),
        _ => Shifted(sign, left.Type, right.Type)
            ?? (Common(left.Type, left.IsBare, right.Type, right.IsBare) is { } type && (IsQuantity(type) || type.Kind == ExpressionKind.Span) ? type : null),
    };

    public static bool IsQuantity(ExpressionType type) =>
        type.Kind is ExpressionKind.Whole or ExpressionKind.Number or ExpressionKind.Share or ExpressionKind.Money;

    public static bool IsOrdered(ExpressionType type) => IsQuantity(type) || type.Kind is ExpressionKind.Date or ExpressionKind.Instant or ExpressionKind.Span;

    private static bool IsCount(ExpressionType type) => type.Kind is ExpressionKind.Whole or ExpressionKind.Number;

    private static bool IsPlain(ExpressionType type) => type.Kind is ExpressionKind.Whole or ExpressionKind.Share || (type.Kind == ExpressionKind.Number && type.Unit is null);

    // Whole numbers stay whole only among themselves; the unit is the first one's.
    private static ExpressionType Wider(ExpressionType named, ExpressionType other) =>
        named.Kind == ExpressionKind.Whole && other.Kind != ExpressionKind.Whole ? ExpressionType.Number() : named;

    // A number that was calculated may be a share; one that was only written down is a mistake for a percentage.
    private static ExpressionType? PlainShare(ExpressionType left, bool isLeftBare, ExpressionType right, bool isRightBare) =>
        (left.Kind, right.Kind) is (ExpressionKind.Share, ExpressionKind.Number) && right.Unit is null && !isRightBare ? right
        : (left.Kind, right.Kind) is (ExpressionKind.Number, ExpressionKind.Share) && left.Unit is null && !isLeftBare ? left
        : null;

    private static ExpressionType? Scaled(ExpressionType type, ExpressionType factor) =>
        !IsPlain(factor) ? null
        : type.Kind switch
        {
            ExpressionKind.Whole => factor.Kind == ExpressionKind.Whole ? type : factor.Kind == ExpressionKind.Number ? factor : ExpressionType.Number(),
            ExpressionKind.Share => factor.Kind == ExpressionKind.Share ? type : ExpressionType.Number(),
            ExpressionKind.Number or ExpressionKind.Money or ExpressionKind.Span => type,
            _ => null,
        };

    private static ExpressionType? Divided(Node left, Node right)
    {
        var (type, by) = (left.Type, right.Type);
        var isAlike = type.Kind == by.Kind && type.Unit == by.Unit && type.Hours == by.Hours && (IsQuantity(type) || type.Kind == ExpressionKind.Span);
        return isAlike ? ExpressionType.Number()
            : !IsPlain(by) ? null
            : type.Kind == ExpressionKind.Whole ? ExpressionType.Number()
            : IsQuantity(type) || type.Kind == ExpressionKind.Span ? type : null;
    }

    private static ExpressionType? Shifted(Operator sign, ExpressionType type, ExpressionType by) => (type.Kind, by.Kind) switch
    {
        (ExpressionKind.Instant, ExpressionKind.Instant) when sign == Operator.Minus => ExpressionType.Span(SpanHours.All),
        (ExpressionKind.Instant, ExpressionKind.Span) when by.Hours != SpanHours.Working => type,
        (ExpressionKind.Date, ExpressionKind.Span) when by.Hours == SpanHours.Natural => type,
        _ => null,
    };
}
