using CityActors.Alerts;
using CityActors.Cameras;
using CityActors.Observations;
using CityActors.Tests.Alerts;
using CityActors.Tests.Watch;

namespace CityActors.Tests.Cameras;

public sealed class TrackDetectorTests
{
    private static readonly DateTimeOffset T0 = new(2026, 1, 5, 6, 45, 0, TimeSpan.Zero);
    private static readonly TrackDetector Detector = new(SeedThings.Things.ProgramOf(new() { Card = EntityRun<CameraState>.Card("cam-1", "camera") }, new CameraOptions()));

    /// <summary>A script is <c>second kind track phase [confidence]</c> lines, <c>tick</c> among them; the expected text is <c>second act kind zone</c>.</summary>
    [Theory]
    [InlineData("delivery leaves in time", "0 lane a start; 100 lane a update; 170 lane a end; 900 tick", "")]
    [InlineData("stands for three minutes, judged by a tick", "0 lane a start; 180 tick", "180 open fire-lane-blocked")]
    [InlineData("stands for three minutes, judged by the next event", "0 lane a start; 500 lane a update", "180 open fire-lane-blocked")]
    [InlineData("only start and end are sent", "0 lane a start; 400 lane a end", "180 open fire-lane-blocked")]
    [InlineData("ends a minute after it left", "0 lane a start; 400 lane a end; 459 tick; 460 tick", "180 open fire-lane-blocked; 460 clear fire-lane-blocked")]
    [InlineData("a second vehicle is the same episode", "0 lane a start; 100 lane b start; 300 lane a end; 400 tick; 500 lane b end; 560 tick", "180 open fire-lane-blocked; 560 clear fire-lane-blocked")]
    [InlineData("a new one within the off-delay goes on", "0 lane a start; 300 lane a end; 330 lane b start; 400 tick; 420 lane b end; 480 tick", "180 open fire-lane-blocked; 480 clear fire-lane-blocked")]
    [InlineData("cooldown holds the next one back", "0 lane a start; 300 lane a end; 380 lane b start; 600 tick; 660 tick", "180 open fire-lane-blocked; 360 clear fire-lane-blocked; 660 open fire-lane-blocked")]
    [InlineData("unsure vehicle", "0 lane a start 0.3; 100 lane a update 0.4; 600 tick", "")]
    [InlineData("dwell counts from the first sure sighting", "0 lane a start 0.3; 100 lane a update 0.9; 279 tick; 280 tick", "280 open fire-lane-blocked")]
    [InlineData("the producer withdraws it", "0 lane a start; 200 lane a update; 210 lane a false", "180 open fire-lane-blocked; 210 clear fire-lane-blocked")]
    [InlineData("the end was lost", "0 lane a start; 1860 tick", "180 open fire-lane-blocked; 1860 clear fire-lane-blocked")]
    [InlineData("smoke once is steam", "0 smoke a start 0.9; 10 smoke a update 0.2; 20 smoke a update 0.2; 30 smoke a update 0.9; 99 tick", "")]
    [InlineData("smoke twice of three", "0 smoke a start 0.9; 10 smoke a update 0.2; 20 smoke a update 0.7", "20 open smoke-seen")]
    [InlineData("thrown object at once", "0 thrown a start 0.8; 2 thrown a end 0.8; 62 tick", "0 open thrown-object; 62 clear thrown-object")]
    [InlineData("thrown object, unsure", "0 thrown a start 0.2; 2 thrown a end 0.3; 62 tick", "")]
    [InlineData("zones are apart", "0 lane a start 1 east; 10 lane b start 1 west; 190 tick", "180 open fire-lane-blocked east; 190 open fire-lane-blocked west")]
    public void Scene_Script_GivesEpisodes(string name, string script, string expected)
    {
        var findings = Run(Parse(script)).Findings;

        Assert.True(Print(findings) == expected, $"{name}: {Print(findings)}");
    }

    [Fact]
    public void Events_SentTwice_GiveTheSameStateAndFindings()
    {
        var random = new Random(11);
        for (var round = 0; round < 200; round++)
        {
            var events = Random(random, 40);
            var doubled = events.SelectMany((seen, i) => i > 3 ? new[] { seen, events[i - random.Next(4)] } : [seen]).ToList();

            var once = Run(events);
            var twice = Run(doubled);

            Assert.Equal(Print(once.Findings), Print(twice.Findings));
            Assert.Equal(once.Scene.Tracks, twice.Scene.Tracks);
            Assert.Equal(once.Scene.Episodes, twice.Scene.Episodes);
        }
    }

    [Fact]
    public void Ticks_AtAnyTime_ChangeNoFinding()
    {
        var random = new Random(12);
        for (var round = 0; round < 200; round++)
        {
            var events = Random(random, 40);
            var scene = SceneState.Empty;
            var findings = new List<Finding>();
            foreach (var seen in events)
            {
                for (var tick = scene.LastAt ?? T0; tick < seen.At; tick = tick.AddSeconds(7))
                {
                    var ticked = Detector.Tick(scene, tick);
                    scene = ticked.Next;
                    findings.AddRange(ticked.Findings);
                }

                var step = Detector.Observe(scene, seen, []);
                scene = step.Next;
                findings.AddRange(step.Findings);
                Assert.True(Detector.NextDue(scene) is not { } due || due > seen.At, "a due time is over");
            }

            Assert.Equal(Print(Run(events).Findings), Print(findings));
            Assert.All(
                findings.GroupBy(finding => (finding.Kind, finding.Zone)),
                static episodes => Assert.All(
                    episodes.Select(static (finding, i) => (finding.Act, i)),
                    static pair => Assert.Equal(pair.i % 2 == 0 ? FindingAct.Open : FindingAct.Clear, pair.Act)));
        }
    }

    [Fact]
    public void ManyTracks_StayBounded()
    {
        var events = Enumerable.Range(0, 500).Select(static i => Seen(i, "lane", $"t{i}", TrackPhase.Start)).ToList();

        Assert.InRange(Run(events).Scene.Tracks.Count, 1, 64);
    }

    private static List<Observation> Random(Random random, int count)
    {
        string[] kinds = ["lane", "smoke", "thrown"];
        var second = 0;
        var events = new List<Observation>();
        for (var i = 0; i < count; i++)
        {
            second += 1 + random.Next(90);
            var kind = kinds[random.Next(3)];
            var seen = Seen(second, kind, $"{kind}{random.Next(3)}", (TrackPhase)(1 + random.Next(3)));
            events.Add(seen with { Confidence = random.NextDouble(), Zone = random.Next(2) == 0 ? "" : "east", FalsePositive = random.Next(12) == 0 });
        }

        return events;
    }

    private static (SceneState Scene, List<Finding> Findings) Run(IEnumerable<Observation> events)
    {
        var scene = SceneState.Empty;
        var findings = new List<Finding>();
        foreach (var seen in events)
        {
            var step = seen.Kind == "tick" ? Detector.Tick(scene, seen.At) : Detector.Observe(scene, seen, []);
            scene = step.Next;
            findings.AddRange(step.Findings);
        }

        return (scene, findings);
    }

    private static string Print(IEnumerable<Finding> findings) => string.Join("; ", findings.Select(static finding =>
        $"{(finding.At - T0).TotalSeconds:0} {(finding.Act == FindingAct.Open ? "open" : "clear")} {finding.Kind}{(finding.Zone == "main" ? "" : $" {finding.Zone}")}"));

    private static IEnumerable<Observation> Parse(string script)
    {
        foreach (var line in script.Split("; "))
        {
            var words = line.Split(' ');
            var second = int.Parse(words[0], null);
            if (words[1] == "tick")
            {
                yield return new Observation { Entity = "cam-1", Kind = "tick", At = T0.AddSeconds(second) };
                continue;
            }

            var isFalse = words[3] == "false";
            var seen = Seen(second, words[1], words[2], isFalse ? TrackPhase.Update : Enum.Parse<TrackPhase>(words[3], ignoreCase: true));
            yield return seen with
            {
                FalsePositive = isFalse,
                Confidence = words.Length > 4 ? double.Parse(words[4], System.Globalization.CultureInfo.InvariantCulture) : 1,
                Zone = words.Length > 5 ? words[5] : "",
            };
        }
    }

    private static Observation Seen(int second, string kind, string track, TrackPhase phase) => new()
    {
        Entity = "cam-1",
        Kind = kind switch
        {
            "lane" => ObservationKinds.FireLane,
            "smoke" => ObservationKinds.Smoke,
            _ => ObservationKinds.ThrownObject,
        },
        At = T0.AddSeconds(second),
        Track = track,
        Phase = phase,
    };
}
