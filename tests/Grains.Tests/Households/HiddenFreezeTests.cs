using System.Globalization;
using System.IO.Compression;
using CityActors.Alerts;

namespace CityActors.Tests.Households;

/// <summary>Four weeks of meters, one of them frozen at a hidden time: an alert on that meter, explained, and few besides.</summary>
public sealed class HiddenFreezeTests
{
    private const int Days = 28;
    private const int Homes = 25;
    private const double Budget = 0.0144; // One operator for 10,000 elders can handle so many a home and day.

    private static readonly string[] Shapes = ["regular", "restless", "square"];

    public static TheoryData<string, Frozen> Cases() =>
        new(from shape in Shapes from how in Enum.GetValues<Frozen>() select (shape, how));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Freeze_AtAHiddenTime_IsFound_AndAlarmsBesidesStayInBudget(string shape, Frozen how)
    {
        var (found, besides) = (0, 0);
        for (var seed = 0; seed < Homes; seed++)
        {
            var from = (3 * Meters.PerDay) + new Random(seed).Next(22 * Meters.PerDay);
            var alerts = Meters.Openings(Meters.Run(Meters.Freeze(Home(shape, seed), from, how, seed)).Findings).ToList();

            var first = alerts.FirstOrDefault(alert => alert.At > Meters.EndOf(from - 1));
            found += first.Why is not null && first.At - Meters.EndOf(from) < TimeSpan.FromHours(36) ? 1 : 0;
            besides += alerts.Count(alert => alert.At <= Meters.EndOf(from - 1));
            Assert.All(alerts, static alert => Assert.True(alert.Why.English.Length > 0 && alert.Why.Chinese.Length > 0));
            Assert.True(first.Why is null || how == Frozen.AtLastValue || first.Kind == AlertKinds.Inactivity, $"home {seed}: {first.Kind}");
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{shape}, {how}: {found} of {Homes} found, {besides} alarms before");
        Assert.InRange(found, Homes - 1, Homes);
        Assert.InRange(besides, 0, Budget * Homes * Days);
    }

    [Theory]
    [InlineData("regular")]
    [InlineData("restless")]
    [InlineData("square")]
    public void NoFreeze_GivesAlarmsWithinTheBudget(string shape)
    {
        var alarms = Enumerable.Range(0, Homes).SelectMany(seed => Meters.Openings(Meters.Run(Home(shape, seed)).Findings)).ToList();

        TestContext.Current.TestOutputHelper?.WriteLine($"{shape}: {alarms.Count} alarms in {Homes * Days} days of homes");
        Assert.All(alarms, static alarm => Assert.Equal(AlertKinds.Inactivity, alarm.Kind));
        Assert.InRange(alarms.Count, 0, Budget * Homes * Days);
    }

    [Theory]
    [InlineData(9)]
    [InlineData(13)]
    [InlineData(17)]
    public void Freeze_ThreeHoursLater_MovesTheAlert(int hour)
    {
        for (var seed = 0; seed < Homes; seed++)
        {
            var watts = Meters.Regular(Days, seed);
            var from = (15 * Meters.PerDay) + (4 * hour);

            var early = Assert.Single(Meters.Run(Meters.Freeze(watts, from, Frozen.AtBase, seed)).Findings);
            var late = Assert.Single(Meters.Run(Meters.Freeze(watts, from + 12, Frozen.AtBase, seed)).Findings);

            Assert.True(late.At > early.At, $"home {seed}: {early.At:O}, three hours later {late.At:O}");
        }
    }

    [Fact]
    public void SwissMeters_HeldAtBaseLoad_AreFoundAndFalseAlarmsStayInBudget()
    {
        var folder = Meters.SharedFolder("swiss_15min");
        Assert.SkipUnless(folder is not null, "The folder data/swiss_15min of the shared data is not beside this repository.");
        var homes = ReadSwiss(folder!, "w44", "w45", "w46", "w47");
        var (alarms, found) = (0, 0);
        var random = new Random(5);
        foreach (var watts in homes)
        {
            alarms += Meters.Openings(Meters.Run(watts).Findings).Count(static finding => finding.Kind == AlertKinds.Inactivity);
            var from = (8 * Meters.PerDay) + random.Next(18 * Meters.PerDay);
            var openings = Meters.Openings(Meters.Run(Meters.Freeze(watts, from, Frozen.AtBase, 1)).Findings);
            found += openings.Any(finding => finding.Kind == AlertKinds.Inactivity && finding.At > Meters.EndOf(from - 1)) ? 1 : 0;
        }

        var perHomeAndDay = alarms / (double)(homes.Count * Days);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{homes.Count} homes, {Days} days: {alarms} inactivity alarms, {perHomeAndDay:0.0000} per home and day; {found} freezes found.");
        Assert.InRange(perHomeAndDay, 0, Budget);
        Assert.InRange(found, (int)(0.93 * homes.Count), homes.Count);
    }

    private static double[] Home(string shape, int seed) => shape switch
    {
        "regular" => Meters.Regular(Days, seed),
        "restless" => Meters.Restless(Days, seed),
        _ => Meters.Square(Days, seed),
    };

    private static List<double[]> ReadSwiss(string folder, params string[] weeks)
    {
        var homes = new SortedDictionary<string, List<double>>(StringComparer.Ordinal);
        foreach (var week in weeks)
        {
            using var file = File.OpenRead(Path.Combine(folder, $"elcons_15min_{week}.csv.gz"));
            using var reader = new StreamReader(new GZipStream(file, CompressionMode.Decompress));
            reader.ReadLine();
            while (reader.ReadLine() is { } line)
            {
                var parts = line.Split(',');
                var watts = parts[1..].Select(static part => double.Parse(part, CultureInfo.InvariantCulture) * 4000);
                if (!homes.TryGetValue(parts[0], out var all))
                {
                    homes[parts[0]] = all = [];
                }

                all.AddRange(watts);
            }
        }

        return [.. homes.Values.Select(static home => home.ToArray())];
    }
}
