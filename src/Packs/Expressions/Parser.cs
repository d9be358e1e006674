using System.Globalization;

namespace CityActors.Packs.Expressions;

/// <summary>Reads a text into a tree, or says what is wrong with it. One fault at a time: what follows it would be a guess.</summary>
internal sealed class Parser
{
    internal const int LongestText = 2_000;
    internal const int MostNodes = 64;
    internal const int MostDepth = 8;

    // The stack's own bound, above any depth that is accepted.
    private const int MostNesting = 64;
    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal) { "and", "or", "not", "in", "shares", "where", "true", "false" };
    private readonly List<Token> tokens = [];
    private int at;
    private int nesting;
    private ExpressionFault? fault;

    private Parser()
    {
    }

    private Token Now => tokens[at];

    public static (Term? Term, ExpressionFault? Fault) Read(string text)
    {
        if (text.Length > LongestText)
        {
            return (null, new("T3", LongestText + 1, $"The text has {text.Length} characters, more than {LongestText}: split the condition in two."));
        }

        var parser = new Parser();
        if (Lexer.Read(text, parser.tokens) is { } unreadable)
        {
            return (null, unreadable);
        }

        var term = parser.Or();
        if (parser.fault is null && parser.Now.Kind != TokenKind.End)
        {
            parser.Unexpected("the expression could have ended here");
        }

        if (parser.fault is not null)
        {
            return (null, parser.fault);
        }

        return term.Nodes > MostNodes ? (null, new("T3", 1, $"The expression has {term.Nodes} parts, more than {MostNodes}: split it in two."))
            : term.Depth > MostDepth ? (null, new("T3", 1, $"The expression is nested {term.Depth} deep, more than {MostDepth}: split it in two."))
            : (term, null);
    }

    private Term Or() => Chain(And, Operator.Or);

    private Term And() => Chain(Not, Operator.And);

    private Term Not()
    {
        var column = Now.Column;
        return TakeWord("not") ? new NotTerm(Deeper(Not), column) : Comparison();
    }

    private Term Comparison()
    {
        var left = Sum();
        if (ComparisonHere() is not { } first)
        {
            return left;
        }

        var column = Take().Column;
        var term = new BinaryTerm(first, left, Sum(), column);
        if (ComparisonHere() is not null)
        {
            Fail(Now.Column, "One comparison at a time: write 'a < b and b < c', or between(x, a, b).");
        }

        return term;
    }

    private Term Sum() => Chain(Product, Operator.Plus, Operator.Minus);

    private Term Product() => Chain(Negative, Operator.Times, Operator.Over);

    private Term Negative()
    {
        var column = Now.Column;
        return TakeSign("-") ? new NegativeTerm(Default(), column) : Default();
    }

    private Term Default()
    {
        var left = Atom();
        if (!IsSign("??"))
        {
            return left;
        }

        var column = Take().Column;
        if (IsSign("-"))
        {
            return Fail(Now.Column, "Put the default in parentheses: x ?? (-1).");
        }

        var term = new BinaryTerm(Operator.Else, left, Atom(), column);
        return IsSign("??") ? Fail(Now.Column, "One default at a time: write (a ?? b) ?? c.") : term;
    }

    private Term Chain(Func<Term> part, params ReadOnlySpan<Operator> operators)
    {
        var term = part();
        while (fault is null && OperatorHere(operators) is { } found)
        {
            var sign = Take();
            if (found == Operator.Minus && !(sign.BlankBefore && Now.BlankBefore))
            {
                return Fail(sign.Column, "A minus between two values has a blank on either side, because names may carry hyphens: a - b.");
            }

            term = new BinaryTerm(found, term, part(), sign.Column);
        }

        return term;
    }

    private Term Atom()
    {
        var token = Now;
        if (fault is not null)
        {
            return Nothing(token.Column);
        }

        switch (token.Kind)
        {
            case TokenKind.Number:
                return Literals.Number(Take(), Now, out var isUnitTaken, out fault) is { } number ? Skip(number, isUnitTaken) : Nothing(token.Column);
            case TokenKind.Date:
                Take();
                return DateOnly.TryParseExact(token.Text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
                    ? new LiteralTerm(Value.Of(date), ExpressionType.Date, token.Text, token.Column)
                    : Fail(token.Column, $"There is no day {token.Text} in the calendar.");
            case TokenKind.Text:
                Take();
                return new LiteralTerm(Value.Of(token.Text), ExpressionType.Text, Literals.Quoted(token.Text), token.Column);
            case TokenKind.Name:
                return Name();
            default:
                return TakeSign("(") ? Closed(Deeper(Or), ")") : TakeSign("[") ? List(token.Column) : Unexpected("a value was expected");
        }
    }

    private Term Name()
    {
        var name = Take();
        if (name.Text is "true" or "false")
        {
            return new LiteralTerm(Value.Of(name.Text == "true"), ExpressionType.Flag, name.Text, name.Column);
        }

        if (Reserved.Contains(name.Text))
        {
            return Fail(name.Column, $"'{name.Text}' stands where a value was expected.");
        }

        if (!TakeSign("("))
        {
            return new PathTerm(name.Text, name.Column);
        }

        if (!Function.All.ContainsKey(name.Text))
        {
            return Fail(name.Column, $"There is no function {name.Text}; there are: {string.Join(", ", Function.All.Keys)}.");
        }

        var arguments = new List<Term>();
        Term? where = null;
        while (!IsSign(")") && fault is null)
        {
            arguments.Add(Deeper(Or));
            where = TakeWord("where") ? Deeper(Or) : null;
            if (where is not null || !TakeSign(","))
            {
                break;
            }
        }

        return Closed(new CallTerm(name.Text, arguments, where, name.Column), ")");
    }

    private Term List(int column)
    {
        var items = new List<Term>();
        while (!IsSign("]") && fault is null)
        {
            items.Add(Deeper(Or));
            if (!TakeSign(","))
            {
                break;
            }
        }

        return Closed(new ListTerm(items, column), "]");
    }

    private Term Deeper(Func<Term> part)
    {
        if (++nesting > MostNesting)
        {
            fault ??= new("T3", Now.Column, $"The expression is nested more than {MostDepth} deep: split it in two.");
            return Nothing(Now.Column);
        }

        var term = part();
        nesting--;
        return term;
    }

    private Operator? ComparisonHere() =>
        OperatorHere([Operator.Same, Operator.Differs, Operator.Below, Operator.AtMost, Operator.Above, Operator.AtLeast, Operator.In, Operator.Shares]);

    private Operator? OperatorHere(ReadOnlySpan<Operator> operators)
    {
        foreach (var one in operators)
        {
            if (Now.Kind is TokenKind.Sign or TokenKind.Name && Now.Text == Operators.Sign(one))
            {
                return one;
            }
        }

        return null;
    }

    private bool IsSign(string sign) => Now.Kind == TokenKind.Sign && Now.Text == sign;

    private bool TakeSign(string sign) => IsSign(sign) && Take().Kind == TokenKind.Sign;

    private bool TakeWord(string word) => Now.Kind == TokenKind.Name && Now.Text == word && Take().Kind == TokenKind.Name;

    // The end stays, however often it is taken.
    private Token Take() => Now.Kind == TokenKind.End ? Now : tokens[at++];

    private Term Skip(Term term, bool isUnitTaken)
    {
        if (isUnitTaken)
        {
            Take();
        }

        return term;
    }

    private Term Closed(Term term, string sign) => TakeSign(sign) ? term : Unexpected($"'{sign}' was expected");

    private Term Unexpected(string why) => Fail(Now.Column, Now.Kind == TokenKind.End ? $"The text ends too early: {why}." : $"'{Now.Text}' is not understood here: {why}.");

    private Term Fail(int column, string sentence)
    {
        fault ??= new("T0", column, sentence);
        return Nothing(column);
    }

    private static ListTerm Nothing(int column) => new([], column);
}
