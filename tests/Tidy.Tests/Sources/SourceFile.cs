using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CityActors.Tidy;

/// <summary>One parsed C# file; its path is from the root, with slashes.</summary>
internal sealed record SourceFile(string Path, string Text, CompilationUnitSyntax Syntax)
{
    private static readonly CSharpParseOptions Options = new(LanguageVersion.Preview, DocumentationMode.None);

    /// <summary>How many lines it has.</summary>
    public int LineCount => Text.AsSpan().TrimEnd().Count('\n') + 1;

    /// <summary>The folder, the file's name taken off.</summary>
    public string Folder => Path[..(Path.LastIndexOf('/') + 1)];

    /// <summary>The file's name.</summary>
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>Parses a file.</summary>
    public static SourceFile Parse(string path, string text) =>
        new(path, text, CSharpSyntaxTree.ParseText(text, Options).GetCompilationUnitRoot());

    /// <summary>All nodes of a kind; comments are no nodes.</summary>
    public IEnumerable<TNode> All<TNode>()
        where TNode : SyntaxNode => Syntax.DescendantNodes().OfType<TNode>();

    /// <summary>What is wrong at a place in it.</summary>
    public Finding At(SyntaxNode node, string what) => new($"{Path}:{LineOf(node.SpanStart)}", what);

    /// <summary>The line of a position, from 1.</summary>
    public int LineOf(int position) => Syntax.SyntaxTree.GetText().Lines.GetLinePosition(position).Line + 1;
}
