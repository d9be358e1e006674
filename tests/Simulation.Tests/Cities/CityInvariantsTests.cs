using CityActors.Alerts;
using CityActors.Facts;
using CityActors.Places;

namespace CityActors.Simulation.Cities;

/// <summary>The invariants see what is wrong: a check that cannot fail proves nothing.</summary>
public sealed class CityInvariantsTests
{
    private readonly CityInvariants invariants = new();

    [Fact]
    public void Told_VersionsInOrder_IsFine() => invariants.Told([Card(1), Card(2), Alarm("a", 1), Alarm("b", 1) with { IsInternal = true }]);

    [Fact]
    public void Told_TheSameVersionAgain_IsBroken() => Assert.Contains("version 1 after 1", Broken(Card(1), Card(1)), StringComparison.Ordinal);

    [Fact]
    public void Told_AVersionLeftOut_IsBroken() => Assert.Contains("version 3 after 1", Broken(Card(1), Card(3)), StringComparison.Ordinal);

    [Fact]
    public void Told_MoreOrdersThanTheCapacity_IsBroken() =>
        Assert.Contains("more than 1", Broken(Card(1, "order-1"), Card(2, "order-1", "order-2")), StringComparison.Ordinal);

    [Fact]
    public void Told_TwoAlertsOpenForOneThing_IsBroken() => Assert.Contains("Open at once", Broken(Alarm("a", 1), Alarm("b", 1)), StringComparison.Ordinal);

    private string Broken(params FactRecord[] facts) => Assert.Throws<InvalidOperationException>(() => invariants.Told(facts)).Message;

    private static FactRecord Card(long version, params string[] orders) => FactRecords.Of(new ResponderChanged
    {
        Subject = "resp-1",
        Version = version,
        At = SimulatedCity.Begin,
        Area = "430103002",
        Responder = SmallDistrict.Responder(1) with { Orders = orders, Version = version },
    });

    private static FactRecord Alarm(string id, long version) => FactRecords.Of(new AlertChanged
    {
        Subject = id,
        Version = version,
        At = SimulatedCity.Begin,
        Area = "430103002",
        Alert = new Alert
        {
            Id = id,
            Entity = SmallDistrict.Camera,
            Kind = AlertKinds.FireLaneBlocked,
            Zone = "lane-1",
            Episode = 1,
            State = AlertState.Open,
            Priority = AlertPriority.High,
            OpenedAt = SimulatedCity.Begin,
            ChangedAt = SimulatedCity.Begin,
            Explanation = new Explanation("", "", ""),
            Cell = "430103002",
            Position = new GeoPoint(113, 28),
            Version = version,
        },
    });
}
