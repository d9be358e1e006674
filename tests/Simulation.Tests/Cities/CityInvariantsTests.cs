using CityActors.Facts;
using CityActors.Places;
using CityActors.Responders;

namespace CityActors.Simulation.Cities;

/// <summary>The invariants see what is wrong: a check that cannot fail proves nothing.</summary>
public sealed class CityInvariantsTests
{
    private static readonly DateTimeOffset T0 = new(2026, 1, 5, 1, 0, 0, TimeSpan.Zero);
    private readonly CityInvariants invariants = new();

    [Fact]
    public void Told_TheSameFactAgain_IsFine()
    {
        Tell(1);
        Tell(1);
        Tell(2);
        invariants.ThrowIfBroken();
    }

    [Fact]
    public void Told_AnotherFactUnderTheSameId_IsBroken()
    {
        Tell(1);
        Tell(1, "order-1");
        Assert.Contains("resp-1#1", Broken(), StringComparison.Ordinal);
    }

    [Fact]
    public void Told_AVersionLeftOut_IsBroken()
    {
        Tell(1);
        Tell(3);
        Assert.Contains("version 3 after 1", Broken(), StringComparison.Ordinal);
    }

    [Fact]
    public void Told_MoreOrdersThanTheCapacity_IsBroken()
    {
        Tell(1, "order-1");
        Tell(2, "order-1", "order-2");
        Assert.Contains("more than 1", Broken(), StringComparison.Ordinal);
    }

    [Fact]
    public void Acknowledged_AsTwoOrders_IsBroken()
    {
        invariants.Acknowledged("report-1", new ReportReceipt("order-1", Merged: false));
        invariants.Acknowledged("report-1", new ReportReceipt("order-2", Merged: false));
        Assert.Contains("order-1 and as order-2", Broken(), StringComparison.Ordinal);
    }

    private string Broken() => Assert.Throws<InvalidOperationException>(invariants.ThrowIfBroken).Message;

    private void Tell(long version, params string[] orders) => invariants.Told(FactRecords.Of(new ResponderChanged
    {
        Subject = "resp-1",
        Version = version,
        At = T0,
        Area = "430103002",
        Responder = new ResponderCard
        {
            Id = "resp-1",
            Name = "resp-1",
            Skills = [Skills.Cleaner],
            Area = "430103002",
            Position = new GeoPoint(112.99, 28.11),
            Orders = orders,
            Version = version,
        },
    }));
}
