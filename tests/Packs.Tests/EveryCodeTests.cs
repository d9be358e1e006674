using System.Text.RegularExpressions;
using Xunit;

namespace CityActors.Packs;

/// <summary>A check that nothing ever fails is none: for every code some test breaks a pack on purpose and asserts that code.</summary>
public sealed partial class EveryCodeTests
{
    private static readonly string Root = Path.Combine(SeedPacks.Seeds, "..");
    private static readonly Lazy<List<string>> Tests = new(static () => [.. SourcesOf("tests")]);

    public static TheoryData<string> Codes => new(SourcesOf("src", "Packs").SelectMany(static text => Code().Matches(text)).Select(static code => code.Groups[1].Value).Distinct().Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Codes))]
    public void Code_IsAssertedOfABrokenPack(string code)
    {
        var asserted = Tests.Value.SelectMany(static text => Asserted().Matches(text)).Any(found => found.Groups.Values.Skip(1).Any(group => group.Value == code));
        Assert.True(asserted, $"No test breaks a pack so that the check says {code}: add one to the tests of what the check looks at.");
    }

    private static IEnumerable<string> SourcesOf(params string[] folder) =>
        Directory.EnumerateFiles(Path.Combine([Root, .. folder]), "*.cs", SearchOption.AllDirectories).Where(static file => !file.EndsWith("EveryCodeTests.cs", StringComparison.Ordinal)).Select(File.ReadAllText);

    [GeneratedRegex("\"([A-Z][0-9])\"")]
    private static partial Regex Code();

    // The first or last word of a row of data, what a fault's code is compared with, or how a printed fault begins.
    [GeneratedRegex("""InlineData\("([A-Z][0-9])"|\[InlineData\(.*, "([A-Z][0-9])"\)\]|Code: "([A-Z][0-9])"|Code == "([A-Z][0-9])"|["' ]([A-Z][0-9]):? [a-z$/.'-]+""")]
    private static partial Regex Asserted();
}
