using CityActors.Silo.Settings;
using Microsoft.Extensions.Configuration;

namespace CityActors.Silo.Tests;

/// <summary>What a city's own file, the environment and the command line say to a real Silo.</summary>
public sealed class CityFileTests : IDisposable
{
    private readonly TempFolder folder = new();

    [Fact]
    public async Task Silo_ThreePlaces_TheHigherOneWinsAndIsNamed()
    {
        Write("""
            {"Rules": {"Household": {"QuietFloor": "10:00:00", "LearningDays": 8, "GapAfter": "02:06:00"}}}
            """);
        var environment = new Dictionary<string, string> { ["Rules__Household__LearningDays"] = "9", ["Rules__Household__GapAfter"] = "02:07:00" };
        await using var city = await CityProcess.StartWith(environment, folder.Path, "--Rules:Household:GapAfter=02:08:00");
        var items = (await city.Get("/v1/settings")).GetProperty("items").EnumerateArray().ToDictionary(
            item => item.GetProperty("key").GetString()!,
            item => (item.GetProperty("value").GetString(), item.GetProperty("origin").GetString()));

        Assert.Equal(("10:00:00", "city"), items["Rules:Household:QuietFloor"]);
        Assert.Equal(("9", "environment"), items["Rules:Household:LearningDays"]);
        Assert.Equal(("02:08:00", "command line"), items["Rules:Household:GapAfter"]);
        Assert.Equal(("6", "default"), items["Rules:Camera:MostAnHour"]);
    }

    [Fact]
    public async Task Start_WrongValueInTheFile_EndsWithKeyRangeAndPlace()
    {
        Write("""{"Rules": {"Camera": {"MostZones": 65}}}""");
        var (exitCode, output) = await CityProcess.StartAndFail(folder.Path);

        Assert.Equal(2, exitCode);
        Assert.Contains("The setting Rules:Camera:MostZones is '65' (city): give a whole number from 1 to 64.", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"Retention": 30}""", "The setting Retention stands in ")]
    [InlineData("""{"Rules": {"Camera": """, "The setting Data names the folder ")]
    [InlineData("""{"Rules": {"Camera": {"MostZones": 3, "mostzones": 4}}}""", "The setting Data names the folder ")]
    public void File_NotOfRules_IsRefused(string text, string message)
    {
        Write(text);
        using var configuration = new ConfigurationManager();
        Assert.StartsWith(message, Assert.Throws<SettingException>(() => CityFile.Add(configuration, folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void File_Missing_ChangesNothing()
    {
        using var configuration = new ConfigurationManager();
        CityFile.Add(configuration, folder.Path);
        Assert.Null(configuration["Rules:Camera:MostZones"]);
    }

    public void Dispose() => folder.Dispose();

    private void Write(string text) => File.WriteAllText(Path.Combine(folder.Path, CityFile.Name), text);
}
