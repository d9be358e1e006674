using CityActors.Cameras;
using CityActors.Households;
using CityActors.Observations;
using CityActors.Places;
using CityActors.Responders;
using CityActors.WorkOrders;

namespace CityActors.Simulation.Cities;

/// <summary>
/// Two homes, one of which falls quiet; a lorry in a fire lane; two citizens who report one heap of waste from both sides of a
/// cell border; and four drill responders who see to it all.
/// </summary>
internal static class SmallDistrict
{
    public const string Name = "small-district";
    public const string QuietHome = "home-430103002001-0001";
    public const string LivelyHome = "home-430103002001-0002";
    public const string Camera = "cam-43010300001320000001";
    private const string WestCell = "430103002001007";
    private const string EastCell = "430103002001008";
    private const string Waste = "event.environment.exposed-waste";
    private static readonly GeoPoint West = new(112.98965, 28.1127);
    private static readonly GeoPoint East = new(112.98975, 28.1127); // Ten metres on.
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(15);

    public static async Task Play(SimulatedCity city)
    {
        var begin = city.Now;
        await Register(city, begin);
        await city.Observe([.. History(begin)]);
        await Task.WhenAll(
            Meter(city, begin),
            Block(city),
            Report(city, "report-west", West, WestCell),
            Report(city, "report-east", East, EastCell));
    }

    private static async Task Register(SimulatedCity city, DateTimeOffset begin)
    {
        foreach (var id in new[] { QuietHome, LivelyHome })
        {
            var home = new HouseholdRegistration { Card = Card(id, "household"), ConsentAt = begin.AddDays(-10) };
            await city.Insist(() => city.Grains.GetGrain<IHouseholdGrain>(id).Register(home, begin));
        }

        var camera = new CameraRegistration { Card = Card(Camera, "camera"), Zones = ["lane-1"] };
        await city.Insist(() => city.Grains.GetGrain<ICameraGrain>(Camera).Register(camera, begin));
        for (var i = 0; i < 4; i++)
        {
            var card = new ResponderCard
            {
                Id = $"resp-{i}",
                Name = $"resp-{i}",
                Skills = [Skills.GridOfficer, Skills.Cleaner, Skills.SanitationVehicle, Skills.Technician, Skills.Medic, Skills.Patrol, Skills.Fire, Skills.RepairCrew],
                Area = "430103002",
                Position = new GeoPoint(West.Longitude + (0.001 * i), West.Latitude),
                SeenAt = begin,
                Capacity = 1,
                Drill = true,
            };
            await city.Insist(() => city.Grains.GetGrain<IResponderGrain>(card.Id).Put(card));
            city.Meanwhile(BeSeen(city, card));
        }
    }

    // Who let an offer pass in silence, as one does while the silo restarts, is asked again when seen again.
    private static async Task BeSeen(SimulatedCity city, ResponderCard card)
    {
        while (!city.IsOver)
        {
            await city.Delay(TimeSpan.FromMinutes(5));
            var seen = card with { SeenAt = city.Now };
            await city.Insist(() => city.Grains.GetGrain<IResponderGrain>(card.Id).Put(seen));
        }
    }

    private static EntityCard Card(string id, string type) => new() { Id = id, Type = type, Cell = WestCell, Position = West, Drill = true };

    // The quiet home's last sign of life was eleven and a half hours ago.
    private static IEnumerable<Observation> History(DateTimeOffset begin)
    {
        for (var at = begin - TimeSpan.FromDays(5); at <= begin; at += Interval)
        {
            yield return Power(LivelyHome, at, isActive: true);
            yield return Power(QuietHome, at, isActive: at <= begin - TimeSpan.FromHours(11.5));
        }
    }

    private static Observation Power(string home, DateTimeOffset at, bool isActive)
    {
        var quarter = at.ToUnixTimeSeconds() / 900;
        return new() { Entity = home, Kind = ObservationKinds.Power, At = at, Value = 60 + (quarter % 7) + (isActive && quarter / 4 % 2 == 0 ? 300 + (quarter % 11) : 0) };
    }

    private static async Task Meter(SimulatedCity city, DateTimeOffset begin)
    {
        for (var at = begin + Interval; at <= begin.AddHours(2); at += Interval)
        {
            await city.Delay(at > city.Now ? at - city.Now : TimeSpan.Zero);
            await city.Observe([Power(LivelyHome, at, isActive: true), Power(QuietHome, at, isActive: false)]);
        }
    }

    private static async Task Block(SimulatedCity city)
    {
        await city.Delay(TimeSpan.FromSeconds(city.Chance.Next(3600)));
        var seen = new Observation { Entity = Camera, Kind = ObservationKinds.FireLane, At = city.Now, Track = "t1", Zone = "lane-1", Phase = TrackPhase.Start };
        await city.Observe([seen]);
        for (var minute = 0; minute < 8; minute++)
        {
            await city.Delay(TimeSpan.FromMinutes(1));
            await city.Observe([seen with { At = city.Now, Phase = minute == 7 ? TrackPhase.End : TrackPhase.Update }]);
        }
    }

    // The second citizen comes a few seconds after the first, or at the same time.
    private static async Task Report(SimulatedCity city, string id, GeoPoint position, string cell)
    {
        await city.Delay(TimeSpan.FromMinutes(20) + TimeSpan.FromMilliseconds(city.Chance.Next(3) * city.Chance.Next(2_000)));
        var report = new OrderReport
        {
            Id = id,
            Category = Waste,
            Channel = ReportChannel.Citizen,
            At = city.Now,
            Position = position,
            Cell = cell,
            Reporter = id,
            Drill = true,
        };
        city.Invariants.Acknowledged(id, await city.Insist(() => city.Grains.GetGrain<IGridCellGrain>($"cell-{cell}").Report(report)));
    }
}
