namespace CityActors.Packs.Expressions;

/// <summary>The four kinds of arithmetic on numbers, spans, dates and instants; too large or divided by zero is missing.</summary>
internal sealed class ArithmeticNode(Operator sign, ExpressionType type, Node left, Node right, string key) : Node(type, key)
{
    // A date plus a span counts its days; a date's number is its day.
    private readonly decimal scale = type.Kind == ExpressionKind.Date ? TimeSpan.TicksPerDay : 1;

    public override bool IsBare => left.IsBare && right.IsBare;

    public override Value Evaluate(in Run run)
    {
        var (first, second) = (left.Evaluate(run), right.Evaluate(run));
        if (first.IsMissing || second.IsMissing || Calculate(first.Scalar, second.Scalar / scale) is not { } number)
        {
            return default;
        }

        return Type.Kind switch
        {
            ExpressionKind.Whole => number is >= long.MinValue and <= long.MaxValue ? Value.Of(number) : default,
            ExpressionKind.Date or ExpressionKind.Instant => first.With(number),
            ExpressionKind.Span => Value.OfTicks(number),
            _ => Value.Of(number),
        };
    }

    public override string Words(bool inChinese) => $"({left.Words(inChinese)} {Wording.Sign(sign)} {right.Words(inChinese)})";

    private decimal? Calculate(decimal first, decimal second)
    {
        if (sign == Operator.Over && second == 0)
        {
            return null;
        }

        try
        {
            return sign switch
            {
                Operator.Plus => first + second,
                Operator.Minus => first - second,
                Operator.Times => first * second,
                _ => first / second,
            };
        }
        catch (OverflowException)
        {
            return null;
        }
    }
}

internal sealed class NegativeNode(Node inner, string key) : Node(inner.Type, key)
{
    public override bool IsBare => inner.IsBare;

    public override Value Evaluate(in Run run) => inner.Evaluate(run) is { IsMissing: false } value
        ? Type.Kind == ExpressionKind.Whole && value.Scalar == long.MinValue ? default : value.With(-value.Scalar)
        : default;

    public override string Words(bool inChinese) => $"-{inner.Words(inChinese)}";
}

/// <summary>The functions that look at values, not at lists.</summary>
internal sealed class FunctionNode(string name, ExpressionType type, IReadOnlyList<Node> arguments, string key) : Node(type, key)
{
    public string Name => name;

    public IReadOnlyList<Node> Arguments => arguments;

    public SpanHours Hours { get; init; }

    public override Value Evaluate(in Run run)
    {
        var first = arguments[0].Evaluate(run);
        var second = arguments.Count > 1 ? arguments[1].Evaluate(run) : first;
        if (first.IsMissing || second.IsMissing)
        {
            return default;
        }

        switch (name)
        {
            case "age":
                return Value.Of(Years(first.AsDate!.Value, second.AsDate!.Value));
            case "days":
                return Value.Of(second.Scalar - first.Scalar);
            case "hours":
                return run.Measures.Hours(first.AsInstant!.Value, second.AsInstant!.Value, Hours) is { } hours ? Value.Of(hours) : default;
            case "within":
                return Value.Of(run.Measures.IsWithin(first.AsPlace!, second.AsText!));
            case "metres":
                return Value.Of(run.Measures.Metres(first.AsPlace!, second.AsPlace!));
            case "starts":
                return Value.Of(first.AsText!.StartsWith(second.AsText!, StringComparison.Ordinal));
            case "text-size":
                return Value.Of(Characters(first.AsText!));
            case "round":
                return Value.Of(decimal.Round(first.Scalar, (int)second.Scalar, MidpointRounding.AwayFromZero));
            case "month":
                return Value.Of(first.AsDate!.Value.Month);
            case "weekday":
                return Value.Of((((int)first.AsDate!.Value.DayOfWeek + 6) % 7) + 1);
            default:
                return Between(first, second, arguments[2].Evaluate(run));
        }
    }

    public override string Words(bool inChinese)
    {
        var function = Function.All[name];
        return $"{(inChinese ? function.Chinese : function.English)}({string.Join(inChinese ? "、" : ", ", arguments.Select(argument => argument.Words(inChinese)))})";
    }

    private static Value Between(in Value value, in Value least, in Value most) =>
        value.Held != least.Held || value.Held != most.Held ? default : Value.Of(least.Scalar <= value.Scalar && value.Scalar <= most.Scalar);

    // A birthday on 29 February is kept on 1 March in years without one.
    private static int Years(DateOnly born, DateOnly today) =>
        today.Year - born.Year - ((today.Month, today.Day).CompareTo((born.Month, born.Day)) < 0 ? 1 : 0);

    private static int Characters(string text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes())
        {
            count++;
        }

        return count;
    }
}

/// <summary>The functions over a list: each element once, in order.</summary>
internal sealed class AggregateNode(string name, ExpressionType type, Node list, ColumnNode? column, Node? where, string key) : Node(type, key)
{
    public string Name => name;

    public override Value Evaluate(in Run run)
    {
        if (list.Evaluate(run).AsList is not { } elements)
        {
            return default;
        }

        var row = where is null ? null : new RowFrame(run.Row);
        var inner = row is null ? run : run with { Row = row };
        var total = Begin();
        for (var index = 0; index < elements.Count; index++)
        {
            var element = elements[index];
            var holds = true;
            if (row is not null)
            {
                row.It = element;
                if (where!.Evaluate(inner).AsFlag is not { } flag)
                {
                    total.IsUnsure = true;
                    continue;
                }

                holds = flag;
            }

            if (holds != (name == "all"))
            {
                total.Take(name, column is null ? element : column.Of(element));
                if (name is "any" or "all")
                {
                    break; // One is enough: it holds, or does not.
                }
            }
        }

        return total.Result(name, Type);
    }

    public override string Words(bool inChinese)
    {
        var function = Function.All[name];
        var what = (column ?? list).Words(inChinese);
        return (inChinese ? function.Chinese : function.English) + (where is null ? $"({what})" : inChinese ? $"({what}，条件：{where.Words(true)})" : $"({what} where {where.Words(false)})");
    }

    private static Total Begin() => default;

    private struct Total
    {
        private Value value;
        private int count;

        public bool IsUnsure { get; set; }

        public void Take(string name, in Value next)
        {
            count++;
            if (name is "count" or "any" or "all")
            {
                return;
            }

            if (next.IsMissing)
            {
                IsUnsure = true;
            }
            else if (value.IsMissing)
            {
                value = next;
            }
            else if (name == "only")
            {
                IsUnsure |= Value.Same(value, next) != true;
            }
            else if (name != "sum")
            {
                value = (name == "min") == (next.Scalar < value.Scalar) && next.Scalar != value.Scalar ? next : value;
            }
            else if (Sum(value.Scalar, next.Scalar) is { } sum)
            {
                value = value.With(sum);
            }
            else
            {
                IsUnsure = true;
            }
        }

        public readonly Value Result(string name, ExpressionType type) => name switch
        {
            "any" when count > 0 => Value.Of(true),
            "all" when count > 0 => Value.Of(false),
            _ when IsUnsure => default,
            "any" => Value.Of(false),
            "all" => Value.Of(true),
            "count" => Value.Of(count),
            "sum" when count == 0 => type.Kind == ExpressionKind.Span ? Value.OfTicks(0) : Value.Of(0m),
            "sum" when type.Kind == ExpressionKind.Whole && value.Scalar is < long.MinValue or > long.MaxValue => default,
            _ => value,
        };

        private static decimal? Sum(decimal left, decimal right)
        {
            try
            {
                return left + right;
            }
            catch (OverflowException)
            {
                return null;
            }
        }
    }
}
