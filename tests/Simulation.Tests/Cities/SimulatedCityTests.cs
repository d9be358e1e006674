using System.Globalization;
using System.Text.Json;
using CityActors.Alerts;
using CityActors.Deadlines;
using CityActors.Dispatch;
using CityActors.Places;
using CityActors.Responders;

namespace CityActors.Simulation.Cities;

/// <summary>Whole districts under crashes and failing storage. Other seeds: set CITYACTORS_SEEDS to one, such as 7, or to a range, such as 1-500.</summary>
public sealed class SimulatedCityTests
{
    private const string SeedsVariable = "CITYACTORS_SEEDS";

    public static TheoryData<long> Seeds => [.. SeedsWanted()];

    public static TheoryData<long> PutThenCrash => [.. Regressions("responder-put-then-crash")];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task SmallDistrict_WithCrashesAndFailingStorage_KeepsItsInvariants(long seed)
    {
        await using var city = await Play(seed, CityFaults.Many);
        Assert.Equal(OrderOf("report-west", city), OrderOf("report-east", city));
    }

    [Fact]
    public async Task SmallDistrict_WithoutFaults_IsOneOrderForEachMatter()
    {
        await using var city = await Play(1, CityFaults.None);
        Assert.Equal(0, city.Crashes);
        Assert.Equal(
            [AlertKinds.FireLaneBlocked, AlertKinds.Inactivity],
            city.Invariants.Alerts.Select(static alert => alert.Kind).Order(StringComparer.Ordinal));
        Assert.Equal(3, city.Invariants.Orders.Count());
    }

    [Theory]
    [MemberData(nameof(PutThenCrash))]
    public async Task Responder_WhenTheSiloCrashesRightAfterItIsPut_IsTold(long seed)
    {
        await using var city = await SimulatedCity.Start(seed, CityFaults.None);
        await city.Run(
            static async city =>
            {
                await city.Grains.GetGrain<IResponderGrain>("resp-1").Put(new ResponderCard
                {
                    Id = "resp-1",
                    Name = "resp-1",
                    Skills = [Skills.Cleaner],
                    Area = "430103002",
                    Position = new GeoPoint(112.99, 28.11),
                    SeenAt = city.Now,
                });
                city.Crash();
                await city.Delay(TimeSpan.FromMinutes(10));
                Assert.Equal(1, (await city.Grains.GetGrain<IDispatchGrain>("dispatch-430103").Read()).Responders);
            },
            restWithin: TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task SmallDistrict_SameSeed_GivesTheSameTrace_AndOthersDiffer()
    {
        var runs = new List<(string TraceHash, int Crashes)>();
        foreach (var seed in new[] { 1L, 2, 3, 1, 2, 3 })
        {
            await using var city = await Play(seed, CityFaults.Many);
            runs.Add((city.TraceHash, city.Crashes));
        }

        Assert.Equal(runs[..3], runs[3..]);
        Assert.Equal(3, runs.Select(static run => run.TraceHash).Distinct().Count());
        Assert.Contains(runs, static run => run.Crashes > 0);
    }

    private static string OrderOf(string report, SimulatedCity city) =>
        Assert.Single(city.Invariants.Orders, order => order.Reports.Contains(report)).Id;

    private static async Task<SimulatedCity> Play(long seed, CityFaults faults)
    {
        var city = await SimulatedCity.Start(seed, faults);
        try
        {
            await city.Run(SmallDistrict.Play, restWithin: TimeSpan.FromHours(4));
            return city;
        }
        catch (SimulationException failure)
        {
            await city.DisposeAsync();
            throw new SimulationException(
                $"Scenario {SmallDistrict.Name}: {failure.Message}\nRepeat: {SeedsVariable}={seed} dotnet test -c Release tests/Simulation.Tests/Simulation.Tests.csproj --filter {nameof(SimulatedCityTests)}", failure);
        }
    }

    private static IEnumerable<long> Regressions(string scenario)
    {
        using var file = JsonDocument.Parse(File.ReadAllText(SeedFiles.Path($"regressions/{scenario}.json")));
        return [.. file.RootElement.GetProperty("seeds").EnumerateArray().Select(static seed => seed.GetInt64())];
    }

    private static IEnumerable<long> SeedsWanted()
    {
        var wanted = (Environment.GetEnvironmentVariable(SeedsVariable) ?? "1-20").Split('-');
        var (first, last) = (long.Parse(wanted[0], CultureInfo.InvariantCulture), long.Parse(wanted[^1], CultureInfo.InvariantCulture));
        for (var seed = first; seed <= last; seed++)
        {
            yield return seed;
        }
    }
}
