namespace CityActors.Packs.Expressions;

/// <summary>Writes a tree in one way only: one blank around operators, parentheses where they are needed.</summary>
internal static class Printer
{
    private const int NotRank = 3;
    private const int DefaultRank = 7;
    private const int AtomRank = 8;

    public static string Print(Term term) => term switch
    {
        LiteralTerm literal => literal.Text,
        PathTerm path => path.Path,
        ListTerm list => $"[{string.Join(", ", list.Items.Select(Print))}]",
        CallTerm call => $"{call.Name}({string.Join(", ", call.Arguments.Select(Print))}{(call.Where is null ? "" : $" where {Print(call.Where)}")})",
        NotTerm not => $"not {At(not.Inner, NotRank)}",
        NegativeTerm negative => $"-{At(negative.Inner, AtomRank)}",
        BinaryTerm binary => Print(binary),
        _ => "",
    };

    private static string Print(BinaryTerm term)
    {
        var rank = Operators.RankOf(term.Operator);
        var isChain = rank is not (4 or DefaultRank);
        return $"{At(term.Left, isChain ? rank : rank + 1)} {Operators.Sign(term.Operator)} {At(term.Right, rank + 1)}";
    }

    private static string At(Term term, int least) => RankOf(term) >= least ? Print(term) : $"({Print(term)})";

    private static int RankOf(Term term) => term switch
    {
        BinaryTerm binary => Operators.RankOf(binary.Operator),
        NotTerm => NotRank,
        NegativeTerm => DefaultRank - 1,
        _ => AtomRank,
    };
}
