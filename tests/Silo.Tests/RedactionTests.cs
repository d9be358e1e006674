using System.Text.Json;
using CityActors.Alerts;
using CityActors.Dispatch;
using CityActors.Facts;
using CityActors.Notifications;
using CityActors.Places;
using CityActors.Responders;
using CityActors.Silo.Access;
using CityActors.Silo.Ingest;
using CityActors.WorkOrders;

namespace CityActors.Silo.Tests;

/// <summary>What of the feed's facts a caller is sent: the card decides, whatever the entity is called.</summary>
public sealed class RedactionTests
{
    private static readonly DateTimeOffset At = SmallTown.Start;
    private static readonly DateTimeOffset Noon = new(2025, 10, 13, 4, 0, 0, TimeSpan.Zero); // In China.
    private static readonly DateTimeOffset Midnight = new(2025, 10, 13, 16, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("cam-1", Privacy.Household, false)]
    [InlineData("cam-1", Privacy.Public, true)]
    [InlineData("home-1", Privacy.Household, false)]
    public void Viewer_FactsOfAnEntity_AreShownAsItsCardAllows(string id, Privacy privacy, bool isShown)
    {
        Assert.Equal(isShown, Shown(Role.Viewer, Alarm(id, privacy)) is not null);
        Assert.Equal(isShown, Shown(Role.Viewer, Registered(id, privacy)) is not null);
    }

    [Fact]
    public void Officer_SeesEveryFactAsItIs_AndAViewerNoNotification()
    {
        CityFact[] facts = [Alarm("home-1", Privacy.Household), Registered("home-1", Privacy.Household), Wanted(), Matter("home-1")];

        Assert.All(facts, fact => Assert.Equal(FactRecords.Of(fact).Payload, Shown(Role.Officer, fact)));
        Assert.Null(Shown(Role.Viewer, Wanted()));
    }

    [Theory]
    [InlineData("home-1", Privacy.Household)]
    [InlineData("cam-1", Privacy.Household)]
    [InlineData("home-2", null)]
    public void Viewer_OrderOfAHome_LeadsNobodyThere(string id, Privacy? privacy)
    {
        var (fact, known) = (Matter(id), privacy is { } known1 ? Registered(id, known1).Entity : null);
        var shown = Shown(Role.Viewer, fact, "430103", known)!;

        foreach (var secret in (string[])[id, "112.97", "430103002001001", "resp-1"])
        {
            Assert.Contains(secret, FactRecords.Of(fact).Payload, StringComparison.Ordinal);
            Assert.DoesNotContain(secret, JsonElement.Parse(shown).GetProperty("entry").GetRawText(), StringComparison.Ordinal);
        }

        Assert.DoesNotContain(id, shown, StringComparison.Ordinal);
        Assert.DoesNotContain("112.97", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("430103002001001", shown, StringComparison.Ordinal);
        Assert.Contains("430103002001", shown, StringComparison.Ordinal);
        Assert.Null(Shown(Role.Viewer, fact, "430103002001001", known)); // Who follows one cell would learn which it is.
    }

    [Fact]
    public void Viewer_OrderOfAPublicDevice_IsShownAsItIs()
    {
        var fact = Matter("cam-1");

        Assert.Equal(FactRecords.Of(fact).Payload, Shown(Role.Viewer, fact, "430103002001001", Registered("cam-1", Privacy.Public).Entity));
    }

    [Theory]
    [InlineData(Role.Viewer, "", false)]
    [InlineData(Role.Officer, "", false)]
    [InlineData(Role.Officer, "resp-1", true)]
    [InlineData(Role.Dispatcher, "", true)]
    [InlineData(Role.Admin, "", true)]
    public void Responder_ThatIsNotAtWork_IsLocatedByDispatchersAndItselfOnly(Role role, string self, bool isShown)
    {
        var caller = new Caller("somebody", role, "4301", self);
        foreach (var (at, orders, isAtWork) in ((DateTimeOffset, string[], bool)[])[(Noon, [], true), (Midnight, [], false), (Midnight, ["order-1"], true), (Noon, ["order-1"], true)])
        {
            var fact = Seen(at, orders);
            var card = JsonSerializer.SerializeToElement(fact.Responder, FactRecords.Json);
            var sent = JsonElement.Parse(new Redaction(new EntityRegistry()).Fact(caller, "responder", FactRecords.Of(fact).Payload, "4301")!);
            foreach (var seen in (JsonElement[])[Redaction.Responder(caller, card, at), sent.GetProperty("responder")])
            {
                Assert.Equal((isShown || isAtWork, isShown || isAtWork), (seen.TryGetProperty("position", out _), seen.TryGetProperty("seenAt", out _)));
                Assert.Equal(orders.Length, seen.GetProperty("orders").GetArrayLength());
            }

            Assert.Equal(fact.Version, sent.GetProperty("version").GetInt64());
        }
    }

    private static ResponderChanged Seen(DateTimeOffset at, string[] orders) => new()
    {
        Subject = "resp-1",
        Version = 3,
        At = at,
        Area = "430103002",
        Responder = new ResponderCard
        {
            Id = "resp-1",
            Name = "王",
            Skills = [Skills.Cleaner],
            Area = "430103002",
            Position = new GeoPoint(112.97, 28.19),
            SeenAt = at,
            ShiftStart = new TimeOnly(8, 0),
            ShiftEnd = new TimeOnly(18, 0),
            Orders = orders,
            Version = 3,
        },
    };

    private static string? Shown(Role role, CityFact fact, string area = "4301", EntityCard? known = null)
    {
        var registry = new EntityRegistry();
        if (known is not null)
        {
            registry.Note(known, isRetired: false);
        }

        return new Redaction(registry).Fact(new Caller("somebody", role, "4301"), FactRecords.Of(fact).Type, FactRecords.Of(fact).Payload, area);
    }

    private static OrderChanged Matter(string entity) => new()
    {
        Subject = "order-1",
        Version = 2,
        At = At,
        Area = "430103002001001",
        Order = new OrderSummary
        {
            Id = "order-1",
            Status = OrderStatus.Dispatched,
            Category = "service.care.inactivity",
            Channel = ReportChannel.Sensing,
            Cell = "430103002001001",
            Position = new GeoPoint(112.97, 28.19),
            ReportedAt = At,
            ChangedAt = At,
            Reports = [$"{entity}.inactivity.home.1"],
        },
        Entry = new OrderEntry
        {
            Version = 2,
            At = At,
            Actor = "system",
            What = "dispatched",
            Status = OrderStatus.Dispatched,
            Why = $"nearest to {entity} at 112.97 in 430103002001001",
            Subject = $"{entity}.inactivity.home.1",
            CommandId = $"dispatch-{entity}-112.97-430103002001001",
            Choices = [new DispatchChoice { Skill = "care", Responder = "resp-1", DistanceMetres = 112.97 }],
        },
    };

    private static EntityRegistered Registered(string id, Privacy privacy) => new()
    {
        Subject = id,
        Version = 1,
        At = At,
        Area = "430103002001001",
        Entity = new EntityCard { Id = id, Type = "camera", Cell = "430103002001001", Position = new GeoPoint(112.97, 28.19), Privacy = privacy },
    };

    private static NotificationWanted Wanted() => new()
    {
        Subject = "home-1.inactivity.main.1.family",
        Version = 1,
        At = At,
        Area = "430103002001001",
        Notification = new Notification { Id = "n", Receiver = "family", Subject = "home-1.inactivity.main.1", English = "", Chinese = "", At = At },
    };

    private static AlertChanged Alarm(string id, Privacy privacy) => new()
    {
        Subject = $"{id}.smoke-seen.flat.1",
        Version = 1,
        At = At,
        Area = "430103002001001",
        Privacy = privacy,
        Alert = new Alert
        {
            Id = $"{id}.smoke-seen.flat.1",
            Entity = id,
            Kind = AlertKinds.SmokeSeen,
            Zone = "flat",
            Episode = 1,
            State = AlertState.Cleared,
            Priority = AlertPriority.High,
            OpenedAt = At,
            ChangedAt = At,
            Reason = "the smoke is gone",
            Explanation = new Explanation("smoke above the bed", "床上有烟", "smoke"),
            Cell = "430103002001001",
            Position = new GeoPoint(112.97, 28.19),
        },
    };
}
