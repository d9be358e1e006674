using CityActors.Alerts;
using CityActors.Observations;

namespace CityActors.Tests.Alerts;

/// <summary>Three impossible readings in a row are a device ticket, three possible ones end it.</summary>
public sealed class ImplausibleRunTests
{
    private static readonly DateTimeOffset Begin = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("xx  .xx", "")]
    [InlineData("xxx", "3 open")]
    [InlineData("xxxxxx", "3 open")]
    [InlineData("xx.x.xx.xxx", "11 open")]
    [InlineData("xxx..x...", "3 open; 9 clear")]
    [InlineData("xxx...xx.xxx", "3 open; 6 clear; 12 open")]
    public void Readings_InOrder_OpenAndEndTheTicket(string readings, string expected)
    {
        // A blank: the reading before it once more.
        IReadOnlyList<ImplausibleRun>? runs = null;
        var found = new List<string>();
        var minute = 0;
        foreach (var reading in readings)
        {
            minute += reading == ' ' ? 0 : 1;
            (runs, var finding) = ImplausibleRun.Follow(runs, Seen("power", minute, isImplausible: reading != '.'), null);
            if (finding is { } one)
            {
                Assert.Equal((AlertKinds.Implausible, "power"), (one.Kind, one.Zone));
                found.Add($"{(one.At - Begin).TotalMinutes:0} {(one.Act == FindingAct.Open ? "open" : "clear")}");
            }
        }

        Assert.Equal(expected, string.Join("; ", found));
    }

    [Fact]
    public void Meters_OfOneHome_CountApart()
    {
        IReadOnlyList<ImplausibleRun>? runs = null;
        var found = 0;
        foreach (var (kind, minute) in (((string, int)[])[("power", 1), ("water", 1), ("power", 2), ("water", 2)]))
        {
            (runs, var finding) = ImplausibleRun.Follow(runs, Seen(kind, minute, isImplausible: true), null);
            found += finding is null ? 0 : 1;
        }

        Assert.Equal((0, 2), (found, runs!.Count));
        (runs, _) = ImplausibleRun.Follow(runs, Seen("water", 3, isImplausible: false), null);
        Assert.Equal("power", Assert.Single(runs!).Kind);
    }

    [Fact]
    public void Reading_AheadOfTheClock_IsFoundNow()
    {
        IReadOnlyList<ImplausibleRun>? runs = null;
        Finding? finding = null;
        for (var minute = 1; minute <= 3; minute++)
        {
            (runs, finding) = ImplausibleRun.Follow(runs, Seen("power", minute, isImplausible: true), Begin);
        }

        Assert.Equal(Begin, finding?.At);
    }

    private static Observation Seen(string kind, int minute, bool isImplausible) =>
        new() { Entity = "home-1", Kind = kind, At = Begin.AddMinutes(minute), Value = isImplausible ? -1 : 100, IsImplausible = isImplausible };
}
