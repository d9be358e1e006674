namespace CityActors.Packs.Expressions;

/// <summary>Turns a tree into nodes with types, and collects every fault that it finds on the way.</summary>
internal sealed partial class Checker(Scope scope)
{
    internal const long MostCost = 20_000;
    private const long Ceiling = 1_000_000_000_000;
    private readonly List<ExpressionType> rows = [];
    private readonly List<string> listPaths = [];
    private readonly SortedSet<int> reads = [];

    public List<ExpressionFault> Faults { get; } = [];

    public IReadOnlyCollection<int> Reads => reads;

    public Node Check(Term term, ExpressionType? wanted, bool mayBeMissing)
    {
        var node = mayBeMissing ? Walk(term, Facts.None).Node : Need(term, Facts.None);
        if (wanted is not null)
        {
            Want(node, wanted, term.Column);
        }

        if (node.Cost > MostCost)
        {
            Fault("T3", 1, $"It takes up to {node.Cost} steps, more than {MostCost}: look at a shorter list, or not at one list for each element of another.");
        }

        return node;
    }

    private Flow Walk(Term term, Facts facts)
    {
        var node = term switch
        {
            BinaryTerm { Operator: Operator.And or Operator.Or } join => Join(join, facts),
            BinaryTerm { Operator: Operator.In or Operator.Shares } member => Plain(Member(member, facts), facts),
            BinaryTerm { Operator: Operator.Else } either => Plain(Default(either, facts), facts),
            BinaryTerm { Operator: >= Operator.Plus } sum => Plain(Calculate(sum, facts), facts),
            BinaryTerm compare => Compare(compare, facts),
            NotTerm not => Not(not, facts),
            NegativeTerm negative => Plain(Negative(negative, facts), facts),
            CallTerm call => Call(call, facts),
            ListTerm list => Plain(List(list, facts), facts),
            PathTerm path => Plain(Path(path, facts), facts),
            LiteralTerm literal => Plain(Literal(literal), facts),
            _ => Plain(new FaultyNode(term.Column), facts),
        };
        return node;
    }

    private static Flow Plain(Node node, Facts facts) => new(node, facts, facts);

    /// <summary>A part that must have a value.</summary>
    private Node Need(Term term, Facts facts)
    {
        var node = Walk(term, facts).Node;
        NeedValue(node, term);
        return node;
    }

    private void NeedValue(Node node, Term term)
    {
        if (node.MayBeMissing)
        {
            var name = Printer.Print(term);
            Fault("T1", term.Column, $"{name} may be missing here: write 'has({name}) and …' before it, or '{name} ?? …' with what stands for it.");
        }
    }

    /// <summary>A part that must be true or false.</summary>
    private Flow Condition(Term term, Facts facts, string where)
    {
        var flow = Walk(term, facts);
        NeedValue(flow.Node, term);
        if (flow.Node.IsKnown && flow.Node.Type.Kind != ExpressionKind.Flag)
        {
            Fault("T2", term.Column, $"{Printer.Print(term)} is {flow.Node.Type.WithArticle}, but {where} needs a condition, which is true or false: compare it with something.");
        }
        else if (flow.Node is ConstantNode constant)
        {
            Fault("T5", term.Column, $"{Printer.Print(term)} in {where} is always {constant.Value}: leave it out.");
        }

        return flow;
    }

    private Flow Join(BinaryTerm term, Facts facts)
    {
        var isAnd = term.Operator == Operator.And;
        var word = isAnd ? "'and'" : "'or'";
        var left = Condition(term.Left, facts, word);
        var right = Condition(term.Right, isAnd ? left.WhereTrue : left.WhereFalse, word);
        var node = new JoinNode(isAnd, left.Node, right.Node, Key(term.Operator, left.Node, right.Node))
        {
            Column = term.Column,
            Cost = Steps(left.Node, right.Node),
            Class = ClassOf(left.Node, right.Node),
        };
        return isAnd
            ? new(node, right.WhereTrue, left.WhereFalse.Or(right.WhereFalse))
            : new(node, left.WhereTrue.Or(right.WhereTrue), right.WhereFalse);
    }

    private Flow Not(NotTerm term, Facts facts)
    {
        var inner = Condition(term.Inner, facts, "'not'");
        var node = new NotNode(inner.Node, $"not {inner.Node.Key}") { Column = term.Column, Cost = Steps(inner.Node), Class = inner.Node.Class };
        return new(node, inner.WhereFalse, inner.WhereTrue);
    }

    private Flow Has(CallTerm term, Facts facts)
    {
        var inner = Walk(term.Arguments[0], facts).Node;
        if (inner.IsKnown && !inner.MayBeMissing)
        {
            Fault("T5", term.Column, $"{Printer.Print(term)} is always true: {Printer.Print(term.Arguments[0])} is never missing here. Leave it out.");
        }

        var node = new HasNode(inner, $"has {inner.Key}") { Column = term.Column, Cost = Steps(inner), Class = inner.Class };
        return new(node, facts.With(inner.Key), facts);
    }

    private Node Default(BinaryTerm term, Facts facts)
    {
        var (left, right) = (Walk(term.Left, facts).Node, Walk(term.Right, facts).Node);
        if (left.IsKnown && !left.MayBeMissing)
        {
            Fault("T5", term.Column, $"The default is never used: {Printer.Print(term.Left)} is never missing here. Leave out '??' and what follows it.");
        }

        var type = Fit(left, right, term);
        return type is null ? new FaultyNode(term.Column) : new DefaultNode(type, left, right, Key(term.Operator, left, right))
        {
            Column = term.Column,
            MayBeMissing = right.MayBeMissing && !facts.Has(Key(term.Operator, left, right)),
            Interval = facts.Narrow(Key(term.Operator, left, right), left.Interval.Or(right.Interval)),
            Cost = Steps(left, right),
            Class = ClassOf(left, right),
        };
    }

    private static ConstantNode Literal(LiteralTerm term) => new(term.Type, $"={term.Text}", term.Value)
    {
        Column = term.Column,
        Interval = Types.IsOrdered(term.Type) ? Interval.At(term.Value.Scalar) : Interval.Anything,
    };

    private Node List(ListTerm term, Facts facts)
    {
        var items = term.Items.Select(item => Need(item, facts)).ToList();
        var (element, isBare, interval) = (ExpressionType.Unknown, true, items.Count == 0 ? Interval.Anything : items[0].Interval);
        for (var index = 0; index < items.Count; index++)
        {
            if (Types.Common(element, isBare, items[index].Type, items[index].IsBare) is not { Kind: not (ExpressionKind.List or ExpressionKind.Row) } type)
            {
                var what = $"{Printer.Print(term.Items[index])} is {items[index].Type.WithArticle}";
                Fault("T2", items[index].Column, items[index].Type.Kind is ExpressionKind.List or ExpressionKind.Row
                    ? $"{what}: a list that is written out holds single values."
                    : $"One list holds one type: {what}, what stands before it {element.WithArticle}.");
                return new FaultyNode(term.Column);
            }

            (element, isBare, interval) = (type, isBare && items[index].IsBare, interval.Or(items[index].Interval));
        }

        foreach (var item in items)
        {
            Codes(item, element);
        }

        return new ListNode(ExpressionType.List(element, items.Count), $"[{string.Join(",", items.Select(item => item.Key))}]", items)
        {
            Column = term.Column,
            Interval = interval,
            Cost = Steps([.. items]),
            Class = ClassOf([.. items]),
        };
    }

    private void Want(Node node, ExpressionType wanted, int column)
    {
        var isPlainNumber = wanted is { Kind: ExpressionKind.Number, Unit: null };
        var fits = !node.IsKnown
            || (isPlainNumber && node.Type.Kind is ExpressionKind.Whole or ExpressionKind.Number or ExpressionKind.Share)
            || (wanted.Kind == ExpressionKind.Text && node.Type.Kind is ExpressionKind.Choice or ExpressionKind.Ref or ExpressionKind.Area)
            || (Types.Common(wanted, false, node.Type, node.IsBare) is not null && (wanted.Kind != ExpressionKind.Whole || node.Type.Kind == ExpressionKind.Whole));
        if (!fits)
        {
            Fault("T2", column, $"The expression gives {node.Type.WithArticle}, but here stands {wanted.WithArticle}.{Hint(wanted, node.Type)}");
        }

        Codes(node, wanted);
    }

    private void Fault(string code, int column, string sentence) => Faults.Add(new(code, column, sentence));

    private static string Key(Operator sign, Node left, Node right) => $"({left.Key} {Operators.Sign(sign)} {right.Key})";

    private static long Steps(params ReadOnlySpan<Node> parts)
    {
        var steps = 1L;
        foreach (var part in parts)
        {
            steps += part.Cost;
        }

        return Math.Min(steps, Ceiling);
    }

    private static FieldClass ClassOf(params ReadOnlySpan<Node> parts)
    {
        var highest = FieldClass.Public;
        foreach (var part in parts)
        {
            highest = part.Class > highest ? part.Class : highest;
        }

        return highest;
    }
}
