using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CityActors.Tidy;

/// <summary>Reads attributes as they stand in the source.</summary>
internal static class Attributes
{
    /// <summary>The attribute of a name, without its suffix, or null.</summary>
    public static AttributeSyntax? Find(this SyntaxList<AttributeListSyntax> lists, string name) =>
        lists.SelectMany(list => list.Attributes).FirstOrDefault(attribute => attribute.Name.ToString() == name);

    /// <summary>Whether there is one of a name.</summary>
    public static bool Has(this SyntaxList<AttributeListSyntax> lists, string name) => lists.Find(name) is not null;

    /// <summary>The first argument: a literal's value, or the expression's text; null without one.</summary>
    public static string? Argument(this AttributeSyntax? attribute) => attribute?.ArgumentList?.Arguments.FirstOrDefault()?.Expression switch
    {
        null => null,
        LiteralExpressionSyntax literal => literal.Token.ValueText,
        var expression => expression.ToString(),
    };
}
