using System.Globalization;
using System.Text.Json;
using CityActors.Alerts;
using CityActors.Deadlines;
using CityActors.Dispatch;
using CityActors.Facts;
using CityActors.Responders;

namespace CityActors.Simulation.Cities;

/// <summary>Whole districts under power cuts and failing storage. Other seeds: set CITYACTORS_SEEDS to one, such as 7, or to a range, such as 1-500.</summary>
public sealed class SimulatedCityTests(ITestOutputHelper output)
{
    private const string SeedsVariable = "CITYACTORS_SEEDS";

    public static TheoryData<long> Seeds => [.. SeedsWanted().Union(Regressions("small-district"))];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task SmallDistrict_WithFailingStorageAndPowerCuts_EndsAsWithout(long seed)
    {
        var smooth = await Play(seed, CityFaults.None);
        var rough = await Play(seed, CityFaults.Many);
        output.WriteLine($"{rough.Faults} faults, {rough.Restarts} restarts.");

        Assert.Equal(smooth.Outcome, rough.Outcome);
    }

    [Fact]
    public async Task SmallDistrict_WithoutFaults_IsOneOrderForEachMatter()
    {
        var run = await Play(1, CityFaults.None);

        Assert.Equal((0, 0), (run.Faults, run.Restarts));
        Assert.Equal($"{AlertKinds.DataGap} {AlertKinds.DataGap} {AlertKinds.FireLaneBlocked} {AlertKinds.Inactivity}", run.Kinds);
        Assert.Equal(5, run.Orders);
    }

    [Fact]
    public async Task SmallDistrict_SameSeed_GivesTheSameTrace_AndOthersDiffer()
    {
        var runs = new List<Run>();
        foreach (var seed in new[] { 1L, 2, 1, 2 })
        {
            runs.Add(await Play(seed, CityFaults.Many));
        }

        // How often storage was asked, and so how often it failed, may differ with the machine's load; what the city stored may not.
        Assert.Equal(runs[0], runs[2] with { Faults = runs[0].Faults });
        Assert.Equal(runs[1], runs[3] with { Faults = runs[1].Faults });
        Assert.NotEqual(runs[0].Trace, runs[1].Trace);
        Assert.Contains(runs, static run => run is { Restarts: > 0, Faults: > 10 });
    }

    [Fact]
    public async Task Responder_WhenThePowerFailsRightAfterItIsPut_IsKnownToDispatch()
    {
        await using var city = await SimulatedCity.Start(1, CityFaults.None);
        await city.Grains.GetGrain<IResponderGrain>("resp-1").Put(SmallDistrict.Responder(1));

        await city.Restart();

        Assert.Equal(1, (await city.Grains.GetGrain<IDispatchGrain>("dispatch-430103").Read()).Responders);
    }

    private static async Task<Run> Play(long seed, CityFaults faults)
    {
        await using var city = await SimulatedCity.Start(seed, faults);
        var invariants = new CityInvariants();
        try
        {
            await SmallDistrict.Play(city);
            city.EndFaults();
            await invariants.Check(city);
        }
        catch (Exception fault)
        {
            throw new InvalidOperationException(
                $"Seed {seed} after {city.Faults} faults and {city.Restarts} restarts: {fault.Message}\nRepeat: {SeedsVariable}={seed} dotnet test -c Release tests/Simulation.Tests", fault);
        }

        var kinds = string.Join(' ', invariants.Alerts.Select(static alert => alert.Kind).Order(StringComparer.Ordinal));
        return new Run(Outcome(city), Trace(city), kinds, invariants.Orders.Count, city.Faults, city.Restarts);
    }

    /// <summary>What everybody may know, as far as order of commits does not matter.</summary>
    private static string Outcome(SimulatedCity city) => string.Join('\n', city.Storage.Facts.All
        .Where(static fact => !fact.IsInternal && FactRecords.Read(fact) is AlertChanged or OrderChanged or NotificationWanted)
        .OrderBy(static fact => fact.Subject, StringComparer.Ordinal)
        .ThenBy(static fact => fact.Sequence)
        .Select(static fact => $"{fact.RecordedAt:O} {fact.Payload}"));

    private static string Trace(SimulatedCity city) => string.Join('\n', city.Storage.Facts.All
        .Select(static fact => $"{fact.RecordedAt:O} {fact.Owner} {fact.Payload}")
        .Order(StringComparer.Ordinal));

    private static IEnumerable<long> Regressions(string scenario)
    {
        using var file = JsonDocument.Parse(File.ReadAllText(SeedFiles.Path($"regressions/{scenario}.json")));
        return [.. file.RootElement.GetProperty("seeds").EnumerateArray().Select(static seed => seed.GetInt64())];
    }

    private static IEnumerable<long> SeedsWanted()
    {
        var wanted = (Environment.GetEnvironmentVariable(SeedsVariable) is { Length: > 0 } given ? given : "1-12").Split('-');
        var (first, last) = (long.Parse(wanted[0], CultureInfo.InvariantCulture), long.Parse(wanted[^1], CultureInfo.InvariantCulture));
        for (var seed = first; seed <= last; seed++)
        {
            yield return seed;
        }
    }

    private sealed record Run(string Outcome, string Trace, string Kinds, int Orders, int Faults, int Restarts);
}
