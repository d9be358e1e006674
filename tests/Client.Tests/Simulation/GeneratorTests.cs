using System.Security.Cryptography;
using CityActors.Alerts;
using CityActors.Client.Api;
using CityActors.Client.Silos;
using CityActors.Client.Simulation.Scenes;
using CityActors.Client.Simulation;
using CityActors.Packs.Format;
using CityActors.Packs;
using CityActors.Places;

namespace CityActors.Client.Tests.Simulation;

public sealed class GeneratorTests
{
    [Fact]
    public void Day_SameSeed_IsTheSameToTheByte()
    {
        Assert.Equal(HashOf(7), HashOf(7));
        Assert.NotEqual(HashOf(7), HashOf(8));
    }

    [Fact]
    public void Chance_SameSeed_GivesTheKnownDraws()
    {
        var chance = Chance.Of(7, "incidents/homes");

        Assert.Equal(chance.Bits(3, 1), Chance.Of(7, "incidents/homes").Bits(3, 1));
        Assert.NotEqual(chance.Bits(3, 1), chance.Bits(1, 3));
        Assert.Equal(0.5, Enumerable.Range(0, 10_000).Average(i => chance.Unit(i)), tolerance: 0.02);
    }

    [Fact]
    public void HomeLife_AnOrdinaryDay_IsAwakeByDayAndQuietByNight()
    {
        var homes = Enumerable.Range(0, 50).Select(i => new HomeLife(7, $"home-{i}")).ToList();

        var night = homes.Average(home => Enumerable.Range(4, 12).Count(slot => home.Watts(1, slot, isQuiet: false) > 130) / 12.0);
        var evening = homes.Average(home => Enumerable.Range(74, 8).Count(slot => home.Watts(1, slot, isQuiet: false) > 130) / 8.0);

        Assert.True(night < 0.05, $"at night {night:P0}");
        Assert.True(evening > 0.6, $"in the evening {evening:P0}");
    }

    [Fact]
    public void Incidents_QuietAndSilentHome_AreSeenByTheMeterFromTheirTimeOn()
    {
        var plan = Plan(7);
        var incidents = new DistrictScenes(plan, TestDistrict.Make(), ShippedPacks.Words);
        var quiet = incidents.All.First(incident => incident.Kind == AlertKinds.Inactivity);
        var gap = incidents.All.First(incident => incident.Kind == AlertKinds.DataGap);

        Assert.Null(incidents.In(quiet.Entity, quiet.At));
        Assert.Equal(Happening.Quiet, incidents.In(quiet.Entity, quiet.At.AddMinutes(15)));
        Assert.Equal(Happening.Silent, incidents.In(gap.Entity, gap.At.AddMinutes(15)));
        Assert.Null(incidents.In(gap.Entity, gap.Until.AddMinutes(15)));
        Assert.True(quiet.Deadline <= plan.End);
    }

    [Fact]
    public void Incidents_Cameras_HoldHarmlessOnesBelowTheDwell()
    {
        var lanes = new DistrictScenes(Plan(7), TestDistrict.Make(), ShippedPacks.Words).All.Where(incident => incident.Kind == AlertKinds.FireLaneBlocked).ToList();

        Assert.All(lanes, lane => Assert.Equal(lane.MustAlarm, lane.Until - lane.At >= TimeSpan.FromSeconds(180)));
        Assert.Contains(lanes, lane => !lane.MustAlarm);
        Assert.Equal(lanes.Count, lanes.Select(lane => lane.Entity).Distinct().Count());
    }

    [Fact]
    public void Matters_ReportedTwice_LieTenMetresApartOverACellBorder()
    {
        var matters = new MatterPlan(Plan(7), TestDistrict.Make());
        var crossing = matters.All[3].Reports;

        Assert.Equal(2, crossing.Count);
        Assert.Equal(10, Steps.Metres(crossing[0].Position, crossing[1].Position), tolerance: 0.5);
        Assert.True(crossing[1].At - crossing[0].At < TimeSpan.FromMinutes(10));
        var places = matters.All.Select(matter => matter.Reports[0].Position).ToList();
        Assert.All(places, one => Assert.All(places.Where(other => other != one), other => Assert.True(Steps.Metres(one, other) > 200)));
    }

    [Fact]
    public void Devices_Windows_MakeUpTheWholeDay()
    {
        var plan = Plan(7);
        var district = TestDistrict.Make();
        var devices = new DistrictScenes(plan, district, ShippedPacks.Words);

        var hours = Enumerable.Range(-48, 72).Sum(hour => devices.Between(plan.Measured.AddHours(hour), plan.Measured.AddHours(hour + 1)).Count());

        Assert.Equal(devices.Count, hours);
    }

    private static SimulationPlan Plan(int seed) => new() { District = "tianxin", Scale = 0.1, Seed = seed, Hours = 24, WarmUpDays = 2 };

    private static string HashOf(int seed)
    {
        var plan = Plan(seed);
        var district = TestDistrict.Make();
        using var lines = new ObservationLines();
        foreach (var observation in new DistrictScenes(plan, district, ShippedPacks.Words).Between(plan.Start, plan.End))
        {
            lines.Add(observation);
        }

        foreach (var home in district.Homes.Select(card => new HomeLife(plan.Seed, card.Id)))
        {
            for (var slot = 0; slot < 96; slot++)
            {
                lines.AddPower(home.Id, plan.Measured.AddMinutes(15 * (slot + 1)), home.Watts(2, slot, isQuiet: false));
            }
        }

        return Convert.ToHexString(SHA256.HashData(lines.Written.Span));
    }
}

internal static class ShippedPacks
{
    public static PackSet All { get; } = PackFolder.ReadAll(Path.Combine(SiloLocator.Root()!, "seeds", "packs"));

    public static PackWords Words { get; } = new(All);
}

internal static class TestDistrict
{
    /// <summary>Ten by ten cells of 100 m with a home in each, and some devices.</summary>
    public static DrillDistrict Make()
    {
        var corner = new GeoPoint(112.96, 28.10);
        var cells = Enumerable.Range(0, 100)
            .Select(i => new AreaCard { Code = $"430103002001{i:000}", Name = "", Level = AreaLevel.Cell, Centre = Steps.From(corner, (100 * (i % 10)) + 50, (100 * (i / 10)) + 50) })
            .ToList();
        return new DrillDistrict(
            [.. cells.Select((cell, i) => Card($"home-{i:000}", "household", "", cell))],
            [.. cells.Take(30).Select((cell, i) => Card($"cam-{i:000}", "camera", "", cell))],
            [.. cells.Take(40).Select((cell, i) => Card($"term-{i:000}", "terminal", new[] { "smoke", "gas", "water-level", "rain" }[i % 4], cell))],
            cells);
    }

    private static EntityCard Card(string id, string type, string kind, AreaCard cell) =>
        new() { Id = id, Type = type, Kind = kind, Cell = cell.Code, Position = cell.Centre };
}
