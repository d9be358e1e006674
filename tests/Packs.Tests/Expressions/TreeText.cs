namespace CityActors.Packs.Expressions;

/// <summary>A tree with every bracket, so that two trees are the same if their texts are.</summary>
internal static class TreeText
{
    public static string Of(Term term) => term switch
    {
        LiteralTerm literal => $"<{literal.Type} {literal.Text}>",
        PathTerm path => path.Path,
        CallTerm call => $"{call.Name}({Parts(call.Arguments)}|{(call.Where is null ? "" : Of(call.Where))})",
        BinaryTerm binary => $"({binary.Operator} {Of(binary.Left)} {Of(binary.Right)})",
        _ => $"{term.GetType().Name}[{Parts(term.Parts)}]",
    };

    private static string Parts(IEnumerable<Term> parts) => string.Join(',', parts.Select(Of));
}
