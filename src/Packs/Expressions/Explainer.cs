namespace CityActors.Packs.Expressions;

/// <summary>Walks a checked expression with its values and says what it met. A 'not' is told as the opposite condition.</summary>
internal readonly struct Explainer(Run run, FieldClass shows)
{
    public Explanation Of(Node node, bool isNegated = false) => node switch
    {
        JoinNode join => Join(join, isNegated),
        NotNode not => Of(not.Inner, !isNegated),
        CompareNode compare => Compare(compare, isNegated),
        HasNode has => Leaf(node, isNegated, has.Inner, isNegated ? "must not be given" : "must be given", isNegated ? "须为空" : "须有"),
        MemberNode { IsShares: false, Left: ConstantNode wanted } member => Leaf(node, isNegated, member.Right,
            $"must {(isNegated ? "not " : "")}contain {Wanted(wanted, member.Right, false)}", $"须{(isNegated ? "不" : "")}包含 {Wanted(wanted, member.Right, true)}"),
        MemberNode member => Leaf(node, isNegated, member.Left, Member(member, isNegated, false), Member(member, isNegated, true)),
        FunctionNode { Name: "between" } between => Leaf(node, isNegated, between.Arguments[0], Between(between, isNegated, false), Between(between, isNegated, true)),
        FunctionNode { Name: "within" } within => Leaf(node, isNegated, within.Arguments[0],
            $"must {(isNegated ? "not " : "")}lie within {Shown(within.Arguments[1], false)}", $"须{(isNegated ? "不" : "")}位于 {Shown(within.Arguments[1], true)}"),
        FunctionNode { Name: "starts" } starts => Leaf(node, isNegated, starts.Arguments[0],
            $"must {(isNegated ? "not " : "")}begin with {Shown(starts.Arguments[1], false)}", $"须{(isNegated ? "不" : "")}以 {Shown(starts.Arguments[1], true)} 开头"),
        _ => Leaf(node, isNegated, node, isNegated ? "must be no" : "must be yes", isNegated ? "须为否" : "须为是"),
    };

    /// <summary>What an expression gave that is no condition.</summary>
    public Explanation OfValue(Node node) =>
        new(null, $"{node.Words(false)} = {Value(node, false)}", $"{node.Words(true)} = {Value(node, true)}", node.Class, []);

    private Explanation Join(JoinNode join, bool isNegated)
    {
        var parts = new List<Explanation>();
        Flatten(join, join.IsAnd, isNegated, parts);
        var held = Held(join, isNegated);
        var mustAll = join.IsAnd != isNegated;

        // What decided: the parts that are as the whole is. A part that could not be judged says nothing where the whole could.
        var telling = parts.Where(part => part.Held == held).ToList();
        var isChoice = !mustAll && held != true && telling.Count > 1;
        return new(
            held,
            (isChoice ? "one of these must hold: " : "") + string.Join("; ", telling.Select(part => part.English)),
            (isChoice ? "须满足其一：" : "") + string.Join("；", telling.Select(part => part.Chinese)),
            join.Class,
            parts);
    }

    private void Flatten(Node node, bool isAnd, bool isNegated, List<Explanation> parts)
    {
        if (node is JoinNode join && join.IsAnd == isAnd)
        {
            Flatten(join.Left, isAnd, isNegated, parts);
            Flatten(join.Right, isAnd, isNegated, parts);
        }
        else
        {
            parts.Add(Of(node, isNegated));
        }
    }

    private Explanation Compare(CompareNode compare, bool isNegated)
    {
        var (left, right, sign) = (compare.Left, compare.Right, isNegated ? Operators.Opposite(compare.Operator) : compare.Operator);
        if (left is ConstantNode && right is not ConstantNode)
        {
            (left, right, sign) = (right, left, Operators.Turned(sign));
        }

        var (value, wanted) = (left.Evaluate(run), right.Evaluate(run));
        var isGap = Held(compare, isNegated) == false && !value.IsMissing && !wanted.IsMissing && compare.Class <= shows;
        var type = left.IsBare ? right.Type : left.Type;
        return Leaf(
            compare,
            isNegated,
            left,
            $"must be {Wording.Sign(sign)} {Wanted(right, left, false)}{(isGap ? Wording.Gap(sign, value, wanted, type, false) : "")}",
            $"须 {Wording.Sign(sign)} {Wanted(right, left, true)}{(isGap ? Wording.Gap(sign, value, wanted, type, true) : "")}");
    }

    private Explanation Leaf(Node node, bool isNegated, Node subject, string english, string chinese) => new(
        Held(node, isNegated),
        $"{subject.Words(false)} = {Value(subject, false)}, {english}",
        $"{subject.Words(true)} = {Value(subject, true)}，{chinese}",
        node.Class,
        []);

    private bool? Held(Node node, bool isNegated) => node.Evaluate(run).AsFlag is { } flag ? flag != isNegated : null;

    private string Member(MemberNode member, bool isNegated, bool inChinese)
    {
        var list = Wanted(member.Right, member.Left, inChinese);
        return (member.IsShares, inChinese) switch
        {
            (false, false) => $"must {(isNegated ? "not " : "")}be one of {list}",
            (false, true) => $"须{(isNegated ? "不" : "")}属于 {list}",
            (true, false) => $"must {(isNegated ? "not " : "")}share one with {list}",
            (true, true) => $"须与 {list} {(isNegated ? "无" : "有")}交集",
        };
    }

    private string Between(FunctionNode between, bool isNegated, bool inChinese)
    {
        var (value, least, most) = (between.Arguments[0], between.Arguments[1], between.Arguments[2]);
        return inChinese
            ? $"须{(isNegated ? "不" : "")}在 {Wanted(least, value, true)} 至 {Wanted(most, value, true)} 之间"
            : $"must {(isNegated ? "not " : "")}be between {Wanted(least, value, false)} and {Wanted(most, value, false)}";
    }

    // A literal shows itself, in the unit of what it is compared with; anything else its name and its value.
    private string Wanted(Node node, Node subject, bool inChinese)
    {
        if (!node.IsBare && node is not ConstantNode)
        {
            return Shown(node, inChinese);
        }

        var value = node.Evaluate(run);
        var type = node.IsBare && (subject.Type.Kind == ExpressionKind.List) == (node.Type.Kind == ExpressionKind.List) ? subject.Type
            : node.IsBare && subject.Type.Kind == ExpressionKind.List ? subject.Type.Element!
            : node.IsBare && node.Type.Kind == ExpressionKind.List ? ExpressionType.List(subject.Type, node.Type.Most) : node.Type;
        return Wording.Of(value, type, inChinese);
    }

    private string Shown(Node node, bool inChinese) => node is ConstantNode ? node.Words(inChinese)
        : inChinese ? $"{node.Words(true)}（{Value(node, true)}）" : $"{node.Words(false)} ({Value(node, false)})";

    private string Value(Node node, bool inChinese) => node.Class > shows
        ? (inChinese ? "不显示" : "not shown")
        : Wording.Of(node.Evaluate(run), node.Type, inChinese);
}
