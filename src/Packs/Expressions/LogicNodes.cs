namespace CityActors.Packs.Expressions;

/// <summary>Both, or either. What is missing decides nothing: false and missing is false, true and missing is missing.</summary>
internal sealed class JoinNode(bool isAnd, Node left, Node right, string key) : Node(ExpressionType.Flag, key)
{
    public bool IsAnd => isAnd;

    public Node Left => left;

    public Node Right => right;

    public override Value Evaluate(in Run run)
    {
        var first = left.Evaluate(run).AsFlag;
        if (first == !isAnd)
        {
            return Value.Of(!isAnd);
        }

        var second = right.Evaluate(run);
        return first is null && second.AsFlag != !isAnd ? default : second;
    }

    public override string Words(bool inChinese) => $"{left.Words(inChinese)} {(inChinese ? (isAnd ? "且" : "或") : isAnd ? "and" : "or")} {right.Words(inChinese)}";
}

internal sealed class NotNode(Node inner, string key) : Node(ExpressionType.Flag, key)
{
    public Node Inner => inner;

    public override Value Evaluate(in Run run) => inner.Evaluate(run).AsFlag is { } flag ? Value.Of(!flag) : default;

    public override string Words(bool inChinese) => inChinese ? $"非（{inner.Words(true)}）" : $"not ({inner.Words(false)})";
}

internal sealed class CompareNode(Operator sign, Node left, Node right, string key) : Node(ExpressionType.Flag, key)
{
    public Operator Operator => sign;

    public Node Left => left;

    public Node Right => right;

    public override Value Evaluate(in Run run)
    {
        var (first, second) = (left.Evaluate(run), right.Evaluate(run));
        return Holds(sign, first, second) is { } flag ? Value.Of(flag) : default;
    }

    public override string Words(bool inChinese) => $"{left.Words(inChinese)} {Wording.Sign(sign)} {right.Words(inChinese)}";

    internal static bool? Holds(Operator sign, in Value left, in Value right) => Value.Same(left, right) is not { } same ? null : sign switch
    {
        Operator.Same => same,
        Operator.Differs => !same,
        Operator.Below => left.Scalar < right.Scalar,
        Operator.AtMost => left.Scalar <= right.Scalar,
        Operator.Above => left.Scalar > right.Scalar,
        _ => left.Scalar >= right.Scalar,
    };
}

/// <summary>Whether a value is in a list, or two lists have one in common.</summary>
internal sealed class MemberNode(bool isShares, Node left, Node right, string key) : Node(ExpressionType.Flag, key)
{
    public bool IsShares => isShares;

    public Node Left => left;

    public Node Right => right;

    public override Value Evaluate(in Run run)
    {
        var first = left.Evaluate(run);
        if (right.Evaluate(run).AsList is not { } list || first.IsMissing)
        {
            return default;
        }

        var isSure = true;
        if (!isShares)
        {
            return IsIn(first, list, ref isSure) ? Value.Of(true) : isSure ? Value.Of(false) : default;
        }

        var others = first.AsList!;
        for (var index = 0; index < others.Count; index++)
        {
            if (IsIn(others[index], list, ref isSure))
            {
                return Value.Of(true);
            }
        }

        return isSure ? Value.Of(false) : default;
    }

    public override string Words(bool inChinese) => inChinese
        ? $"{left.Words(true)} {(isShares ? "与" : "属于")} {right.Words(true)}{(isShares ? " 有交集" : "")}"
        : $"{left.Words(false)} {(isShares ? "shares one with" : "is in")} {right.Words(false)}";

    private static bool IsIn(in Value one, IReadOnlyList<Value> list, ref bool isSure)
    {
        for (var index = 0; index < list.Count; index++)
        {
            var same = Value.Same(one, list[index]);
            if (same == true)
            {
                return true;
            }

            isSure &= same is not null;
        }

        return false;
    }
}

internal sealed class HasNode(Node inner, string key) : Node(ExpressionType.Flag, key)
{
    public Node Inner => inner;

    public override Value Evaluate(in Run run) => Value.Of(!inner.Evaluate(run).IsMissing);

    public override string Words(bool inChinese) => inChinese ? $"有{inner.Words(true)}" : $"has {inner.Words(false)}";
}

/// <summary>A value, or the default where it is missing.</summary>
internal sealed class DefaultNode(ExpressionType type, Node left, Node right, string key) : Node(type, key)
{
    public Node Left => left;

    public override bool IsBare => left.IsBare && right.IsBare;

    public override Value Evaluate(in Run run)
    {
        var value = left.Evaluate(run);
        return value.IsMissing ? right.Evaluate(run) : value;
    }

    public override string Words(bool inChinese) => inChinese ? $"{left.Words(true)}（缺省 {right.Words(true)}）" : $"{left.Words(false)} (else {right.Words(false)})";
}
