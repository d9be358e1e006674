using System.Text.Json;
using CityActors.Alerts;
using CityActors.Facts;
using CityActors.Notifications;
using CityActors.Places;
using CityActors.Silo.Access;

namespace CityActors.Silo.Tests;

/// <summary>What of the feed's facts a caller is sent: the card decides, whatever the entity is called.</summary>
public sealed class RedactionTests
{
    private static readonly DateTimeOffset At = SmallTown.Start;

    [Theory]
    [InlineData("cam-1", Privacy.Household, false)]
    [InlineData("cam-1", Privacy.Public, true)]
    [InlineData("home-1", Privacy.Household, false)]
    public void Viewer_FactsOfAnEntity_ShowWhatItsCardAllows(string id, Privacy privacy, bool isShown)
    {
        var alert = JsonElement.Parse(Shown(Role.Viewer, Alarm(id, privacy))!).GetProperty("alert");

        Assert.Equal(id, alert.GetProperty("entity").GetString());
        foreach (var name in (string[])["explanation", "position", "reason"])
        {
            Assert.Equal(isShown, alert.TryGetProperty(name, out _));
        }

        Assert.Equal(isShown, Shown(Role.Viewer, Registered(id, privacy)) is not null);
    }

    [Fact]
    public void Officer_SeesEveryFactAsItIs_AndAViewerNoNotification()
    {
        CityFact[] facts = [Alarm("home-1", Privacy.Household), Registered("home-1", Privacy.Household), Wanted()];

        Assert.All(facts, fact => Assert.Equal(FactRecords.Of(fact).Payload, Shown(Role.Officer, fact)));
        Assert.Null(Shown(Role.Viewer, Wanted()));
    }

    private static string? Shown(Role role, CityFact fact) =>
        Redaction.Fact(new Caller("somebody", role, "4301"), FactRecords.Of(fact).Type, FactRecords.Of(fact).Payload);

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
