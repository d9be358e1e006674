using System.Text.RegularExpressions;

namespace CityActors.Tidy;

/// <summary>What the documentation says is there, is there.</summary>
public sealed partial class DocsTests
{
    private static readonly string[] TwoCommands = ["dotnet run -c Release --project src/Silo", "dotnet test -c Release"];

    [Fact]
    public void Links_Relative_Resolve() => Finding.None(
        "Correct the link or add the file.",
        Repository.Files(".md").SelectMany(path => BrokenLinks(path, Repository.Read(path))));

    [Fact]
    public void Links_OneBroken_IsFound()
    {
        Assert.Single(BrokenLinks("README.md", "See [it](docs/no-such-page.md#part)."));
        Assert.Single(BrokenLinks("docs/a.md", "[up](../../outside.md)"));
        Assert.Empty(BrokenLinks("README.md", "See [it](ARCHITECTURE.md#rooms), [there](https://example.org/x.md), [below](#two-commands).\n```\n[no](link.md)\n```\n"));
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("README.zh-CN.md")]
    public void Readme_TwoCommands_AreThere(string path)
    {
        var text = Repository.Read(path);
        Assert.All(TwoCommands, command => Assert.Contains(command, text, StringComparison.Ordinal));
    }

    [Fact]
    public void Readme_Chinese_HasTheSameChapters()
    {
        static int Chapters(string path) => Repository.Read(path).Split('\n').Count(line => line.StartsWith("## ", StringComparison.Ordinal));
        Assert.Equal(Chapters("README.md"), Chapters("README.zh-CN.md"));
    }

    [Fact]
    public void Solution_Projects_AreAllInIt()
    {
        var solution = Repository.Read("CityActors.sln").Replace('\\', '/');
        Finding.None("dotnet sln add it.", Repository.Files(".csproj").Where(path => !solution.Contains($"\"{path}\"", StringComparison.Ordinal)).Select(path => new Finding(path, "not in CityActors.sln")));
    }

    private static IEnumerable<Finding> BrokenLinks(string path, string text)
    {
        var folder = Path.GetDirectoryName(path) ?? "";
        foreach (var target in Links().Matches(Fences().Replace(text, "")).Select(link => link.Groups[1].Value))
        {
            var file = Uri.UnescapeDataString(target.Split('#')[0]);
            if (file.Length == 0 || target.Contains("://", StringComparison.Ordinal) || target.StartsWith("mailto:", StringComparison.Ordinal))
            {
                continue;
            }

            var full = Path.GetFullPath(Path.Combine(Repository.Root, folder, file));
            if (!full.StartsWith(Repository.Root, StringComparison.Ordinal) || !Path.Exists(full))
            {
                yield return new Finding(path, $"a link to {target}");
            }
        }
    }

    [GeneratedRegex(@"\[[^\]]*\]\(\s*<?([^)\s>]+)>?(?:\s+""[^""]*"")?\s*\)")]
    private static partial Regex Links();

    [GeneratedRegex(@"^```.*?^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fences();
}
