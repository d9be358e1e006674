using CityActors.Alerts;
using CityActors.Observations;

namespace CityActors.Tests.Households;

/// <summary>Leaks, silences and registers that leap, put into real meters.</summary>
public sealed class WaterMetersTests
{
    private const int Silent = 36;
    private const double Swap = 248_541;

    [Fact]
    public void Leaks_AreFoundWithinADay_AndSeldomWhereNoneWasPut()
    {
        var homes = Alicante.Read();
        var days = homes.Sum(static home => (home[^1].At - home[0].At).TotalDays);
        var told = homes.Sum(static home => Leaks(Alicante.Judge(home).Findings).Count());
        var silences = homes.Sum(static home => Alicante.Judge(home).Findings.Count(static finding => finding is { Kind: AlertKinds.Inactivity, Act: FindingAct.Open }));
        Print($"{homes.Count} homes, {days:0} days: {silences} inactivity alarms; {told} leaks where none was put, {100 * told / days:0.00} in 100 days of a home.");
        Assert.InRange(told / days, 0, 0.01);

        foreach (var rate in (double[])[2, 10, 50])
        {
            var (put, found, hours) = (0, 0, new List<double>());
            var random = new Random(3);
            foreach (var home in homes)
            {
                var from = Onset(home, random, 26);
                if (from < 0 || IsLeaking(home, from))
                {
                    continue;
                }

                put++;
                var at = home[from - 1].At;
                var after = Leaks(Alicante.Judge(WithLeak(home[..Math.Min(home.Count, from + 40)], from, rate)).Findings).Select(finding => (finding.At - at).TotalHours).Where(static span => span > 0).Append(999).First();
                found += after <= 25 ? 1 : 0;
                hours.Add(after);
            }

            Print($"{rate} L/h: {found} of {put} found within 25 h, the last after {hours.Max():0.0} h");
            Assert.Equal(put, found);
        }
    }

    [Fact]
    public void Silences_AreFoundAsWithoutALeakOrASwap()
    {
        var homes = Alicante.Read();
        var random = new Random(5);
        var places = homes.Select(home => (Home: home, From: Onset(home, random, Silent + 2))).Where(static place => place.From >= 0).ToList();
        var plain = Found(places, static (home, _) => home);
        Print($"{plain} of {places.Count} silences found");
        foreach (var rate in (double[])[2, 10, 50])
        {
            var before = Found(places, (home, from) => WithLeak(home, Math.Max(0, from - (5 * 24)), rate));
            var even = Found(places, (home, from) => WithEvenLeak(home, Math.Max(0, from - (5 * 24)), rate + 0.3));
            var since = Found(places, (home, from) => WithLeak(home, from, rate));
            var evenSince = Found(places, (home, from) => WithEvenLeak(home, from, rate + 0.3));
            Assert.InRange(before, 0.95 * plain, places.Count);
            Assert.InRange(even, plain, places.Count);
            Print($"with a leak of {rate} L a reading since five days: {before}, of {rate + 0.3} L/h by the clock: {even}; since the silence: {since}, {evenSince}");
        }

        var swap = Found(places, static (home, from) => [.. home.Select((reading, i) => i == from + 7 ? reading with { Value = Swap } : reading)]);
        Print($"with a swap: {swap}");
        Assert.Equal(plain, swap);
    }

    private static int Found(List<(List<Observation> Home, int From)> places, Func<List<Observation>, int, List<Observation>> change) => places.Count(place =>
    {
        var at = place.Home[place.From - 1].At;
        var quiet = place.Home.TakeWhile(reading => reading.At <= at.AddHours(Silent)).Select((reading, i) => i < place.From ? reading : reading with { Value = 0 }).ToList();
        return Alicante.Judge(change(quiet, place.From)).Findings.Any(finding => finding is { Kind: AlertKinds.Inactivity, Act: FindingAct.Open } && finding.At > at);
    });

    // A place after the 20th day from which on every hour was read, or -1.
    private static int Onset(List<Observation> home, Random random, int hours)
    {
        for (var tries = 0; tries < 400; tries++)
        {
            var from = random.Next(480, home.Count);
            if (home[from].At - home[0].At > TimeSpan.FromDays(20) && Alicante.IsRead(home, from - 1, hours))
            {
                return from;
            }
        }

        return -1;
    }

    private static bool IsLeaking(List<Observation> home, int from) => Leaks(Alicante.Judge(home[..Math.Min(home.Count, from + 26)]).Findings, FindingAct.Open).Any(finding => finding.At > home[from].At.AddDays(-1))
        || Alicante.Judge(home[..from]).State.Hours!.LeakFrom != default;

    private static List<Observation> WithLeak(List<Observation> home, int from, double rate) =>
        [.. home.Select((reading, i) => i < from ? reading : reading with { Value = reading.Value + rate })];

    // By the clock, on a register of whole litres.
    private static List<Observation> WithEvenLeak(List<Observation> home, int from, double rate)
    {
        var told = 0.0;
        return [.. home.Select((reading, i) =>
        {
            var ran = i < from ? 0 : Math.Floor(rate * (reading.At - home[from].At.AddHours(-1)).TotalHours);
            var more = ran - told;
            told = ran;
            return reading with { Value = reading.Value + more };
        })];
    }

    private static IEnumerable<Finding> Leaks(List<Finding> findings, FindingAct act = FindingAct.Open) => findings.Where(finding => finding.Kind == AlertKinds.Leak && finding.Act == act);

    private static void Print(string line) => TestContext.Current.TestOutputHelper?.WriteLine(line);
}
