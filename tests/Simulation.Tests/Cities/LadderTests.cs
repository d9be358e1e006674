using CityActors.Alerts;
using CityActors.Facts;
using CityActors.Households;
using CityActors.Observations;
using CityActors.Places;
using CityActors.Terminals;

namespace CityActors.Simulation.Cities;

/// <summary>
/// The promise of the ladder: homes fall quiet and help buttons are pressed, ten times as many as an operator for 10,000 elders has in an hour, while storage fails and
/// the whole city is down for some seconds again and again. Measured is when each step was handed over to its receiver's adapter.
/// </summary>
public sealed class LadderTests(ITestOutputHelper output)
{
    private const int Homes = 20;
    private const int Buttons = 40; // 0.0144 alarms an elder and day are 6 an hour for 10,000 of them.
    private const string Cell = "430103002001007";
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(5);
    private static readonly GeoPoint Place = new(112.98965, 28.1127);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Steps_UnderTenfoldLoadAndCrashes_AreInTime_EachOnce_AndNoneAfterSomebodyTookTheAlertOn(int seed)
    {
        await using var city = await SimulatedCity.Start(seed, new CityFaults(0.02, 0.02, 0.002, 0));
        var clock = new CityTime(city);
        await using var outbox = await LadderOutbox.Start(city.Storage.Facts, clock);
        await Register(city);
        await city.Observe(History());
        var taken = await Play(city, outbox);
        city.EndFaults();
        await city.Restart();
        await outbox.Drain(Wanted(city));

        var alerts = Opened(city);
        var rows = await outbox.Rows(alerts.Keys);
        var bySubject = rows.ToLookup(static row => row.Subject);
        var first = alerts.Values.Select(alert => bySubject[alert.Id].Select(static row => row.HandedOverAt!.Value).DefaultIfEmpty(alert.OpenedAt).Min() - alert.OpenedAt).Order().ToArray();
        var last = alerts.Values.Where(alert => !taken.ContainsKey(alert.Id)).Select(alert => bySubject[alert.Id].Max(static row => row.HandedOverAt!.Value) - alert.OpenedAt).Order().ToArray();
        output.WriteLine(
            $"{alerts.Count} alarms, {taken.Count} taken on, {rows.Count} steps, {city.Faults} faults, {city.Restarts} restarts; first contact p50 {first[first.Length / 2]}, p99 {P99(first)}; last step p50 {last[last.Length / 2]}, p99 {P99(last)}.");

        Assert.Equal(Homes + Buttons, alerts.Count);
        Assert.True(city.Restarts > 3, "The city was hardly ever down.");
        Assert.InRange(P99(first), TimeSpan.Zero, TimeSpan.FromSeconds(60));
        Assert.InRange(P99(last), TimeSpan.Zero, TimeSpan.FromMinutes(5));
        Assert.Equal(Wanted(city), rows.Count);
        Assert.Equal(outbox.HandedOver.Count, outbox.HandedOver.Distinct().Count());
        Assert.Equal(rows.Select(static row => row.Id).Order(StringComparer.Ordinal), outbox.HandedOver.Select(static entry => entry.Text).Distinct().Order(StringComparer.Ordinal));
        foreach (var alert in alerts.Values)
        {
            var told = bySubject[alert.Id].OrderBy(static row => row.HandedOverAt).ThenBy(static row => row.WantedAt).Select(static row => row.Receiver).ToArray();
            var ladder = alert.Kind == AlertKinds.Inactivity ? new[] { "home-call", "family", "grid-officer", "community" } : ["grid-officer", "community", "duty-officer"];
            Assert.Equal(ladder.Take(told.Length).Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
            Assert.Equal(taken.ContainsKey(alert.Id) ? told.Length : ladder.Length, told.Length);
            Assert.All(bySubject[alert.Id], row => Assert.True(!taken.TryGetValue(alert.Id, out var at) || row.HandedOverAt <= at, $"{row.Id} after {at:O}"));
        }
    }

    private static async Task<Dictionary<string, DateTimeOffset>> Play(SimulatedCity city, LadderOutbox outbox)
    {
        var taken = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        var plans = new Dictionary<string, DateTimeOffset?>(StringComparer.Ordinal);
        var events = Events(city.Chance).OrderBy(static item => item.At).ToArray();
        var (next, restarts) = (0, 0);
        for (var at = SimulatedCity.Begin; at <= SimulatedCity.Begin + TimeSpan.FromMinutes(66); at += Step)
        {
            var due = events.Skip(next).TakeWhile(item => item.At <= at).ToArray();
            next += due.Length;
            await city.Observe(due);
            if (city.Chance.Next(60) == 0)
            {
                at += TimeSpan.FromSeconds(city.Chance.Next(5, 16)); // Down, while the world goes on.
                await city.Restart();
            }

            await city.GoTo(at);
            if (city.Restarts != restarts)
            {
                restarts = city.Restarts;
                await outbox.Restart();
            }

            await outbox.Drain(Wanted(city));
            foreach (var alert in Opened(city).Values.Where(alert => !plans.ContainsKey(alert.Id)))
            {
                plans[alert.Id] = city.Chance.Next(2) == 0 ? null : alert.OpenedAt.AddSeconds(city.Chance.Next(0, 300));
            }

            foreach (var (alert, when) in plans.Where(plan => plan.Value <= at && !taken.ContainsKey(plan.Key)).ToArray())
            {
                await city.Insist(() => EntityGrains.Find(city.Grains, alert.Split('.')[0]).HandleAlert(alert, Command(city.Chance, alert, at)));
                taken[alert] = at;
            }
        }

        return taken;
    }

    private static AlertCommand Command(Random chance, string alert, DateTimeOffset at) => chance.Next(3) switch
    {
        0 => new AlertCommand.Acknowledge { CommandId = $"take {alert}", Actor = "li", At = at },
        1 => new AlertCommand.Safe { CommandId = $"take {alert}", Actor = "resident", At = at },
        _ => new AlertCommand.Outcome { CommandId = $"take {alert}", Actor = "li", At = at, Found = CareOutcome.FoundWell },
    };

    private static int Wanted(SimulatedCity city) => city.Storage.Facts.All.Count(static fact => fact.Type == "notification");

    private static Dictionary<string, Alert> Opened(SimulatedCity city) => city.Storage.Facts.All
        .Where(static fact => fact.Type == "alert").Select(static fact => ((AlertChanged)FactRecords.Read(fact)).Alert)
        .Where(static alert => AlertKinds.IsCare(alert.Kind)).DistinctBy(static alert => alert.Id).ToDictionary(static alert => alert.Id, StringComparer.Ordinal);

    private static TimeSpan P99(TimeSpan[] sorted) => sorted[(int)Math.Ceiling(0.99 * sorted.Length) - 1];

    private static async Task Register(SimulatedCity city)
    {
        for (var number = 0; number < Homes; number++)
        {
            var id = Home(number);
            var home = new HouseholdRegistration { Card = Card(id, "household", ""), ConsentAt = SimulatedCity.Begin.AddDays(-10) };
            await city.Insist(() => city.Grains.GetGrain<IHouseholdGrain>(id).Register(home, SimulatedCity.Begin));
        }

        for (var number = 0; number < Buttons; number++)
        {
            var id = Button(number);
            await city.Insist(() => city.Grains.GetGrain<ITerminalGrain>(id).Register(new TerminalRegistration { Card = Card(id, "terminal", "help-button") }, SimulatedCity.Begin));
        }
    }

    private static string Home(int number) => $"home-430103002001-{number:0000}";

    private static string Button(int number) => $"term-430103002001-{number:0000}";

    private static EntityCard Card(string id, string type, string kind) => new() { Id = id, Type = type, Kind = kind, Cell = Cell, Position = Place, Privacy = type == "household" ? Privacy.Household : Privacy.Public };

    // Each home's last sign of life was eleven and a half hours ago.
    private static IEnumerable<Observation> History() =>
        from number in Enumerable.Range(0, Homes)
        from quarter in Enumerable.Range(-5 * 96, (5 * 96) + 1)
        select Power(number, SimulatedCity.Begin.AddMinutes(15 * quarter), isActive: quarter == -46 || (quarter < -46 && (quarter & 7) < 4));

    private static IEnumerable<Observation> Events(Random chance)
    {
        for (var number = 0; number < Homes; number++)
        {
            for (var quarter = 1; quarter <= 4; quarter++)
            {
                yield return Power(number, SimulatedCity.Begin.AddMinutes(15 * quarter), isActive: false);
            }
        }

        for (var number = 0; number < Buttons; number++)
        {
            yield return new() { Entity = Button(number), Kind = "help-call", At = SimulatedCity.Begin.AddSeconds(chance.Next(60, 3_500)), Value = 1 };
        }
    }

    // The clocks of meters are not the same to the second.
    private static Observation Power(int home, DateTimeOffset at, bool isActive)
    {
        var quarter = at.ToUnixTimeSeconds() / 900;
        return new() { Entity = Home(home), Kind = ObservationKinds.Power, At = at.AddSeconds(home * 41), Value = 60 + ((quarter + home) % 7) + (isActive ? 300 + (quarter % 11) : 0) };
    }

    private sealed class CityTime(SimulatedCity city) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => city.Now;
    }
}
