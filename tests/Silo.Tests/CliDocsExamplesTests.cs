using System.Text.RegularExpressions;

namespace CityActors.Silo.Tests;

/// <summary>Every command line that docs/cli.md shows is typed here as it stands there, and ends as the page says.</summary>
public sealed partial class CliDocsExamplesTests
{
    private const string Page = "docs/cli.md";

    // A command that is not here fails: say where it is typed and how it ends.
    private static readonly (string Command, CliPlace Place, int ExitCode)[] known =
    [
        ("orders", CliPlace.City, 0),
        ("alerts", CliPlace.City, 0),
        ("export", CliPlace.City, 0),
        ("watch", CliPlace.City, 0),
        ("keys create", CliPlace.City, 0),
        ("keys list", CliPlace.City, 0),
        ("keys rotate", CliPlace.City, 0),
        ("keys revoke", CliPlace.City, 0),
        ("doctor", CliPlace.City, 5), // It says what needs somebody.
        ("audit verify", CliPlace.City, 0),
        ("indicators verify", CliPlace.City, 0),
        ("people add", CliPlace.City, 0),
        ("people password", CliPlace.City, 0),
        ("people list", CliPlace.City, 0),
        ("people disable", CliPlace.City, 0),
        ("people enable", CliPlace.City, 0),
        ("district expand", CliPlace.NewCity, 0),
        ("district import", CliPlace.NewCity, 0),
        ("db migrate", CliPlace.Database, 0),
        ("pack check", CliPlace.Packs, 0),
        ("pack show", CliPlace.Packs, 0),
        ("pack diff", CliPlace.Packs, 0),
        ("pack schema", CliPlace.Packs, 0),
        ("pack catalogue", CliPlace.Packs, 0),
        ("pack list", CliPlace.City, 0),
        ("pack install", CliPlace.City, 0),
        ("pack on", CliPlace.City, 0),
        ("pack off", CliPlace.City, 0),
        ("pack set", CliPlace.City, 0),
        ("pack settings", CliPlace.City, 0),
        ("pack retire", CliPlace.City, 0),
        ("simulate", CliPlace.Nowhere, 0),
        ("simulate live", CliPlace.LiveCity, 0),
        ("replay meters", CliPlace.Nowhere, 0),
        ("replay reports", CliPlace.Nowhere, 0),
        ("evaluate rhythm", CliPlace.Nowhere, 0),
    ];

    /// <summary>The commands of each block, and those in tables, under the heading that they stand below.</summary>
    public static IEnumerable<TheoryDataRow<string, string>> Examples() =>
        from section in Regex.Split(DocsPage.Read(Page), "^## ", RegexOptions.Multiline).Skip(1)
        let commands = DocsPage.Blocks(section).SelectMany(static block => Typed().Matches(block)).Concat(InTable().Matches(section)).Select(static match => match.Groups[1].Value).ToList()
        where commands.Count > 0
        select new TheoryDataRow<string, string>(section.Split('\n')[0], string.Join('\n', commands));

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task Cli_EveryCommandOfThePage_EndsAsItSays(string heading, string commands)
    {
        Shell.Needs("dotnet");
        var lines = commands.Split('\n');
        var isLive = lines.Any(static line => line.StartsWith("export CITY_URL=", StringComparison.Ordinal));
        var expected = lines.Select(line => Known(line, isLive)).ToList();
        var place = Assert.Single(expected.OfType<(string, CliPlace Place, int)>().Select(static one => one.Place).Distinct());

        await using var town = await CliTown.Settle(place, DocsPage.Read(Page));
        var (codes, said) = await town.Type(lines);

        Assert.True(expected.Select(static one => one?.ExitCode ?? 0).SequenceEqual(codes), $"'{heading}' ended with {string.Join(' ', codes)}:\n{said}");
        if (heading == "`simulate`")
        {
            Assert.Contains(Hash().Match(said).Value, DocsPage.Read(Page), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Cli_EveryCommandKnownHere_StandsOnThePage()
    {
        var shown = Examples().SelectMany(static row => row.Data.Item2.Split('\n').Select(line => Known(line, row.Data.Item2.Contains("CITY_URL=", StringComparison.Ordinal)))).ToList();

        Assert.All(known, one => Assert.Contains(one, shown.OfType<(string, CliPlace, int)>()));
    }

    /// <summary>How a line is typed and ends; null for one that only sets a variable.</summary>
    private static (string Command, CliPlace Place, int ExitCode)? Known(string line, bool isLive)
    {
        if (line.StartsWith("export ", StringComparison.Ordinal))
        {
            return null;
        }

        var command = Command().Match(line).Groups[1].Value;
        var called = isLive ? $"{command.Split(' ')[0]} live" : command;
        var found = known.Where(one => $"{called} ".StartsWith($"{one.Command} ", StringComparison.Ordinal)).MaxBy(static one => one.Command.Length);
        return found.Command is not null
            ? found
            : throw new InvalidOperationException($"{Page} shows '{line}': say in {nameof(CliDocsExamplesTests)} where '{called}' is typed and how it ends.");
    }

    [GeneratedRegex(@"^\$ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Typed();

    [GeneratedRegex(@"^\|.*?`(city [^`…]+)`", RegexOptions.Multiline)]
    private static partial Regex InTable();

    [GeneratedRegex(@"^(?:[A-Z_]+=\S+ )*city ([a-z]+(?: [a-z]+)*)")]
    private static partial Regex Command();

    [GeneratedRegex("sha256 [0-9a-f]{64}")]
    private static partial Regex Hash();
}
