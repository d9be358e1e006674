using System.Text.Json;
using CityActors.Districts;
using CityActors.Places;

namespace CityActors.Tests.Districts;

public sealed class DemoTests
{
    private static readonly JsonElement script = JsonDocument.Parse(File.ReadAllText(Path.Combine(Seeds.Folder, "demo", "script.json"))).RootElement;

    private static readonly DistrictPlan plan = DistrictPlan.Demo(Seeds.Tianxin, 7);

    [Fact]
    public void Demo_Plan_IsOneCommunityOfKnownSize()
    {
        var counts = plan.Counts;

        Assert.Equal((1, 16, 40, 3, 4, 14), (counts.Communities, counts.Cells, counts.Households, counts.Cameras, counts.Terminals, counts.Responders));
        Assert.Equal(["430103004001"], plan.Areas().Where(a => a.Level == AreaLevel.Community).Select(a => a.Code));
        Assert.Equal(["smoke", "gas", "water-level", "rain"], plan.Terminals().Select(t => t.Kind));
        Assert.All(plan.Responders(), r => Assert.Equal(r.ShiftStart, r.ShiftEnd)); // On duty whenever the demo is looked at.
        Assert.Equal(8, plan.Responders().SelectMany(r => r.Skills).Distinct().Count());
    }

    [Fact]
    public void Demo_Plan_HasTheSameGroundForEverySeed()
    {
        Assert.Equal(plan.Areas(), DistrictPlan.Demo(Seeds.Tianxin, 8).Areas());
        Assert.Equal(PlanFingerprint.Of(plan), PlanFingerprint.Of(DistrictPlan.Demo(Seeds.Tianxin, 7)));
    }

    [Fact]
    public void Demo_SeedWithoutItsStreet_IsRefusedByName()
    {
        var other = Seeds.Tianxin with { Streets = [.. Seeds.Tianxin.Streets.Take(1)] };

        Assert.Equal(DistrictProblems.BadCode, Assert.Throws<DistrictSeedException>(() => DistrictPlan.Demo(other, 7)).Problem);
    }

    [Fact]
    public void Script_Entities_AreThoseOfTheDemoPlan()
    {
        var known = plan.Households().Select(h => h.Card.Id).Concat(plan.Cameras().Select(c => c.Card.Id)).Concat(plan.Terminals().Select(t => t.Id)).ToHashSet();
        var homes = Texts(script.GetProperty("background").GetProperty("homes")).Concat(Texts(script.GetProperty("quietHomes").GetProperty("homes"))).ToList();

        Assert.Equal(40, homes.Distinct().Count());
        Assert.Equal(40, homes.Count); // No home is both.
        Assert.All(homes, h => Assert.Contains(h, known));
        foreach (var incident in script.GetProperty("incidents").EnumerateArray())
        {
            if (incident.TryGetProperty("entities", out var entities))
            {
                Assert.All(Texts(entities), e => Assert.Contains(e, known));
            }
        }

        Assert.All(plan.Cameras(), c => Assert.Contains("lane-1", c.Zones));
    }

    [Fact]
    public void Script_RubbishReports_AreTenMetresApartInTwoCells()
    {
        var locator = new CellLocator();
        foreach (var area in plan.Areas())
        {
            locator.Add(area);
        }

        var (first, second) = (Position("rubbish-first"), Position("rubbish-second"));

        Assert.InRange(LocalMetres.Between(first, second), 9.5, 10.5);
        Assert.Equal("430103004001009", locator.Find(first));
        Assert.Equal("430103004001010", locator.Find(second));
        Assert.True(LocalMetres.Between(first, Position("manhole-cover")) > 60); // Another matter.
        Assert.NotNull(locator.Find(Position("manhole-cover")));
    }

    [Fact]
    public void Script_Profiles_AreWholeDaysWithALongestRestUnderTwelveHours()
    {
        foreach (var profile in script.GetProperty("profiles").EnumerateArray())
        {
            var watts = profile.GetProperty("slotMeanWatts").EnumerateArray().Select(w => w.GetDouble()).ToList();
            Assert.Equal(96, watts.Count);
            var active = watts.Min() + 30;
            var (rest, longest) = (0, 0);
            foreach (var w in watts.Concat(watts)) // Twice, for the night goes over midnight.
            {
                rest = w > active ? 0 : rest + 1;
                longest = Math.Max(longest, rest);
            }

            Assert.InRange(longest, 12, 40); // 3 to 10 hours.
        }
    }

    [Fact]
    public void Script_QuietHomes_FallDueTwoMinutesAfterTheStartAndThenEachRound()
    {
        var quiet = script.GetProperty("quietHomes");
        var due = 12 * 3600 - quiet.GetProperty("quietSecondsAtStart").GetInt32();

        Assert.Equal(120, due);
        Assert.True(quiet.GetProperty("historySeconds").GetInt32() - quiet.GetProperty("quietSecondsAtStart").GetInt32() >= 48 * 3600); // Holds a whole calendar day.
        Assert.Equal(script.GetProperty("repeatSeconds").GetInt32(), quiet.GetProperty("stepSeconds").GetInt32());
    }

    private static GeoPoint Position(string name)
    {
        var incident = script.GetProperty("incidents").EnumerateArray().Single(i => i.GetProperty("name").GetString() == name);
        return new(incident.GetProperty("position")[0].GetDouble(), incident.GetProperty("position")[1].GetDouble());
    }

    private static IEnumerable<string> Texts(JsonElement list) => list.EnumerateArray().Select(e => e.GetString()!);
}
