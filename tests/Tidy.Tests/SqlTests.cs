using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CityActors.Tidy;

/// <summary>SQL is constant text; every value is a parameter.</summary>
public sealed class SqlTests
{
    private const string Query = "SqlQuery";

    /// <summary>Runs PRAGMAs with a value and the steps of a schema, which are never kept; only the folder around it may ask for that.</summary>
    private const string Session = "src/Storage/Sqlite/SqliteSession.cs";

    private static readonly string[] Unkept = ["RunOnce", "RunScript"];

    [Fact]
    public void Statements_Text_IsConstant()
    {
        var constants = ConstantsOf(Repository.SourcesUnder("src/"));
        Finding.None("Write the statement as a constant with numbered parameters (?1, ?2, …), kept in a static field.", Repository.SourcesUnder("src/").Where(file => file.Path != Session).SelectMany(file => In(file, constants)));
    }

    [Fact]
    public void Statements_ThatAreNotKept_AreRunByTheDatabaseOnly() => Finding.None(
        "Use a SqlQuery in a static field.",
        Repository.SourcesUnder("src/").Where(file => !file.Path.StartsWith("src/Storage/", StringComparison.Ordinal))
            .SelectMany(file => file.All<MemberAccessExpressionSyntax>()
                .Where(access => Unkept.Contains(access.Name.Identifier.Text))
                .Select(access => file.At(access, access.Name.Identifier.Text))));

    [Theory]
    [InlineData("static readonly SqlQuery Q = new($\"SELECT {name}\");")]
    [InlineData("static readonly SqlQuery Q = new SqlQuery(\"SELECT \" + name);")]
    [InlineData("static void M(string text) { Use(new SqlQuery(text)); }")]
    [InlineData("static void M() { SqlQuery q = new(\"SELECT 1\"); }")]
    [InlineData("SqlQuery Q { get; } = new(\"SELECT 1\");")]
    public void Statements_OneMadeUp_IsFound(string member) =>
        Assert.NotEmpty(In(SourceFile.Parse("a.cs", $"class A {{ {member} }}"), []));

    [Theory]
    [InlineData("const string T = \"t\"; static readonly SqlQuery Q = new($\"SELECT 1 FROM {T}\");")]
    [InlineData("const string T = \"t\"; static SqlQuery Q { get; } = new(\"SELECT 1 FROM \" + T);")]
    [InlineData("const string T = \"t\"; static SqlQuery Q { get; } = new($\"SELECT 1 FROM {B.T}\");")]
    public void Statements_Constant_IsLeftAlone(string members)
    {
        var file = SourceFile.Parse("a.cs", $"class A {{ {members} }}");
        Assert.Empty(In(file, ConstantsOf([file])));
    }

    private static HashSet<string> ConstantsOf(IEnumerable<SourceFile> files) =>
    [
        .. files.SelectMany(file => file.All<FieldDeclarationSyntax>())
            .Where(field => field.Modifiers.Any(SyntaxKind.ConstKeyword))
            .SelectMany(field => field.Declaration.Variables.Select(variable => variable.Identifier.Text)),
    ];

    private static IEnumerable<Finding> In(SourceFile file, HashSet<string> constants)
    {
        foreach (var creation in file.All<BaseObjectCreationExpressionSyntax>().Where(IsQuery))
        {
            if (creation.ArgumentList?.Arguments is not [{ Expression: var text }] || !IsConstant(text, constants))
            {
                yield return file.At(creation, "SQL that is put together from something that is no constant");
            }

            var holder = creation.Ancestors().FirstOrDefault(node => node is FieldDeclarationSyntax or PropertyDeclarationSyntax or BaseMethodDeclarationSyntax);
            if (holder is not MemberDeclarationSyntax member || member is BaseMethodDeclarationSyntax || !member.Modifiers.Any(SyntaxKind.StaticKeyword))
            {
                yield return file.At(creation, "a statement that is not kept in a static field or property");
            }
        }
    }

    private static bool IsQuery(BaseObjectCreationExpressionSyntax creation) => creation switch
    {
        ObjectCreationExpressionSyntax { Type: var type } => type.ToString() == Query,
        { Parent.Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax declaration } } => declaration.Type.ToString() == Query,
        { Parent.Parent: PropertyDeclarationSyntax property } => property.Type.ToString() == Query,
        _ => false,
    };

    private static bool IsConstant(ExpressionSyntax text, HashSet<string> constants) => text switch
    {
        LiteralExpressionSyntax => true,
        IdentifierNameSyntax name => constants.Contains(name.Identifier.Text),
        MemberAccessExpressionSyntax access => constants.Contains(access.Name.Identifier.Text),
        ParenthesizedExpressionSyntax inner => IsConstant(inner.Expression, constants),
        BinaryExpressionSyntax sum when sum.IsKind(SyntaxKind.AddExpression) => IsConstant(sum.Left, constants) && IsConstant(sum.Right, constants),
        InterpolatedStringExpressionSyntax pieces => pieces.Contents.OfType<InterpolationSyntax>().All(piece => IsConstant(piece.Expression, constants)),
        _ => false,
    };
}
