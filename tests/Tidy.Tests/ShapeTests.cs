using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CityActors.Tidy;

/// <summary>Size and form of files, methods and folders.</summary>
public sealed partial class ShapeTests
{
    private const int LongestFile = 400;
    private const int LongestMethod = 70;
    private static readonly string[] VagueFolders = ["Common", "Utils", "Helpers", "Core", "Models", "Services"];

    // Put together here, so that this file does not find itself.
    private static readonly string[] LeftOpen = ["TO" + "DO", "FIX" + "ME", "HA" + "CK", "Not" + "ImplementedException"];

    [Fact]
    public void Files_Length_IsAtMost400Lines() => Finding.None(
        "Split the file where its subject divides.",
        Repository.Sources.Where(file => file.LineCount > LongestFile).Select(file => new Finding(file.Path, $"{file.LineCount} lines")));

    [Fact]
    public void Methods_Length_IsAtMost70Lines() => Finding.None(
        "Give the steps names of their own.",
        Repository.Sources.SelectMany(LongMethods));

    [Fact]
    public void Methods_OneTooLong_IsFound()
    {
        var body = string.Concat(Enumerable.Repeat("x();\n", LongestMethod));
        Assert.Single(LongMethods(SourceFile.Parse("a.cs", $"class A {{\n[Fact]\n/* why */ public void M() {{\n{body}}}\n}}")));
        Assert.Empty(LongMethods(SourceFile.Parse("a.cs", $"class A {{\n[Fact]\npublic void M() {{\n{body[10..]}}}\n}}")));
    }

    [Fact]
    public void Folders_Names_SayWhatIsInThem() => Finding.None(
        "Name the folder after its feature.",
        Repository.Sources.Where(file => file.Folder.Split('/').Any(VagueFolders.Contains)).Select(file => new Finding(file.Folder, "a folder name that says nothing")));

    [Fact]
    public void Source_ConditionalCompilation_IsNotUsed() => Finding.None(
        "One source for all: what differs is decided when the program runs.",
        Repository.Sources
            .SelectMany(file => file.Syntax.DescendantTrivia(descendIntoTrivia: true)
                .Where(trivia => trivia.GetStructure() is IfDirectiveTriviaSyntax)
                .Select(trivia => new Finding($"{file.Path}:{file.LineOf(trivia.SpanStart)}", trivia.ToString().Trim()))));

    [Fact]
    public void Repository_LeftOpen_Nothing() => Finding.None(
        "Do it, or leave it out and say so where the reader looks for it.",
        Repository.Files(".cs", ".csproj", ".props", ".md", ".sh", ".js", ".ts", ".svelte", ".css", ".html", ".json").SelectMany(path => LeftOpenIn(path, Repository.Read(path))));

    [Fact]
    public void Repository_OneLeftOpen_IsFound()
    {
        Assert.Single(LeftOpenIn("a.cs", "// " + LeftOpen[0] + ": later"));
        Assert.Empty(LeftOpenIn("a.cs", "// a mastodon" + LeftOpen[0] + "s"));
    }

    [Fact]
    public void Repository_PathsOfOneMachine_AreNotNamed() => Finding.None(
        "Find files from the repository's root or a temporary folder; nobody else has this path.",
        Repository.Files(".cs", ".csproj", ".props", ".md", ".sh", ".js", ".ts", ".svelte", ".json", ".sln").SelectMany(path => MachinePathsIn(path, Repository.Read(path))));

    [Fact]
    public void Repository_OnePathOfAMachine_IsFound()
    {
        Assert.Single(MachinePathsIn("a.md", "see /ho" + "me/ann/city/README.md"));
        Assert.Single(MachinePathsIn("a.md", "see C:" + "\\city"));
        Assert.Empty(MachinePathsIn("a.md", "https://example.org/home/ and /v1/orders and ./data/home/"));
    }

    [Fact]
    public void Tests_Skipped_OnlyOnACondition() => Finding.None(
        "Run it, remove it, or give the condition (SkipUnless, Assert.SkipUnless).",
        Repository.SourcesUnder("tests/").SelectMany(SkippedTests));

    [Fact]
    public void Tests_OneSkipped_IsFound()
    {
        Assert.Single(SkippedTests(SourceFile.Parse("a.cs", "class A { [Fact(Skip = \"slow\")] public void M() { } }")));
        Assert.Single(SkippedTests(SourceFile.Parse("a.cs", "class A { [Fact] public void M() { Assert.Skip(\"slow\"); } }")));
        Assert.Empty(SkippedTests(SourceFile.Parse("a.cs", "class A { [Fact(Skip = \"no strace\", SkipUnless = nameof(Has))] public void M() { } }")));
        Assert.Empty(SkippedTests(SourceFile.Parse("a.cs", "class A { [Fact] public void M() { if (!Has) { Assert.Skip(\"no strace\"); } } }")));
    }

    private static IEnumerable<Finding> LongMethods(SourceFile file)
    {
        foreach (var node in file.Syntax.DescendantNodes().Where(node => node is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax))
        {
            var attributes = node switch
            {
                BaseMethodDeclarationSyntax method => method.AttributeLists,
                LocalFunctionStatementSyntax local => local.AttributeLists,
                AccessorDeclarationSyntax accessor => accessor.AttributeLists,
                _ => default,
            };
            var begin = attributes.Count > 0 ? attributes[^1].GetLastToken().GetNextToken().SpanStart : node.SpanStart;
            var lines = file.LineOf(node.Span.End) - file.LineOf(begin) + 1;
            if (lines > LongestMethod)
            {
                yield return file.At(node, $"{lines} lines");
            }
        }
    }

    private static IEnumerable<Finding> LeftOpenIn(string path, string text) => Words().Matches(text)
        .Where(word => LeftOpen.Contains(word.Value))
        .Select(word => new Finding($"{path}:{text.AsSpan(0, word.Index).Count('\n') + 1}", word.Value));

    private static IEnumerable<Finding> MachinePathsIn(string path, string text) => MachinePaths().Matches(text)
        .Select(found => new Finding($"{path}:{text.AsSpan(0, found.Index).Count('\n') + 1}", found.Value));

    private static IEnumerable<Finding> SkippedTests(SourceFile file)
    {
        foreach (var attribute in file.All<AttributeSyntax>())
        {
            var names = attribute.ArgumentList?.Arguments.Select(argument => argument.NameEquals?.Name.Identifier.Text).ToList() ?? [];
            if (names.Contains("Skip") && !names.Contains("SkipUnless") && !names.Contains("SkipWhen"))
            {
                yield return file.At(attribute, "Skip without a condition");
            }
        }

        foreach (var call in file.All<InvocationExpressionSyntax>().Where(call => call.Expression.ToString() == "Assert.Skip"))
        {
            var hasCondition = call.Ancestors().Any(node => node is IfStatementSyntax or ConditionalExpressionSyntax or SwitchExpressionArmSyntax or CatchClauseSyntax);
            if (!hasCondition)
            {
                yield return file.At(call, "Assert.Skip without a condition");
            }
        }
    }

    [GeneratedRegex(@"(?<![\w./-])/(?:home|root|work|Users|mnt)/\w+|\b[A-Z]:\\\w+")]
    private static partial Regex MachinePaths();

    [GeneratedRegex(@"\b[A-Za-z]+\b")]
    private static partial Regex Words();
}
