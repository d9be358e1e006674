using System.Text.RegularExpressions;

namespace CityActors.Tidy;

/// <summary>Each search on the page of questions still leads to the files that it names.</summary>
public sealed partial class QuestionsTests
{
    private const string Page = "docs/questions.md";
    private const int MostLines = 30;
    private static readonly string[] Text = [".cs", ".md", ".json", ".ts", ".svelte"];

    [Fact]
    public void Questions_Searches_LeadToWhatThePageNames()
    {
        var questions = Questions(Repository.Read(Page)).ToList();
        Assert.Equal(10, questions.Count);
        Finding.None("Correct the search, or the files that the answer names.", questions.SelectMany(question => Wrong(question, Found)));
    }

    [Fact]
    public void Questions_WrongOne_IsFound()
    {
        var question = Assert.Single(Questions("""
            # Title
            ## Where?
            ```bash
            git grep -niE "class A|B" -- src docs/x.md
            ```
            In [a.cs](../src/a.cs), see [1](decisions/1.md).
            """));
        var search = Assert.Single(question.Searches);
        Assert.Equal(("class A|B", false, true), (search.Pattern, search.IsExact, search.IgnoresCase));
        Assert.Equal(["src", "docs/x.md"], search.Under);
        Assert.Empty(Wrong(question, _ => ["src/a.cs"]));
        Assert.Single(Wrong(question, _ => ["src/b.cs"]));
        Assert.Equal(2, Wrong(question, _ => []).Count());
        Assert.Single(Wrong(question, _ => Enumerable.Repeat("src/a.cs", MostLines + 1)));
        Assert.Equal(2, Wrong(question with { Searches = [] }, _ => []).Count());
    }

    // What is wrong with a question: found gives the file of each line that a search finds.
    private static IEnumerable<Finding> Wrong(Question question, Func<Search, IEnumerable<string>> found)
    {
        var reached = new HashSet<string>();
        if (question.Searches.Count == 0)
        {
            yield return new Finding(question.Title, "has no search");
        }

        foreach (var search in question.Searches)
        {
            var lines = found(search).ToList();
            reached.UnionWith(lines);
            if (lines.Count is 0 or > MostLines)
            {
                yield return new Finding(question.Title, $"'{search.Pattern}' finds {lines.Count} lines");
            }
        }

        foreach (var file in question.Files.Where(file => !reached.Contains(file)))
        {
            yield return new Finding(question.Title, $"names {file}, to which no search leads");
        }
    }

    // As git grep does it: the file of each line that holds the pattern, outside of the page itself.
    private static IEnumerable<string> Found(Search search)
    {
        var pattern = new Regex(search.IsExact ? Regex.Escape(search.Pattern) : search.Pattern, search.IgnoresCase ? RegexOptions.IgnoreCase : RegexOptions.None);
        return Repository.Files(Text)
            .Where(file => file != Page && (search.Under.Count == 0 || search.Under.Any(under => file == under || file.StartsWith($"{under}/", StringComparison.Ordinal))))
            .SelectMany(file => Repository.Read(file).Split('\n').Where(line => pattern.IsMatch(line)).Select(_ => file));
    }

    private static IEnumerable<Question> Questions(string text)
    {
        foreach (var part in text.Split("\n## ").Skip(1))
        {
            var searches = Searches().Matches(part).Select(found => new Search(
                found.Groups["pattern"].Value.Trim('"'),
                !found.Groups["options"].Value.Contains('E', StringComparison.Ordinal),
                found.Groups["options"].Value.Contains('i', StringComparison.Ordinal),
                found.Groups["under"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
            var files = Links().Matches(part).Select(link => link.Groups[1].Value)
                .Where(link => !link.StartsWith("decisions/", StringComparison.Ordinal))
                .Select(link => link.StartsWith("../", StringComparison.Ordinal) ? link[3..] : $"docs/{link}");
            yield return new Question(part.Split('\n')[0], [.. searches], [.. files.Distinct()]);
        }
    }

    [GeneratedRegex("""^git grep -(?<options>[niE]+) (?<pattern>"[^"]+"|[^"\s]+)(?: -- (?<under>[^\n]+))?$""", RegexOptions.Multiline)]
    private static partial Regex Searches();

    [GeneratedRegex(@"\]\(([^)#]+)\)")]
    private static partial Regex Links();

    private sealed record Question(string Title, IReadOnlyList<Search> Searches, IReadOnlyList<string> Files);

    private sealed record Search(string Pattern, bool IsExact, bool IgnoresCase, IReadOnlyList<string> Under);
}
