using System.Text.RegularExpressions;

namespace CityActors.Silo.Tests.Cases;

/// <summary>A type of case written as its page says: checked, walked through, switched on and used, as it stands there.</summary>
public sealed partial class NewCaseTypeTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Page_ItsFilesAndCommands_LeadToAnOfficeThatGivesBackWhatWasLost()
    {
        Shell.Needs("curl", "dotnet");
        await using var city = await CityProcess.Start(Path.Combine(folder.Path, "data"), "--Demo=false");
        await SmallTown.Register(city, homes: 1);
        var page = DocsPage.Read("docs/case-types.md");
        var files = File().Matches(page);
        Assert.Equal(["lost-property/pack.json", "lost-property/roles.json", "lost-property/cases/lost-property.json"], files.Select(static file => file.Groups[1].Value));
        foreach (var file in files.AsEnumerable())
        {
            var path = Path.Combine(folder.Path, file.Groups[1].Value);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await System.IO.File.WriteAllTextAsync(path, file.Groups[2].Value, TestContext.Current.CancellationToken);
        }

        var script = string.Join('\n', DocsPage.Blocks(page, "bash"))
            .Replace("dotnet run -c Release --project src/Client --", $"dotnet \"{DocsPage.Root}/artifacts/bin/Client/release/CityActors.Client.dll\"", StringComparison.Ordinal)
            .Replace("dev-admin-key-change-me", CityProcess.AdminKey, StringComparison.Ordinal)
            .Replace("http://localhost:8080", $"http://127.0.0.1:{city.Port}", StringComparison.Ordinal)
            .Replace("seeds/packs", $"{DocsPage.Root}/seeds/packs", StringComparison.Ordinal);

        var (exit, said, told) = await Shell.Run(script, folder.Path);

        Assert.True(exit == 0, said + told);
        Assert.Contains("nothing is wrong", told, StringComparison.Ordinal);
        Assert.Contains("Never came to act: lost-property: event due:keep.", told, StringComparison.Ordinal);
        Assert.Contains("stateDiagram", said, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"not-the-owner\"", said, StringComparison.Ordinal);
        Assert.Contains("说不出特征的，不予归还。", said, StringComparison.Ordinal);
        var lost = Assert.Single((await city.Get("/v1/cases?type=lost-property")).GetProperty("items").EnumerateArray());
        Assert.Equal("returned", lost.Text("status"));
    }

    [GeneratedRegex(@"`(lost-property/[a-z/.-]+)`[^\n]*\n\n```json\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex File();
}
