namespace CityActors.Packs.Expressions;

internal enum Operator
{
    Or,
    And,
    Same,
    Differs,
    Below,
    AtMost,
    Above,
    AtLeast,
    In,
    Shares,
    Plus,
    Minus,
    Times,
    Over,
    Else,
}

/// <summary>The syntax tree: what was written, before it is known what it means.</summary>
internal abstract record Term(int Column)
{
    public abstract IEnumerable<Term> Parts { get; }

    /// <summary>How deep the tree is; a chain of one rank (<c>a + b - c</c>, <c>a and b and c</c>) is one step.</summary>
    public virtual int Depth => 1 + Parts.Select(part => part.Depth).DefaultIfEmpty().Max();

    public int Nodes => 1 + Parts.Sum(part => part.Nodes);
}

/// <param name="Text">As it is printed.</param>
internal sealed record LiteralTerm(Value Value, ExpressionType Type, string Text, int Column) : Term(Column)
{
    public override IEnumerable<Term> Parts => [];
}

internal sealed record PathTerm(string Path, int Column) : Term(Column)
{
    public override IEnumerable<Term> Parts => [];
}

internal sealed record ListTerm(IReadOnlyList<Term> Items, int Column) : Term(Column)
{
    public override IEnumerable<Term> Parts => Items;
}

internal sealed record CallTerm(string Name, IReadOnlyList<Term> Arguments, Term? Where, int Column) : Term(Column)
{
    public override IEnumerable<Term> Parts => Where is null ? Arguments : Arguments.Append(Where);
}

internal sealed record NotTerm(Term Inner, int Column) : Term(Column)
{
    public override IEnumerable<Term> Parts => [Inner];
}

internal sealed record NegativeTerm(Term Inner, int Column) : Term(Column)
{
    public override IEnumerable<Term> Parts => [Inner];
}

/// <param name="Column">Where the operator stands.</param>
internal sealed record BinaryTerm(Operator Operator, Term Left, Term Right, int Column) : Term(Column)
{
    public override IEnumerable<Term> Parts => [Left, Right];

    public override int Depth => Math.Max(
        Left is BinaryTerm chain && Operators.RankOf(chain.Operator) == Operators.RankOf(Operator) ? Left.Depth : 1 + Left.Depth, 1 + Right.Depth);
}

internal static class Operators
{
    public static int RankOf(Operator value) => value switch
    {
        Operator.Or => 1,
        Operator.And => 2,
        >= Operator.Same and <= Operator.Shares => 4,
        Operator.Plus or Operator.Minus => 5,
        Operator.Times or Operator.Over => 6,
        _ => 7,
    };

    public static string Sign(Operator value) => value switch
    {
        Operator.Or => "or",
        Operator.And => "and",
        Operator.Same => "==",
        Operator.Differs => "!=",
        Operator.Below => "<",
        Operator.AtMost => "<=",
        Operator.Above => ">",
        Operator.AtLeast => ">=",
        Operator.In => "in",
        Operator.Shares => "shares",
        Operator.Plus => "+",
        Operator.Minus => "-",
        Operator.Times => "*",
        Operator.Over => "/",
        _ => "??",
    };

    /// <summary>The same comparison read from the other side.</summary>
    public static Operator Turned(Operator value) => value switch
    {
        Operator.Below => Operator.Above,
        Operator.AtMost => Operator.AtLeast,
        Operator.Above => Operator.Below,
        Operator.AtLeast => Operator.AtMost,
        _ => value,
    };

    /// <summary>What holds where the comparison does not.</summary>
    public static Operator Opposite(Operator value) => value switch
    {
        Operator.Same => Operator.Differs,
        Operator.Differs => Operator.Same,
        Operator.Below => Operator.AtLeast,
        Operator.AtMost => Operator.Above,
        Operator.Above => Operator.AtMost,
        Operator.AtLeast => Operator.Below,
        _ => value,
    };
}
