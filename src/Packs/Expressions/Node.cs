namespace CityActors.Packs.Expressions;

/// <summary>What an evaluation has at hand.</summary>
internal readonly record struct Run(IValues Values, IMeasures Measures, RowFrame? Row = null);

/// <summary>The element that a <c>where</c> is looking at, and the one around it. One for each aggregate, moved from element to element.</summary>
internal sealed class RowFrame(RowFrame? outer)
{
    public RowFrame? Outer => outer;

    public Value It { get; set; }
}

/// <summary>A part of a checked expression: it knows its type and can be evaluated. Evaluation is total: what has no value is missing.</summary>
internal abstract class Node(ExpressionType type, string key)
{
    public ExpressionType Type { get; } = type;

    /// <summary>The same for two nodes that read and do the same.</summary>
    public string Key { get; } = key;

    public int Column { get; init; }

    public Interval Interval { get; init; }

    public bool MayBeMissing { get; init; }

    /// <summary>A literal, or made of literals: it takes the unit of what it meets.</summary>
    public virtual bool IsBare => false;

    /// <summary>Steps at most.</summary>
    public long Cost { get; init; } = 1;

    public FieldClass Class { get; init; }

    public bool IsKnown => Type.Kind != ExpressionKind.Unknown;

    public abstract Value Evaluate(in Run run);

    /// <summary>As people read it.</summary>
    public abstract string Words(bool inChinese);
}

internal sealed class FaultyNode(int column) : Node(ExpressionType.Unknown, $"fault {column}")
{
    public override Value Evaluate(in Run run) => default;

    public override string Words(bool inChinese) => "";
}

internal sealed class ConstantNode(ExpressionType type, string key, Value value) : Node(type, key)
{
    public Value Value => value;

    public override bool IsBare => Type.Kind is ExpressionKind.Whole or ExpressionKind.Number or ExpressionKind.Text;

    public override Value Evaluate(in Run run) => value;

    public override string Words(bool inChinese) => Wording.Of(value, Type, inChinese);
}

/// <summary>Reads a field of the scope, or of a row around.</summary>
/// <param name="up">How many rows out; -1 reads the scope.</param>
internal sealed class ReadNode(ScopeField field, string key, int up, int index) : Node(field.Type, key)
{
    public override Value Evaluate(in Run run)
    {
        var values = up < 0 ? run.Values : RowAt(run.Row, up)?.It.AsRow;
        return values is null ? default : Fits.Or(values[index], Type);
    }

    public override string Words(bool inChinese) => inChinese ? field.Chinese : field.English;

    internal static RowFrame? RowAt(RowFrame? row, int up)
    {
        for (; up > 0 && row is not null; up--)
        {
            row = row.Outer;
        }

        return row;
    }
}

/// <summary>The element itself.</summary>
internal sealed class ItNode(ExpressionType type, string key) : Node(type, key)
{
    public override Value Evaluate(in Run run) => run.Row is { } row ? Fits.Or(row.It, Type) : default;

    public override string Words(bool inChinese) => inChinese ? "该项" : "the element";
}

internal sealed class ListNode(ExpressionType type, string key, IReadOnlyList<Node> items) : Node(type, key)
{
    public IReadOnlyList<Node> Items => items;

    public override bool IsBare => items.All(item => item.IsBare);

    public override Value Evaluate(in Run run)
    {
        var values = new Value[items.Count];
        for (var index = 0; index < values.Length; index++)
        {
            values[index] = items[index].Evaluate(run);
        }

        return Value.Of(values);
    }

    public override string Words(bool inChinese) => string.Join(inChinese ? "、" : ", ", items.Select(item => item.Words(inChinese)));
}

/// <summary>One field of each row of a list.</summary>
internal sealed class ColumnNode(ExpressionType type, string key, Node list, ScopeField column, int index) : Node(type, key)
{
    public Node List => list;

    public ScopeField Field => column;

    public int Index => index;

    public override Value Evaluate(in Run run)
    {
        if (list.Evaluate(run).AsList is not { } rows)
        {
            return default;
        }

        var values = new Value[rows.Count];
        for (var at = 0; at < values.Length; at++)
        {
            values[at] = Of(rows[at]);
        }

        return Value.Of(values);
    }

    public Value Of(in Value row) => row.AsRow is { } fields ? Fits.Or(fields[index], column.Type) : default;

    public override string Words(bool inChinese) =>
        inChinese ? $"{list.Words(true)}的{column.Chinese}" : $"{column.English} of {list.Words(false)}";
}

/// <summary>A value that is not of its declared type counts as missing, and so does a list longer than it may be.</summary>
internal static class Fits
{
    public static Value Or(in Value value, ExpressionType type) => value.Held == Of(type.Kind)
        && (type.Kind != ExpressionKind.List || value.AsList!.Count <= type.Most)
        && (type.Kind != ExpressionKind.Whole || (decimal.IsInteger(value.Scalar) && value.Scalar is >= long.MinValue and <= long.MaxValue)) ? value : default;

    private static Value.Shape Of(ExpressionKind kind) => kind switch
    {
        ExpressionKind.Flag => Value.Shape.Flag,
        ExpressionKind.Whole or ExpressionKind.Number or ExpressionKind.Share or ExpressionKind.Money => Value.Shape.Number,
        ExpressionKind.Text or ExpressionKind.Choice or ExpressionKind.Area or ExpressionKind.Ref => Value.Shape.Text,
        ExpressionKind.Date => Value.Shape.Date,
        ExpressionKind.Instant => Value.Shape.Instant,
        ExpressionKind.Span => Value.Shape.Span,
        ExpressionKind.Place => Value.Shape.Place,
        ExpressionKind.List => Value.Shape.List,
        _ => Value.Shape.Row,
    };
}
