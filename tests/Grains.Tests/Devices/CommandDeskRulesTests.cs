using CityActors.Alerts;
using CityActors.Devices;
using CityActors.Facts;
using CityActors.Places;
using CityActors.Tests.Watch;

namespace CityActors.Tests.Devices;

public sealed class CommandDeskRulesTests
{
    private const string Key = "commands-430103";
    private const string Cell = "430103002001001";
    private const string Rule = "water-safety/edge-loitering";
    private static readonly GeoPoint Edge = new(112.98, 28.19);
    private static readonly DateTimeOffset T0 = new(2026, 7, 5, 6, 45, 0, TimeSpan.Zero);

    private readonly CommandDeskRules rules = new(new CityCommands(SeedThings.Things));
    private CommandDeskState state = new();

    [Fact]
    public void Alert_ThatWantsACommand_IsGivenTheNearestDeviceOfItsKind()
    {
        Note("term-far", 120);
        Note("term-near", 40);
        Note("term-gas", 1, kind: "gas");
        Note("term-drill", 2, isDrill: true);

        var command = Chosen(Edge).Command;

        Assert.Equal(("term-near", "speak", 40), (command.Device, command.Command, command.Metres));
        Assert.Equal("term-near.speak.cam-1.edge-loitering.main.3", command.Id);
        Assert.Equal(("Danger! Leave the water's edge now.", T0.AddSeconds(10), "speaker-unconfirmed"), (command.English, command.Deadline, command.Unconfirmed));
        Assert.Equal("term-drill", Chosen(Edge, isDrill: true).Command.Device);
    }

    [Fact]
    public void Alert_WithNoDeviceNear_IsSaidSo()
    {
        Note("term-far", 151);
        var chosen = Chosen(Edge);
        Assert.Equal(("", "", 150, "desk/cam-1.edge-loitering.main.3"), (chosen.Command.Device, chosen.Command.Id, chosen.Command.Metres, chosen.Subject));
    }

    [Fact]
    public void Device_RetiredOrMovedOrOfAnotherKind_IsKnownNoMore()
    {
        foreach (var after in (EntityRegistered[])[Registered("term-1", 10) with { RetiredAt = T0 }, Registered("term-1", 10, cell: "430104002001001"), Registered("term-1", 10, kind: "gas")])
        {
            state = new();
            Note("term-1", 10);
            Assert.Equal("term-1", Chosen(Edge).Command.Device);
            React(after);
            Assert.Empty(state.Devices);
        }
    }

    [Fact]
    public void Choice_AmongManyDevices_IsThatOfANaiveOne()
    {
        var random = new Random(7);
        for (var round = 0; round < 200; round++)
        {
            state = new();
            var places = Enumerable.Range(0, random.Next(0, 30)).Select(i => (Id: $"term-{i:00}", At: Geography.Offset(Edge, random.Next(-300, 300), random.Next(-300, 300)))).ToList();
            foreach (var (id, at) in places)
            {
                React(Registered(id, 0) with { Entity = Registered(id, 0).Entity with { Position = at } });
            }

            var expected = places.Where(place => Geography.DistanceMetres(Edge, place.At) <= 150)
                .OrderBy(place => Geography.DistanceMetres(Edge, place.At)).ThenBy(static place => place.Id, StringComparer.Ordinal).Select(static place => place.Id).FirstOrDefault("");
            Assert.Equal(expected, Chosen(Edge).Command.Device);
        }
    }

    private void Note(string id, double metres, string kind = "edge-speaker", bool isDrill = false) => React(Registered(id, metres, kind, isDrill: isDrill));

    private void React(EntityRegistered fact) => state = rules.React(Key, state, fact, T0).Next;

    private CommandChosen Chosen(GeoPoint at, bool isDrill = false) => Assert.IsType<CommandChosen>(Assert.Single(rules.React(Key, state, new AlertChanged
    {
        Subject = "cam-1.edge-loitering.main.3",
        Version = 1,
        At = T0.AddSeconds(-1),
        Area = Cell,
        Sends = Rule,
        Privacy = Privacy.Public,
        Alert = new Alert
        {
            Id = "cam-1.edge-loitering.main.3",
            Entity = "cam-1",
            Kind = "edge-loitering",
            Zone = "main",
            Episode = 3,
            State = AlertState.Open,
            Priority = AlertPriority.High,
            OpenedAt = T0,
            ChangedAt = T0,
            Explanation = new Explanation("", "", "edge-loitering"),
            Cell = Cell,
            Position = at,
            Drill = isDrill,
        },
    }, T0).Facts));

    private static EntityRegistered Registered(string id, double metres, string kind = "edge-speaker", string cell = Cell, bool isDrill = false) => new()
    {
        Subject = id,
        Version = 1,
        At = T0,
        Area = cell,
        Entity = new EntityCard { Id = id, Type = "terminal", Kind = kind, Cell = cell, Position = Geography.Offset(Edge, metres, 0), Privacy = Privacy.Public, Drill = isDrill },
    };
}
