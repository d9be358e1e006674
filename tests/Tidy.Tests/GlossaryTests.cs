using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CityActors.Tidy;

/// <summary>The glossary's words are explained once, in English and Chinese, and the types it names are there.</summary>
public sealed partial class GlossaryTests
{
    private const string Page = "docs/glossary.md";

    [Fact]
    public void Types_Named_AreInTheCode()
    {
        var types = Repository.SourcesUnder("src/").SelectMany(file => file.All<BaseTypeDeclarationSyntax>()).Select(type => type.Identifier.Text).ToHashSet();
        Finding.None("Name the type as it is called now, or drop the word.", Words(Repository.Read(Page)).SelectMany(word => Missing(word, types)));
    }

    [Fact]
    public void Words_AreExplainedOnceAndInOrder()
    {
        var words = Words(Repository.Read(Page)).Select(word => word.English).ToList();
        Assert.True(words.Count > 50, $"{words.Count} words were read: the table has another form.");
        Assert.Equal(words.Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase), words);
    }

    [Fact]
    public void Words_HaveOneSentenceAndAChineseTerm() => Finding.None(
        "One plain sentence, and the term that Chinese officers use.",
        Words(Repository.Read(Page)).SelectMany(Wrong));

    [Fact]
    public void Words_WrongOne_IsFound()
    {
        var word = Assert.Single(Words("| word | 中文 | what it means | in the code |\n|---|---|---|---|\n| matter | matter | A thing. Another. | `NoSuchType` |\n"));
        Assert.Equal(2, Wrong(word).Count());
        Assert.Single(Missing(word, ["Matter"]));
        Assert.Empty(Missing(word, ["NoSuchType"]));
    }

    private static IEnumerable<Finding> Missing(Word word, HashSet<string> types) => Types().Matches(word.Code)
        .Select(type => type.Groups[1].Value)
        .Where(type => !types.Contains(type))
        .Select(type => new Finding($"{Page}: {word.English}", $"there is no type {type} under src/"));

    private static IEnumerable<Finding> Wrong(Word word)
    {
        if (!Chinese().IsMatch(word.Chinese))
        {
            yield return new Finding($"{Page}: {word.English}", $"'{word.Chinese}' is not Chinese");
        }

        if (!word.Meaning.EndsWith('.') || word.Meaning.Contains(". ", StringComparison.Ordinal))
        {
            yield return new Finding($"{Page}: {word.English}", "not one sentence");
        }
    }

    private static IEnumerable<Word> Words(string text) => text.Split('\n')
        .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
        .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
        .Where(cells => cells[1] != "word")
        .Select(cells => new Word(cells[1], cells[2], cells[3], cells[4]));

    [GeneratedRegex("`([A-Za-z]+)`")]
    private static partial Regex Types();

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}")]
    private static partial Regex Chinese();

    private sealed record Word(string English, string Chinese, string Meaning, string Code);
}
