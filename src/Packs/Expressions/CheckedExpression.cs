namespace CityActors.Packs.Expressions;

/// <summary>Expressions: the one language in which packs write conditions and figures.</summary>
public static class Expression
{
    /// <summary>Reads and checks a text. Either there is an expression or there are faults, never both.</summary>
    /// <param name="text">What was written.</param>
    /// <param name="scope">What may be read where it stands.</param>
    /// <param name="wanted">The type that it must give; null for any. A plain number is content with any unit.</param>
    /// <param name="mayBeMissing">Whether the place where it stands is content with no value. Default no.</param>
    public static ExpressionCheck Check(string text, Scope scope, ExpressionType? wanted = null, bool mayBeMissing = false)
    {
        var (term, fault) = Parser.Read(text);
        if (term is null)
        {
            return new(null, [fault!]);
        }

        var checker = new Checker(scope);
        var node = checker.Check(term, wanted, mayBeMissing);
        return checker.Faults.Count > 0
            ? new(null, [.. checker.Faults.Distinct().OrderBy(one => one.Column)])
            : new(new CheckedExpression(term, node, checker.Reads), []);
    }

    /// <summary>The one way of writing a text: one blank around operators, no parentheses that are not needed; null where it cannot be read.</summary>
    public static string? Tidy(string text) => Parser.Read(text).Term is { } term ? Printer.Print(term) : null;
}

/// <summary>What a check found.</summary>
/// <param name="Expression">The expression; null if there are faults.</param>
/// <param name="Faults">All faults, in the order of the text; empty if there is an expression.</param>
public sealed record ExpressionCheck(CheckedExpression? Expression, IReadOnlyList<ExpressionFault> Faults);

/// <summary>An expression that was checked: evaluation cannot fail. It has no state and may be used by many at once.</summary>
public sealed class CheckedExpression
{
    private readonly Term term;
    private readonly Node node;

    internal CheckedExpression(Term term, Node node, IReadOnlyCollection<int> reads) => (this.term, this.node, Reads) = (term, node, reads);

    /// <summary>The type of what it gives.</summary>
    public ExpressionType Type => node.Type;

    /// <summary>The most steps that one evaluation takes.</summary>
    public long Cost => node.Cost;

    /// <summary>The indices of the scope that it reads, in order.</summary>
    public IReadOnlyCollection<int> Reads { get; }

    /// <summary>The highest class of what it reads.</summary>
    public FieldClass Class => node.Class;

    /// <summary>The least that it can give, if the check knows.</summary>
    public decimal? Least => node.Interval.Least;

    /// <summary>The most that it can give, if the check knows.</summary>
    public decimal? Most => node.Interval.Most;

    /// <summary>Its value. Missing where a number is too large, or where a value is missing against its scope.</summary>
    /// <param name="values">What it reads, by the indices of its scope.</param>
    /// <param name="measures">What only the city can measure; null for <see cref="Measures.Plain"/>.</param>
    public Value Evaluate(IValues values, IMeasures? measures = null) => node.Evaluate(new Run(values, measures ?? Measures.Plain));

    /// <summary>Whether a condition holds; one that cannot be judged does not.</summary>
    public bool Holds(IValues values, IMeasures? measures = null) => Evaluate(values, measures).AsFlag == true;

    /// <summary>Why it holds or does not, in both languages.</summary>
    /// <param name="values">What it reads, by the indices of its scope.</param>
    /// <param name="measures">What only the city can measure; null for <see cref="Measures.Plain"/>.</param>
    /// <param name="shows">The highest class of values that the reader may see. Default internal.</param>
    public Explanation Explain(IValues values, IMeasures? measures = null, FieldClass shows = FieldClass.Internal)
    {
        var explainer = new Explainer(new Run(values, measures ?? Measures.Plain), shows);
        return Type.Kind == ExpressionKind.Flag ? explainer.Of(node) : explainer.OfValue(node);
    }

    /// <summary>Its value as people read it.</summary>
    /// <param name="values">What it reads, by the indices of its scope.</param>
    /// <param name="inChinese">Whether in Chinese.</param>
    public string Say(IValues values, bool inChinese) => Wording.Of(Evaluate(values), Type, inChinese);

    /// <inheritdoc/>
    public override string ToString() => Printer.Print(term);
}
