using System.Globalization;
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
            (runs, var finding) = ImplausibleRun.Follow(runs, Seen("power", minute, isImplausible: reading != '.'), new Kinds(), null);
            if (finding is { } one)
            {
                Assert.Equal((AlertKinds.Implausible, "power"), (one.Kind, one.Zone));
                found.Add($"{(one.At - Begin).TotalMinutes:0} {(one.Act == FindingAct.Open ? "open" : "clear")}");
            }
        }

        Assert.Equal(expected, string.Join("; ", found));
    }

    [Theory]
    [InlineData(ObservationKinds.Water, "-12 0 0 -3 0 -40 0 0 0 0", "meter-reversed open")]
    [InlineData(ObservationKinds.Water, "-12 0 -3 0 -40 0 9 0 0 8 0 9", "meter-reversed open; clear")]
    [InlineData(ObservationKinds.Water, "-4810 0 3 0 -4 0 5 0 -3", "")]
    [InlineData(ObservationKinds.Power, "-60 -310 -64", "meter-reversed open")]
    [InlineData(ObservationKinds.Power, "-999 -999 -999", "implausible open")]
    [InlineData(ObservationKinds.Power, "-60 -9999 -64", "implausible open")]
    [InlineData(ObservationKinds.Power, "-9999 0 -9999 0 -9999", "")]
    [InlineData(ObservationKinds.Rain, "-1 -2 -3", "implausible open")]
    public void Meter_ThatCountsBackwards_IsReversed_WhateverZerosAreBetween(string kind, string values, string expected)
    {
        IReadOnlyList<ImplausibleRun>? runs = null;
        var found = new List<string>();
        var minute = 0;
        foreach (var value in values.Split(' ').Select(static text => double.Parse(text, CultureInfo.InvariantCulture)))
        {
            (runs, var finding) = ImplausibleRun.Follow(runs, Seen(kind, ++minute, isImplausible: value < 0) with { Value = value }, new Kinds(), null);
            if (finding is { } one)
            {
                found.Add(one.Act == FindingAct.Open ? $"{one.Why.Rule} open" : "clear");
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
            (runs, var finding) = ImplausibleRun.Follow(runs, Seen(kind, minute, isImplausible: true), new Kinds(), null);
            found += finding is null ? 0 : 1;
        }

        Assert.Equal((0, 2), (found, runs!.Count));
        (runs, _) = ImplausibleRun.Follow(runs, Seen("water", 3, isImplausible: false), new Kinds(), null);
        Assert.Equal("power", Assert.Single(runs!).Kind);
    }

    [Fact]
    public void Reading_AheadOfTheClock_IsFoundNow()
    {
        IReadOnlyList<ImplausibleRun>? runs = null;
        Finding? finding = null;
        for (var minute = 1; minute <= 3; minute++)
        {
            (runs, finding) = ImplausibleRun.Follow(runs, Seen("power", minute, isImplausible: true), new Kinds(), Begin);
        }

        Assert.Equal(Begin, finding?.At);
    }

    private static Observation Seen(string kind, int minute, bool isImplausible) =>
        new() { Entity = "home-1", Kind = kind, At = Begin.AddMinutes(minute), Value = isImplausible ? -1 : 100, IsImplausible = isImplausible };
}
