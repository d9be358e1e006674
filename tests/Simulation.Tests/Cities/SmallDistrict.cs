using CityActors.Cameras;
using CityActors.Households;
using CityActors.Observations;
using CityActors.Places;
using CityActors.Responders;
using CityActors.WorkOrders;

namespace CityActors.Simulation.Cities;

/// <summary>
/// Two homes, one of which falls quiet, and whose meters both fall silent later; a lorry in a fire lane; two citizens who report one heap
/// of waste from both sides of a cell border; and four drill responders who see to it all.
/// </summary>
internal static class SmallDistrict
{
    public const string QuietHome = "home-430103002001-0001";
    public const string LivelyHome = "home-430103002001-0002";
    public const string Camera = "cam-43010300001320000001";
    private const string WestCell = "430103002001007";
    private const string EastCell = "430103002001008";
    private const string Waste = "event.environment.exposed-waste";
    private static readonly GeoPoint West = new(112.98965, 28.1127);
    private static readonly GeoPoint East = new(112.98975, 28.1127); // Ten metres on.
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Length = TimeSpan.FromHours(6);

    /// <summary>Plays it to its end.</summary>
    public static async Task Play(SimulatedCity city)
    {
        await Register(city);
        await city.Observe(History());
        foreach (var (at, act) in Plan(city.Chance).OrderBy(static step => step.At))
        {
            await city.GoTo(at);
            await act(city);
        }

        await city.GoTo(SimulatedCity.Begin + Length);
    }

    /// <summary>The card of a drill responder who can do everything.</summary>
    public static ResponderCard Responder(int number) => new()
    {
        Id = $"resp-{number}",
        Name = $"resp-{number}",
        Skills = [Skills.GridOfficer, Skills.Cleaner, Skills.SanitationVehicle, Skills.Technician, Skills.Medic, Skills.Patrol, Skills.Fire, Skills.RepairCrew],
        Area = "430103002",
        Position = new GeoPoint(West.Longitude + (0.001 * number), West.Latitude),
        SeenAt = SimulatedCity.Begin,
        Capacity = 1,
        Drill = true,
    };

    private static async Task Register(SimulatedCity city)
    {
        var begin = SimulatedCity.Begin;
        foreach (var id in new[] { QuietHome, LivelyHome })
        {
            var home = new HouseholdRegistration { Card = Card(id, "household"), ConsentAt = begin.AddDays(-10) };
            await city.Insist(() => city.Grains.GetGrain<IHouseholdGrain>(id).Register(home, begin));
        }

        var camera = new CameraRegistration { Card = Card(Camera, "camera"), Zones = ["lane-1"] };
        await city.Insist(() => city.Grains.GetGrain<ICameraGrain>(Camera).Register(camera, begin));
        for (var i = 0; i < 4; i++)
        {
            var card = Responder(i);
            await city.Insist(() => city.Grains.GetGrain<IResponderGrain>(card.Id).Put(card));
        }
    }

    private static EntityCard Card(string id, string type) => new() { Id = id, Type = type, Cell = WestCell, Position = West, Drill = true };

    private static IEnumerable<(DateTimeOffset At, Func<SimulatedCity, Task> Act)> Plan(Random chance)
    {
        var begin = SimulatedCity.Begin;
        for (var at = begin + Interval; at <= begin.AddHours(2); at += Interval)
        {
            Observation[] read = [Power(LivelyHome, at, isActive: true), Power(QuietHome, at, isActive: false)];
            yield return (at, city => city.Observe(read));
        }

        var seen = new Observation { Entity = Camera, Kind = ObservationKinds.FireLane, At = begin.AddSeconds(chance.Next(3600)), Track = "t1", Zone = "lane-1", Phase = TrackPhase.Start };
        for (var minute = 0; minute <= 8; minute++)
        {
            var next = seen with { At = seen.At.AddMinutes(minute), Phase = minute switch { 0 => TrackPhase.Start, 8 => TrackPhase.End, _ => TrackPhase.Update } };
            yield return (next.At, city => city.Observe([next]));
        }

        // The second citizen comes a few seconds after the first, or at the same time.
        yield return Report(begin, chance, "report-west", West, WestCell);
        yield return Report(begin, chance, "report-east", East, EastCell);
    }

    // The quiet home's last sign of life was eleven and a half hours ago.
    private static IEnumerable<Observation> History()
    {
        for (var at = SimulatedCity.Begin - TimeSpan.FromDays(5); at <= SimulatedCity.Begin; at += Interval)
        {
            yield return Power(LivelyHome, at, isActive: true);
            yield return Power(QuietHome, at, isActive: at <= SimulatedCity.Begin - TimeSpan.FromHours(11.5));
        }
    }

    private static Observation Power(string home, DateTimeOffset at, bool isActive)
    {
        var quarter = at.ToUnixTimeSeconds() / 900;
        return new() { Entity = home, Kind = ObservationKinds.Power, At = at, Value = 60 + (quarter % 7) + (isActive && quarter / 4 % 2 == 0 ? 300 + (quarter % 11) : 0) };
    }

    private static (DateTimeOffset At, Func<SimulatedCity, Task> Act) Report(DateTimeOffset begin, Random chance, string id, GeoPoint position, string cell)
    {
        var at = begin.AddMinutes(20).AddMilliseconds(chance.Next(3) * chance.Next(2_000));
        return (at, city => city.Report(new OrderReport
        {
            Id = id,
            Category = Waste,
            Channel = ReportChannel.Citizen,
            At = at,
            Position = position,
            Cell = cell,
            Reporter = id,
            Drill = true,
        }));
    }
}
