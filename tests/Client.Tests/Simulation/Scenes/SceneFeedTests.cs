using CityActors.Client.Replays;
using CityActors.Client.Simulation.Scenes;
using CityActors.Observations;
using CityActors.Packs.Format;

namespace CityActors.Client.Tests.Simulation.Scenes;

/// <summary>What the things of a scene send.</summary>
public sealed class SceneFeedTests
{
    private static readonly DateTimeOffset noon = new(2026, 1, 14, 12, 0, 0, ReplayClock.ChinaStandardTime);

    [Fact]
    public void Lines_SmogNight_HoldWhatTheSceneSays()
    {
        var plan = Smog(out var lines);
        var first = Values(lines, "station-0");
        var stuck = Values(lines, "station-6");

        Assert.Equal(7 * 2 * 36, lines.Select(static line => (line.Observation.Entity, line.Observation.Kind, line.Observation.At)).Distinct().Count() + (5 * 2));
        Assert.All(Enumerable.Range(23, 8), hour => Assert.InRange(first[noon.AddHours(hour - 12)], 230, 290));
        Assert.InRange(first[noon.AddHours(8)], 120, 170);
        Assert.InRange(first[noon.AddHours(22)], 30, 90);
        Assert.InRange(Values(lines, "station-1")[noon.AddHours(3)], 150, 200);
        Assert.Single(Enumerable.Range(6, 8).Select(hour => stuck[noon.AddHours(hour)]).Distinct());
        Assert.DoesNotContain(noon.AddHours(20), stuck.Keys);
        Assert.Contains(noon.AddHours(25), stuck.Keys);
        Assert.Equal(noon.AddHours(10.5), Assert.Single(plan.Kills));
    }

    [Fact]
    public void Lines_LateAndRepeated_AreSentLaterAndTwice()
    {
        Smog(out var lines);
        var midnight = lines.Where(static line => line.Observation.At == noon.AddHours(12)).ToList();

        Assert.All(midnight, line => Assert.True(line.SentAt >= noon.AddHours(13.5)));
        Assert.True(midnight.Count > 14, "Some come twice.");
        Assert.Equal(14, midnight.Select(static line => (line.Observation.Entity, line.Observation.Kind)).Distinct().Count());
        Assert.All(lines.Where(static line => line.Observation.At < noon.AddHours(11)), static line => Assert.Equal(line.Observation.At, line.SentAt));
    }

    [Fact]
    public void Lines_SameSeed_AreTheSame()
    {
        Smog(out var one);
        Smog(out var other);
        Smog(out var another, seed: 8);

        Assert.Equal(one, other);
        Assert.NotEqual(one, another);
    }

    [Fact]
    public void Ramp_AnyShape_IsTheStepsThenTheHoldThenTheStepsBack()
    {
        for (var seed = 1; seed <= 300; seed++)
        {
            var random = new Random(seed);
            var by = Enumerable.Range(0, random.Next(1, 6)).Select(_ => (double)random.Next(1, 100)).ToArray();
            var (hold, back, at) = (random.Next(0, 5), random.Next(2) == 1, random.Next(1, 10));
            var happening = new HappeningSpec
            {
                At = $"{12 + at:00}:00",
                What = Happening.Ramp,
                Of = "air-station[0].pm25",
                By = by,
                Hold = $"{hold * 60} minutes",
                Then = back ? "back" : null,
            };

            var values = Values(Play(happening, "30 hours"), "station-0");

            // Naive: the list of changes, hour by hour.
            double[] changes = [.. Enumerable.Repeat(0.0, at), .. by, .. Enumerable.Repeat(by[^1], hold), .. back ? by.Reverse().Skip(1) : [], .. Enumerable.Repeat(0.0, 30)];
            Assert.All(Enumerable.Range(1, 29), hour => Assert.Equal(100 + changes[hour], values[noon.AddHours(hour)]));
        }
    }

    [Fact]
    public void Track_OfFiveMinutes_StartsGoesOnAndEnds()
    {
        var lane = new HappeningSpec { At = "13:00", What = Happening.Track, Of = "camera[0].fire-lane", For = ["5 minutes"], Zone = "lane-1" };
        var seen = Play(lane, "3 hours").Select(static line => line.Observation).ToList();

        Assert.Equal(TrackPhase.Start, seen[0].Phase);
        Assert.Equal(TrackPhase.End, seen[^1].Phase);
        Assert.Equal(TimeSpan.FromMinutes(5), seen[^1].At - seen[0].At);
        Assert.Equal(31, seen.Count);
        Assert.All(seen, static observation => Assert.Equal("lane-1", observation.Zone));
        Assert.Single(seen.Select(static observation => observation.Track).Distinct());
    }

    [Fact]
    public void Measured_WhatAPackAllows_IsNeverLeft()
    {
        var wild = new HappeningSpec { At = "13:00", What = Happening.Spike, Of = "air-station[0].pm25", By = [1e9, -1e9, double.NaN] };

        Assert.All(Values(Play(wild, "10 hours"), "station-0").Values.Where(static value => !double.IsNaN(value)), static value => Assert.InRange(value, 0, 2000));
    }

    private static List<SceneLine> Play(HappeningSpec happening, string lasts)
    {
        var scene = new SceneSpec
        {
            Scene = "one",
            Seed = 1,
            Lasts = lasts,
            Place = "cell",
            From = "12:00",
            Happens = [happening],
            Background = [new BackgroundSpec { Thing = happening.Of.Split('[')[0], Count = 1, Kinds = new() { ["pm25"] = new() { Mean = 100 } } }],
        };
        var stage = new SceneStage
        {
            Pack = "air",
            From = noon,
            To = noon + PackWords.Length(lasts)!.Value,
            Cast = new Dictionary<string, IReadOnlyList<string>> { [scene.Background[0].Thing] = ["station-0"] },
        };
        var plan = new ScenePlan(scene, stage, ShippedPacks.Words, new HashSet<string>());
        return [.. new SceneFeed(plan, ShippedPacks.Words, stage.From, stage.To).Lines(plan.Things).Where(static line => line.Observation.Kind is "pm25" or "fire-lane")];
    }

    internal static ScenePlan Smog(out IReadOnlyList<SceneLine> lines, int seed = 0)
    {
        var scene = ShippedPacks.All.Find("air")!.Scenes["scenes/smog-night.json"];
        var stage = new SceneStage
        {
            Pack = "air",
            From = noon,
            To = noon.AddHours(36),
            Seed = seed,
            Cast = new Dictionary<string, IReadOnlyList<string>> { ["air-station"] = [.. Enumerable.Range(0, 7).Select(static i => $"station-{i}")] },
        };
        var plan = new ScenePlan(scene, stage, ShippedPacks.Words, new HashSet<string>());
        lines = new SceneFeed(plan, ShippedPacks.Words, stage.From, stage.To).Lines(plan.Things);
        return plan;
    }

    private static Dictionary<DateTimeOffset, double> Values(IEnumerable<SceneLine> lines, string thing) => lines.Select(static line => line.Observation)
        .Where(observation => observation.Entity == thing && observation.Kind == "pm25").DistinctBy(static observation => observation.At).ToDictionary(static observation => observation.At, static observation => observation.Value);
}
