namespace CityActors.Packs.Expressions;

/// <content>Comparisons and arithmetic: types, units, and what can never be otherwise.</content>
internal sealed partial class Checker
{
    private Flow Compare(BinaryTerm term, Facts facts)
    {
        var (left, right) = (Need(term.Left, facts), Need(term.Right, facts));
        var type = Fit(left, right, term);
        if (type is not null && type.Kind is ExpressionKind.Place or ExpressionKind.List or ExpressionKind.Row)
        {
            Fault("T2", term.Column, $"Two values of type {type} are not compared: use metres or within for places, 'in', 'shares' or count for lists.");
        }
        else if (type is { Kind: not ExpressionKind.Unknown } && term.Operator > Operator.Differs && !Types.IsOrdered(type))
        {
            Fault("T2", term.Column, $"A {type} has no order: only == and != compare it.");
        }
        else if (type is not null && Verdict(term.Operator, left, right) is { } verdict)
        {
            FaultVerdict(term, verdict);
        }

        var node = new CompareNode(term.Operator, left, right, Key(term.Operator, left, right)) { Column = term.Column, Cost = Steps(left, right), Class = ClassOf(left, right) };
        return type is null || !Types.IsOrdered(type)
            ? Plain(node, facts)
            : new(node, Learn(facts, term.Operator, left, right), Learn(facts, Operators.Opposite(term.Operator), left, right));
    }

    private void FaultVerdict(Term term, bool verdict) =>
        Fault("T5", term.Column, $"{Printer.Print(term)} is always {(verdict ? "true" : "false")} here, whatever the values are: leave it out or correct the bound.");

    private static Facts Learn(Facts facts, Operator sign, Node left, Node right) =>
        Learn(Learn(facts, sign, left, right.Interval), Operators.Turned(sign), right, left.Interval);

    private static Facts Learn(Facts facts, Operator sign, Node node, Interval other)
    {
        var bound = sign switch
        {
            Operator.Same => other,
            Operator.Below => new Interval(null, other.Most, MostOpen: other.Most is not null),
            Operator.AtMost => new Interval(null, other.Most, MostOpen: other.MostOpen),
            Operator.Above => new Interval(other.Least, null, LeastOpen: other.Least is not null),
            Operator.AtLeast => new Interval(other.Least, null, LeastOpen: other.LeastOpen),
            _ => Interval.Anything,
        };
        return node is ConstantNode ? facts : facts.With(node.Key, node.Type.Kind is ExpressionKind.Whole or ExpressionKind.Date ? bound.InWholes() : bound);
    }

    /// <summary>True or false where a comparison can only be that.</summary>
    private static bool? Verdict(Operator sign, Node left, Node right)
    {
        if (left.Key == right.Key)
        {
            return sign is Operator.Same or Operator.AtMost or Operator.AtLeast;
        }

        if (left is ConstantNode first && right is ConstantNode second)
        {
            return CompareNode.Holds(sign, first.Value, second.Value);
        }

        var (a, b) = (left.Interval, right.Interval);
        return sign switch
        {
            Operator.Below => a.IsBelow(b) ? true : b.IsBelowOrAt(a) ? false : null,
            Operator.AtMost => a.IsBelowOrAt(b) ? true : b.IsBelow(a) ? false : null,
            Operator.Above => b.IsBelow(a) ? true : a.IsBelowOrAt(b) ? false : null,
            Operator.AtLeast => b.IsBelowOrAt(a) ? true : a.IsBelow(b) ? false : null,
            _ when a.IsBelow(b) || b.IsBelow(a) => sign == Operator.Differs,
            _ when a.IsPoint && a == b => sign == Operator.Same,
            _ => null,
        };
    }

    private Node Member(BinaryTerm term, Facts facts)
    {
        var (left, right) = (Need(term.Left, facts), Need(term.Right, facts));
        var isShares = term.Operator == Operator.Shares;
        var word = Operators.Sign(term.Operator);
        if (right.IsKnown && right.Type.Kind != ExpressionKind.List)
        {
            Fault("T2", term.Right.Column, $"A list stands after '{word}', but {Printer.Print(term.Right)} is {right.Type.WithArticle}.");
            return new FaultyNode(term.Column);
        }

        if (left.IsKnown && left.Type.Kind == ExpressionKind.List != isShares)
        {
            Fault("T2", term.Left.Column, isShares
                ? $"A list stands before 'shares', but {Printer.Print(term.Left)} is {left.Type.WithArticle}: use 'in'."
                : $"One value stands before 'in', but {Printer.Print(term.Left)} is {left.Type.WithArticle}: use 'shares' for two lists.");
            return new FaultyNode(term.Column);
        }

        if (left.IsKnown && right.IsKnown)
        {
            var element = isShares ? left.Type.Element! : left.Type;
            var type = Types.Common(element, left.IsBare, right.Type.Element!, right.IsBare);
            if (type is null || type.Kind is ExpressionKind.Row or ExpressionKind.List)
            {
                Fault("T2", term.Column, $"A {element} cannot be found in {right.Type.WithArticle}.{Hint(right.Type.Element!, element)}");
            }
            else
            {
                Codes(left, type);
                Codes(right, ExpressionType.List(type, right.Type.Most));
            }

            if (right.Type.Most == 0 || (isShares && left.Type.Most == 0))
            {
                FaultVerdict(term, false);
            }
            else if (left is ConstantNode && right is ListNode { Items: var items } && items.All(item => item is ConstantNode))
            {
                FaultVerdict(term, items.Any(item => Value.Same(((ConstantNode)left).Value, ((ConstantNode)item).Value) == true));
            }
        }

        var size = (long)right.Type.Most * (isShares ? left.Type.Most : 1);
        return new MemberNode(isShares, left, right, Key(term.Operator, left, right)) { Column = term.Column, Cost = Math.Min(Ceiling, Steps(left, right) + size), Class = ClassOf(left, right) };
    }

    private Node Calculate(BinaryTerm term, Facts facts)
    {
        var (left, right) = (Need(term.Left, facts), Need(term.Right, facts));
        if (!left.IsKnown || !right.IsKnown)
        {
            return new FaultyNode(term.Column);
        }

        if (Types.Of(term.Operator, left, right) is not { } type)
        {
            Fault("T2", term.Column, $"{Printer.Print(term.Left)} is {left.Type.WithArticle} and {Printer.Print(term.Right)} {right.Type.WithArticle}: '{Operators.Sign(term.Operator)}' does not join them.{Hint(left.Type, right.Type)}");
            return new FaultyNode(term.Column);
        }

        var key = Key(term.Operator, left, right);
        var interval = !Types.IsQuantity(type) ? Interval.Anything : term.Operator switch
        {
            Operator.Plus => left.Interval.Plus(right.Interval),
            Operator.Minus => left.Interval.Plus(right.Interval.Negated()),
            Operator.Times => left.Interval.Times(right.Interval),
            _ => left.Interval.Over(right.Interval),
        };
        return new ArithmeticNode(term.Operator, type, left, right, key)
        {
            Column = term.Column,
            Interval = facts.Narrow(key, interval),
            MayBeMissing = term.Operator == Operator.Over && right.Interval.Holds(0) && !facts.Has(key),
            Cost = Steps(left, right),
            Class = ClassOf(left, right),
        };
    }

    private Node Negative(NegativeTerm term, Facts facts)
    {
        var inner = Need(term.Inner, facts);
        if (inner.IsKnown && !Types.IsQuantity(inner.Type) && inner.Type.Kind != ExpressionKind.Span)
        {
            Fault("T2", term.Column, $"{Printer.Print(term.Inner)} is {inner.Type.WithArticle}, which has no negative.");
        }

        return !inner.IsKnown ? inner : new NegativeNode(inner, $"-{inner.Key}") { Column = term.Column, Interval = inner.Interval.Negated(), Cost = Steps(inner), Class = inner.Class };
    }

    private ExpressionType? Fit(Node left, Node right, BinaryTerm term)
    {
        if (Types.Common(left.Type, left.IsBare, right.Type, right.IsBare) is { } type)
        {
            Codes(left, type);
            Codes(right, type);
            return type;
        }

        Fault("T2", term.Column, $"{Printer.Print(term.Left)} is {left.Type.WithArticle} and {Printer.Print(term.Right)} {right.Type.WithArticle}: they do not fit.{Hint(left.Type, right.Type)}{Hint(right.Type, left.Type)}");
        return null;
    }

    /// <summary>A text that stands for a code must be one of the codes.</summary>
    private void Codes(Node node, ExpressionType type)
    {
        if (node is ListNode list && type.Kind == ExpressionKind.List)
        {
            foreach (var item in list.Items)
            {
                Codes(item, type.Element!);
            }
        }
        else if (node is ConstantNode { Type.Kind: ExpressionKind.Text } text && type is { Kind: ExpressionKind.Choice, Codes: { } codes }
            && !codes.Any(choice => choice.Code == text.Value.AsText))
        {
            Fault("T2", node.Column, $"\"{text.Value}\" is no code of this choice; there are: {string.Join(", ", codes.Select(choice => choice.Code))}.");
        }
    }

    private static string Hint(ExpressionType one, ExpressionType other) => (one.Kind, other.Kind) switch
    {
        (ExpressionKind.Share, ExpressionKind.Whole or ExpressionKind.Number) => " Write a share as a percentage: 30 %.",
        (ExpressionKind.Money, ExpressionKind.Whole or ExpressionKind.Number) => $" Write the currency: 1000.00 {one.Unit}.",
        (ExpressionKind.Span, ExpressionKind.Whole or ExpressionKind.Number) => " Write a span with its unit: 48 urgent-hours.",
        (ExpressionKind.Date, ExpressionKind.Span) => " A date moves by natural-days only.",
        (ExpressionKind.Date, ExpressionKind.Date) => " Write days(from, to).",
        (ExpressionKind.Date, ExpressionKind.Text) => " Write a date without quotes: 2026-01-05.",
        _ => "",
    };
}
