namespace CityActors.Client.Tests.CommandLine;

/// <summary><c>city pack check --run</c> on the real Silo.</summary>
public sealed class PackRunTests : PackTool
{
    [Theory]
    [InlineData("air", "killed 1 times")]
    [InlineData("care", "killed 1 times")]
    [InlineData("crowd", "killed 1 times")]
    [InlineData("estate-eyes", "killed 1 times")]
    [InlineData("fire", "killed 2 times")]
    [InlineData("forest", "killed 1 times")]
    [InlineData("mine", "killed 1 times")]
    [InlineData("rain", "killed 1 times")]
    [InlineData("water-safety", "killed 1 times")]
    public async Task Run_ShippedPack_ComesAsItsScenesAndExamplesSay(string name, string kills)
    {
        var code = await Run(Path.Combine(packs, name));

        Assert.True(code == ExitCode.Ok, $"{results}{says}");
        Assert.Contains($"{name}/", results.ToString(), StringComparison.Ordinal);
        Assert.Contains(kills, says.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("nothing is wrong.", says.ToString().TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_PackThatSaysSomethingElse_NamesEachTruthExampleAndRule()
    {
        var fire = Copy("fire");
        Change(fire, "scenes/fires.json", "\"by\": [ 15 ]", "\"by\": [ 4 ]"); // Nothing comes of it.
        Change(fire, "scenes/fires.json", "\"by\": [ 7 ]", "\"by\": [ 40 ]"); // What is to be harmless alarms.
        Change(fire, "examples/detectors.json", "\"opened\": \"2026-01-12T08:03\"", "\"opened\": \"2026-01-12T08:04\"");
        Change(fire, "watch.json", "\"rule\": \"gas-silent\", \"of\": \"gas.gas\", \"uses\": \"silence\"", "\"rule\": \"gas-silent\", \"of\": \"gas.gas\", \"uses\": \"silence\", \"after\": \"9 hours\"");

        var code = await Run(fire, "--beside", packs);

        Assert.True(code == ExitCode.CheckFailed, $"{results}{says}");
        var faults = results.ToString().Split('\n').Where(static line => line.StartsWith('E')).ToList();
        Assert.Contains(faults, static fault => fault.StartsWith("E2 scenes/fires.json:7 $.happens[0].truth: smoke was expected on term-fires-smoke-", StringComparison.Ordinal) && fault.EndsWith("with 1 orders; none came.", StringComparison.Ordinal));
        Assert.Contains(faults, static fault => fault.StartsWith("E2 scenes/fires.json:12 $.happens[3].truth: Nothing must come of it; gas on term-fires-gas-", StringComparison.Ordinal));
        Assert.Contains("E1 examples/detectors.json:11 $.examples[3]: 'gas-leak' is to give gas from 2026-01-12T08:04, open; it gave gas from 2026-01-12T08:03, open.", faults);
        Assert.Contains(faults, static fault => fault.StartsWith("E1 examples/detectors.json:14 $.examples[4]: 'gas-detector-falls-silent'", StringComparison.Ordinal));
        Assert.Contains(faults, static fault => fault.StartsWith("E4 watch.json:7 $.rules[3]: No scene and no example makes 'gas-silent' raise 'data-gap'", StringComparison.Ordinal));
        Assert.Equal(5, faults.Count);
    }

    [Fact]
    public async Task Run_PackWithNothingToPlay_SaysSo()
    {
        Assert.Equal(ExitCode.Ok, await Run(Path.Combine(packs, "orders")));
        Assert.Contains("there is nothing to play", says.ToString(), StringComparison.Ordinal);
    }

    private Task<ExitCode> Run(params string[] line) => City(["pack", "check", .. line, "--run"]);
}
