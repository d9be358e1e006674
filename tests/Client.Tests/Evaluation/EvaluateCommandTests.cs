using System.Text.Json;
using CityActors.Client.CommandLine;
using CityActors.Client.Evaluation.Report;
using CityActors.Client.Silos;

namespace CityActors.Client.Tests.Evaluation;

/// <summary>The whole command, over the meters that are shipped: eight homes, two weeks.</summary>
public sealed class EvaluateCommandTests : IDisposable
{
    private static readonly string samples = Path.Combine(SiloLocator.Root()!, "seeds", "samples");

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory();
    private readonly StringWriter results = new();
    private readonly StringWriter says = new();

    public void Dispose()
    {
        results.Dispose();
        says.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Rhythm_Samples_AreATable_AndOtherFilesAreNamed()
    {
        Assert.Equal(ExitCode.Ok, await Run("--data", samples, "--after-day", "8", "--onsets", "3"));

        Assert.Contains($"Passed over: {samples}/README.md: it is of no known format.", says.ToString(), StringComparison.Ordinal);
        Assert.Contains("power 00:15:00   own", results.ToString(), StringComparison.Ordinal);
        Assert.Contains("8 homes for liu power 00:15:00", results.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", results.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rhythm_AsJson_HasTheFiguresOfEachDetectorAndClass()
    {
        var figures = await Json("--interval", "as-read,01:00:00", "--protocol", "flat,loop,last,zero,mix");

        var groups = figures.GetProperty("groups").EnumerateArray().ToList();
        Assert.Equal(
            ["00:15:00 own", "00:15:00 floor", "00:15:00 inactivity-score", "01:00:00 own", "01:00:00 floor", "01:00:00 inactivity-score"],
            groups.Select(static group => $"{group.GetProperty("interval")} {group.GetProperty("detector")}"));
        foreach (var group in groups)
        {
            var (all, classes) = (group.GetProperty("all"), group.GetProperty("classes").EnumerateObject().ToList());
            Assert.Equal((8, 48.0), (all.GetProperty("homes").GetInt32(), all.GetProperty("homeDays").GetDouble()));
            Assert.Equal(all.GetProperty("alarms").GetInt32(), classes.Sum(static one => one.Value.GetProperty("alarms").GetInt32()));
            Assert.Equal(all.GetProperty("silences").GetInt32(), classes.Sum(static one => one.Value.GetProperty("silences").GetInt32()));
            Assert.Equal(["flat", "loop", "last", "zero", "mix"], all.GetProperty("protocols").EnumerateObject().Select(static one => one.Name));
            Assert.All(all.GetProperty("protocols").EnumerateObject(), static one => Assert.Equal(24, one.Value.GetProperty("within").GetArrayLength()));
        }
    }

    [Fact]
    public async Task Rhythm_SameSeed_GivesTheSame_AnotherSeedAnother()
    {
        var (first, again, other) = (await Json(), await Json(), await Json("--seed", "2"));

        Assert.Equal(first.GetRawText(), again.GetRawText());
        Assert.NotEqual(first.GetProperty("groups").GetRawText(), other.GetProperty("groups").GetRawText());
    }

    [Fact]
    public async Task Rhythm_Parts_AreTogetherTheWhole()
    {
        var (whole, one, other) = (await Json(), await Json("--fold", "1/2"), await Json("--fold", "2/2"));

        static int Of(JsonElement figures, string what) => figures.GetProperty("groups")[0].GetProperty("all").GetProperty(what).GetInt32();
        Assert.Equal("1/2", one.GetProperty("fold").GetString());
        foreach (var what in (string[])["homes", "alarms", "silences", "openAlready"])
        {
            Assert.Equal(Of(whole, what), Of(one, what) + Of(other, what));
        }
    }

    [Fact]
    public async Task Rhythm_Write_PutsTablesAndPicturesIntoThePage()
    {
        var page = Path.Combine(folder.FullName, "page.md");
        await File.WriteAllTextAsync(page, $"# Before\n{EvaluationPage.Begin}\nold\n{EvaluationPage.End}\nafter\n", TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.Ok, await Run("--data", samples, "--after-day", "8", "--onsets", "2", "--write", page));

        var text = await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken);
        Assert.StartsWith($"# Before\n{EvaluationPage.Begin}\n2 silences", text, StringComparison.Ordinal);
        Assert.EndsWith($"{EvaluationPage.End}\nafter\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("old", text, StringComparison.Ordinal);
        Assert.Contains("| power 00:15:00 | own | loop |", text, StringComparison.Ordinal);
        foreach (var picture in (string[])["evaluation-delays.svg", "evaluation-alarms.svg"])
        {
            Assert.Contains($"(pictures/{picture})", text, StringComparison.Ordinal);
            var svg = System.Xml.Linq.XDocument.Load(Path.Combine(folder.FullName, "pictures", picture));
            Assert.Equal(6, svg.Descendants().Count(static one => one.Name.LocalName == "polyline")); // Three detectors, two protocols.
        }
    }

    [Fact]
    public async Task Rhythm_PageWithoutMarks_IsRefusedAndLeftAlone()
    {
        var page = Path.Combine(folder.FullName, "page.md");
        await File.WriteAllTextAsync(page, "# Before\n", TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.Failed, await Run("--data", samples, "--after-day", "8", "--onsets", "1", "--detector", "floor", "--write", page));
        Assert.Equal("# Before\n", await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken));
        Assert.Contains(EvaluationPage.Begin, says.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--detector", "none", "There is no detector 'none'; there are own, floor, liu, inactivity-score.")]
    [InlineData("--protocol", "none", "There is no protocol 'none'; there are flat, loop, last, zero, mix.")]
    [InlineData("--interval", "00:07:00", "--interval '00:07:00' is none")]
    [InlineData("--fold", "2", "--fold '2' is no part")]
    [InlineData("--onsets", "0", "--onsets is 0; give 1 or more.")]
    public async Task Rhythm_WhatMakesNoSense_IsToldInASentence(string option, string value, string message)
    {
        Assert.Equal(ExitCode.Usage, await Run("--data", samples, option, value));
        Assert.Contains(message, says.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rhythm_DamagedFile_IsNamedWithItsLine()
    {
        var path = Path.Combine(folder.FullName, "A_2014-03.csv");
        await File.WriteAllTextAsync(path, "Time,Aggregate\n2014-03-01 00:00:00,1\n2014-03-01 00:0", TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.Failed, await Run("--data", samples, path));
        Assert.Contains($"{path}, line 3: 1 fields where the first line has 2.", says.ToString(), StringComparison.Ordinal);
    }

    /// <summary>268 Swiss households, seven weeks: in a home without appliances the city's own detector finds nearly every silence.</summary>
    [Fact]
    public async Task Rhythm_SwissMeters_FlatSilencesAreFoundWithinTheBudgetOfAlarms()
    {
        var data = Path.GetFullPath("../shared/data/swiss_15min", SiloLocator.Root()!);
        Assert.SkipUnless(Directory.Exists(data), $"The shared data is not beside this repository: there is no {data}.");

        Assert.Equal(ExitCode.Ok, await Run("--data", data, "--detector", "own", "floor", "--onsets", "4", "--json"));

        var groups = JsonDocument.Parse(results.ToString()).RootElement.GetProperty("groups");
        var (own, floor) = (groups[0].GetProperty("all"), groups[1].GetProperty("all"));
        Assert.Equal((268, 268 * 35.0, 268 * 4), (own.GetProperty("homes").GetInt32(), own.GetProperty("homeDays").GetDouble(), own.GetProperty("silences").GetInt32()));
        Assert.InRange(own.GetProperty("alarmsPerHomeDay").GetDouble(), 0, 0.0144);
        Assert.InRange(own.GetProperty("protocols").GetProperty("flat").GetProperty("within")[23].GetDouble(), 0.9, 1);
        Assert.InRange(own.GetProperty("byChance").GetDouble(), 0, 0.05);
        Assert.Equal(12, floor.GetProperty("protocols").GetProperty("flat").GetProperty("medianHours").GetDouble());
    }

    private async Task<JsonElement> Json(params string[] arguments)
    {
        results.GetStringBuilder().Clear();
        Assert.Equal(ExitCode.Ok, await Run(["--data", samples, "--after-day", "8", "--onsets", "3", "--json", .. arguments]));
        return JsonDocument.Parse(results.ToString()).RootElement;
    }

    private Task<ExitCode> Run(params string[] arguments) =>
        CityCommand.Run(["evaluate", "rhythm", .. arguments], new CommandOutput(results, says, resultsOnTerminal: false, saysOnTerminal: false), TestContext.Current.CancellationToken);
}
