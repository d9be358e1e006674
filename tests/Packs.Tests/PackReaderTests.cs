using CityActors.Packs.Format;
using Xunit;

namespace CityActors.Packs;

public sealed class PackReaderTests
{
    private static readonly Dictionary<string, ReadOnlyMemory<byte>> Air = SeedPacks.Read("air");

    [Fact]
    public void Read_Air_HasItsRules()
    {
        var pack = PackReader.Read(Air, out var faults);
        Assert.Empty(faults);
        Assert.Equal(["threshold", "rate", "sum", "silence", "stuck"], pack!.Watch.Rules.Select(static rule => rule.GetType().Name.Replace("Spec", "", StringComparison.Ordinal).ToLowerInvariant()));
        Assert.Equal("$light - 15", Assert.IsType<ThresholdSpec>(pack.Watch.Rules[0]).Levels[0].Until.Text);
        Assert.Equal(64, pack.Digest.Length);
    }

    [Theory]
    [InlineData("pack.json", "\"format\": 1", "\"format\": 1,", "S1")]
    [InlineData("pack.json", "\"version\": \"1.2\",", "", "S1")]
    [InlineData("pack.json", "\"invented\": [", "\"invented\": [null, ", "S1")]
    [InlineData("pack.json", "\"day-limit\": {", "\"night-limit\": null, \"day-limit\": {", "S1")]
    [InlineData("watch.json", "\"rules\": [", "\"rules\": [null, ", "S1")]
    [InlineData("pack.json", "\"switch\"", "\"swich\"", "S2")]
    [InlineData("watch.json", "\"on-delay\"", "\"ondelay\"", "S2")]
    [InlineData("watch.json", "\"uses\": \"rate\"", "\"uses\": \"slope\"", "S2")]
    [InlineData("watch.json", "\"direction\": \"up\"", "\"direction\": \"upwards\"", "S2")]
    [InlineData("watch.json", "\"after\": \"180 minutes\"", "\"after\": [180]", "S1")]
    [InlineData("pack.json", "\"pack\": \"air\",", "\"pack\": \"air\", \"pack\": \"fire\",", "N2")]
    [InlineData("pack.json", "\"medium\":", "\"light\":", "N2")]
    public void Read_OneFault_NamesFileLineAndPath(string path, string what, string by, string code)
    {
        Assert.Null(PackReader.Read(Air.Replace(path, what, by), out var faults));
        var fault = Assert.Single(faults);
        Assert.Equal((code, path), (fault.Code, fault.File));
        TestContext.Current.TestOutputHelper!.WriteLine(fault.ToString());
        Assert.True(fault is { Line: > 0, Path.Length: > 0, What.Length: > 10 }, fault.ToString());
    }

    [Fact]
    public void Read_SeveralUnknownWords_TellsAll_WithWhatElseIsWrong()
    {
        var files = Air.Replace("watch.json", "\"on-delay\"", "\"ondelay\"").Replace("watch.json", "\"uses\": \"rate\"", "\"uses\": \"slope\"")
            .Replace("watch.json", "\"direction\": \"up\"", "\"direction\": \"upwards\"").Replace("pack.json", "\"switch\"", "\"swich\"").Replace("pack.json", "\"format\": 1", "\"format\": \"one\"");
        Assert.Null(PackReader.Read(files, out var faults));
        TestContext.Current.TestOutputHelper!.WriteLine(string.Join('\n', faults));
        Assert.Equal(
            [("S1", "pack.json", "$.format"), ("S2", "pack.json", "$.swich"), ("S2", "watch.json", "$.rules[0].direction"), ("S2", "watch.json", "$.rules[0].ondelay"), ("S2", "watch.json", "$.rules[1].uses")],
            faults.Select(static fault => (fault.Code, fault.File, fault.Path)).Order());
        Assert.All(faults, static fault => Assert.True(fault.Line > 0, fault.ToString()));
    }

    [Fact]
    public void Read_OneWordWrongOften_IsTold50Times()
    {
        Assert.Null(PackReader.Read(Air.With("things.json", $$"""{ "observations": [{{string.Join(',', Enumerable.Repeat("""{ "kid": "x" }""", 80))}}] }"""), out var faults));
        Assert.Equal(50, faults.Count(static fault => fault.Code == "S2"));
    }

    [Theory]
    [InlineData("pages.json", "S5")]
    [InlineData("books.json", "S5")]
    [InlineData("notes.md", "S4")]
    [InlineData("scenes/deep/one.json", "S4")]
    public void Read_FileOfNoSection_IsRefused(string path, string code)
    {
        Assert.Null(PackReader.Read(Air.With(path, "{}"), out var faults));
        Assert.Equal((code, path), (Assert.Single(faults).Code, faults[0].File));
    }

    [Fact]
    public void Read_NoManifest_IsRefused()
    {
        var files = new Dictionary<string, ReadOnlyMemory<byte>>(Air);
        files.Remove("pack.json");
        Assert.Null(PackReader.Read(files, out var faults));
        Assert.Equal("S1", Assert.Single(faults).Code);
    }

    [Fact]
    public void Read_TooLarge_IsRefused()
    {
        Assert.Null(PackReader.Read(Air.With("scenes/long.json", new string(' ', 3 << 20)), out var faults));
        Assert.Contains(faults, static fault => fault.Code == "S3");
    }

    [Fact]
    public void Digest_LayoutAndComments_DoNotCount()
    {
        var laidOut = Air.Replace("pack.json", "{ \"pack\": \"air\",", "// ours\n{\n  \"version\": \"1.2\",").Replace("pack.json", "\"version\": \"1.2\", \"format\": 1", "\"format\": 1, \"pack\": \"air\"").Replace("pack.json", "115", "115.0");
        Assert.Equal(Digest(Air), Digest(laidOut));
        Assert.NotEqual(Digest(Air), Digest(Air.Replace("pack.json", "115", "116")));

        static string Digest(Dictionary<string, ReadOnlyMemory<byte>> files) => PackReader.Read(files, out var faults)?.Digest ?? throw new FormatException(string.Join('\n', faults));
    }

    [Fact]
    public void Schema_OfEveryFile_IsGenerated()
    {
        Assert.Contains("threshold", PackJson.Schema<WatchSection>().ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("autoFile", PackJson.Schema<CatalogueSection>().ToJsonString(), StringComparison.Ordinal);
        foreach (var schema in (System.Text.Json.Nodes.JsonNode[])[PackJson.Schema<PackManifest>(), PackJson.Schema<ThingsSection>(), PackJson.Schema<ChannelsSection>(), PackJson.Schema<SceneSpec>(), PackJson.Schema<ExampleFile>()])
        {
            Assert.Equal("object", schema["type"]!.ToString());
        }
    }
}
