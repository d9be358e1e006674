using System.Globalization;
using CityActors.Benchmarks.Reports;
using CityActors.Commits;
using CityActors.Facts;
using CityActors.Observations;
using CityActors.Places;
using CityActors.Responders;
using CityActors.Silo;
using CityActors.Silo.Orleans;
using CityActors.Silo.Stores;
using CityActors.Terminals;

namespace CityActors.Benchmarks.Alarms;

/// <summary>A drill district of gas terminals, each a place of its own, and responders enough for all of them at once; put into the database of a Silo that does not run.</summary>
internal static class AlarmDistrict
{
    private const string District = "430103";
    private const int Many = 1_024;
    private const int Capacity = 20;
    private const int CellsAcross = 8;
    private const int Across = 64;
    private const double Step = 0.001; // Degrees: about 100 m, twice as far as reports of one matter may be apart.
    private static readonly string[] Wanted = [Skills.Fire, Skills.RepairCrew]; // What the catalogue wants for gas.

    /// <summary>How many responders each alarm asks.</summary>
    public static int AskedEach => Wanted.Length;

    /// <summary>Stores terminals and responders with what tells the others of them.</summary>
    public static async Task Settle(SiloSettings settings, int terminals)
    {
        await using var database = CityHost.OpenDatabase(settings);
        var storage = new DatabaseCityStorage(database, ClusterSettings.ServiceId, TimeProvider.System);
        var at = TimeProvider.System.GetUtcNow();
        var window = new Window(Many);
        foreach (var commit in Terminals(terminals, at).Concat(Responders(terminals, at)))
        {
            await window.Room();
            window.Add(storage.Commit(commit));
        }

        await window.All();
    }

    /// <summary>The id of a terminal.</summary>
    public static string IdOf(int number) => string.Create(CultureInfo.InvariantCulture, $"term-{District}002001-{number:000000}");

    /// <summary>The number of the terminal that an alert is of.</summary>
    public static int NumberOf(string alert)
    {
        var id = alert.AsSpan(0, alert.IndexOf('.', StringComparison.Ordinal));
        return int.Parse(id[(id.LastIndexOf('-') + 1)..], CultureInfo.InvariantCulture);
    }

    private static IEnumerable<CityCommit> Terminals(int count, DateTimeOffset at)
    {
        var serializer = new StateSerializer();
        for (var number = 0; number < count; number++)
        {
            var (column, row) = (number % Across, number / Across);
            var card = new EntityCard
            {
                Id = IdOf(number),
                Type = "terminal",
                Kind = ObservationKinds.GasLevel,
                Cell = string.Create(CultureInfo.InvariantCulture, $"{District}002001{1 + (column / CellsAcross) + (row / CellsAcross * CellsAcross):000}"),
                Position = PlaceOf(column, row),
                Drill = true,
                Privacy = Privacy.Public,
            };
            yield return new CityCommit
            {
                Owner = $"terminal/{card.Id}",
                At = at,
                Head = serializer.Serialize(new TerminalState { Version = 1, Registration = new TerminalRegistration { Card = card } }),
                Facts = [new EntityRegistered { Subject = card.Id, Version = 1, At = at, Area = card.Cell, Entity = card }],
            };
        }
    }

    private static IEnumerable<CityCommit> Responders(int alarms, DateTimeOffset at)
    {
        var serializer = new StateSerializer();
        var random = new Random(BenchmarkPlan.Seed);
        var each = (alarms / Capacity) + 2;
        for (var number = 0; number < each * Wanted.Length; number++)
        {
            var card = new ResponderCard
            {
                Id = string.Create(CultureInfo.InvariantCulture, $"resp-bench-{number:00000}"),
                Name = "Drill 演练",
                Skills = [Wanted[number % Wanted.Length]],
                Area = District,
                Position = PlaceOf(random.Next(Across), random.Next((alarms / Across) + 1)),
                SeenAt = at,
                Capacity = Capacity,
                Version = 1,
            };
            yield return new CityCommit
            {
                Owner = $"responder/{card.Id}",
                At = at,
                Head = serializer.Serialize(new ResponderState { Card = card }),
                Facts = [new ResponderChanged { Subject = card.Id, Version = 1, At = at, Area = card.Area, Responder = card, Dispatch = [AreaCodes.DispatchKey(card.Area)] }],
            };
        }
    }

    private static GeoPoint PlaceOf(int column, int row) => new(112.9 + (Step * column), 28.1 + (Step * row));
}
