using CityActors.Alerts;
using CityActors.Cameras;
using CityActors.Facts;
using CityActors.Observations;
using CityActors.Tests.Alerts;
using CityActors.Tests.Watch;
using Microsoft.Extensions.Options;

namespace CityActors.Tests.Cameras;

/// <summary>Cameras on towers over the forest (pack <c>forest</c>) and in lifts (pack <c>estate-eyes</c>), whose rules, seasons and texts are data alone.</summary>
public sealed class TowerCameraTests
{
    private const string Id = "cam-43010300001320000009";

    /// <summary>Midnight of 1 October in China.</summary>
    private static readonly DateTimeOffset Season = new(2026, 9, 30, 16, 0, 0, TimeSpan.Zero);

    /// <summary>A script is <c>minute phase [confidence]</c>; the expected text is <c>minute opened|ended</c>, counted from the season's first instant.</summary>
    [Theory]
    [InlineData("in season: three of five", "60 start 0.9; 61 update 0.3; 62 update 0.8; 63 update 0.7; 64 update 0.9", "63 opened")]
    [InlineData("in season: mist", "60 start 0.9; 61 update 0.3; 62 update 0.2; 63 update 0.7; 64 update 0.3; 65 update 0.3; 66 update 0.8", "")]
    [InlineData("in season: two sightings", "60 start 0.9; 61 update 0.9; 62 end 0.1; 120 tick", "")]
    [InlineData("out of season: nothing, and nothing of it later", "-600 start 0.9; -599 update 0.9; -598 update 0.9; -597 end 0.9; 600 tick", "")]
    [InlineData("smoke that is there as the season opens counts from then", "-50 start 0.9; -40 update 0.9; -30 update 0.9; 5 tick", "0 opened")]
    [InlineData("smoke that is sure only later, in season", "-50 start 0.9; -40 update 0.9; 10 update 0.9", "10 opened")]
    [InlineData("ends ten minutes after the smoke has gone", "60 start 0.9; 61 update 0.9; 62 update 0.9; 90 end 0.9; 99 tick; 100 tick", "62 opened; 100 ended")]
    [InlineData("the end was lost", "60 start 0.9; 61 update 0.9; 62 update 0.9; 300 tick", "62 opened; 132 ended")]
    public void Tower_Script_GivesAlerts(string name, string script, string expected)
    {
        var tower = Camera("tower-camera");
        Play(tower, script, Season, "forest-smoke", minutes: true);
        Assert.True(Told(tower, Season) == expected, $"{name}: {Told(tower, Season)}");
    }

    [Fact]
    public void Tower_SmokeAsTheSeasonEnds_EndsWithIt()
    {
        var (tower, end) = (Camera("tower-camera"), new DateTimeOffset(2027, 4, 30, 16, 0, 0, TimeSpan.Zero));
        Play(tower, "-30 start 0.9; -29 update 0.9; -28 update 0.9; -5 update 0.9; 20 update 0.9; 40 tick", end, "forest-smoke", minutes: true);
        Assert.Equal("-28 opened; 0 ended", Told(tower, end));
    }

    [Fact]
    public void Tower_Alert_HasUrgencyTextAndLadderOfItsPack()
    {
        var tower = Camera("tower-camera");
        Play(tower, "60 start 0.9; 61 update 0.9; 62 update 0.9", Season, "forest-smoke", minutes: true);
        Assert.Equal(("forest", AlertPriority.High, "hill-3", "forest-smoke"), (tower.Alert.Pack, tower.Alert.Priority, tower.Alert.Zone, tower.Alert.Explanation.Rule));
        Assert.Equal("Smoke was seen 3 times in hill-3 since 2026-10-01 01:00 (track t1).", tower.Alert.Explanation.English);
        Assert.Equal("自2026-10-01 01:00起在hill-3发现烟雾3次（轨迹t1）。", tower.Alert.Explanation.Chinese);
        tower.FallDue();
        var told = tower.Facts.OfType<NotificationWanted>().Select(static wanted => wanted.Notification.Receiver);
        Assert.Equal(["forest-ranger", "township-forestry", "forest-fire-duty"], told);
    }

    [Fact]
    public void Tower_RestartedAfterEachEvent_IsTheSame()
    {
        const string Script = "-50 start 0.9; -40 update 0.9; -30 update 0.9; 5 update 0.9; 50 update 0.9; 90 end 0.9; 101 tick; 200 start 0.9; 201 update 0.9; 202 update 0.9";
        var (one, other) = (Camera("tower-camera"), Camera("tower-camera"));
        Play(one, Script, Season, "forest-smoke", minutes: true);
        Play(other, Script, Season, "forest-smoke", minutes: true, restarts: true);
        Assert.Equal(("0 opened; 100 ended; 202 opened", Told(one, Season)), (Told(one, Season), Told(other, Season)));
    }

    [Theory]
    [InlineData("cable-car-camera", "forest-smoke")]
    [InlineData("tower-camera", "fire-lane")]
    [InlineData("camera", "forest-smoke")]
    public void Camera_WhatNoRuleJudges_IsTakenAndNoAlert(string camera, string kind)
    {
        var run = Camera(camera);
        Play(run, "60 start 0.9; 61 update 0.9; 62 update 0.9; 300 tick", Season, kind, minutes: true);
        Assert.Equal((30, 0), (run.State.Applied, run.Alerts.Count));
    }

    /// <summary>The script's times are seconds.</summary>
    [Theory]
    [InlineData("rides", "0 start 0.9; 2 update 0.9; 40 end 0.9; 50 tick", "3 opened; 50 ended")]
    [InlineData("is pushed out again at once", "0 start 0.9; 2 end 0.9; 60 tick", "")]
    [InlineData("a pram", "0 start 0.3; 2 update 0.4; 40 end 0.3; 60 tick", "")]
    public void Lift_EBike_IsAnAlertAfterThreeSeconds(string name, string script, string expected)
    {
        var lift = Camera("lift-camera");
        Play(lift, script, Season, "e-bike", minutes: false);
        Assert.True(Told(lift, Season, minutes: false) == expected, $"{name}: {Told(lift, Season, minutes: false)}");
        Assert.All(lift.Alerts, static told => Assert.Equal(("e-bike-in-lift", "estate-eyes", AlertPriority.Medium), (told.Alert.Kind, told.Alert.Pack, told.Alert.Priority)));
    }

    private static EntityRun<CameraState> Camera(string kind) => new(
        Id,
        new CameraRules(Options.Create(new CameraOptions()), Options.Create(new AlertOptions()), SeedThings.Kinds, SeedThings.Things),
        new CameraState { Registration = new CameraRegistration { Card = EntityRun<CameraState>.Card(Id, "camera", kind), Zones = ["hill-3"] } });

    private static void Play(EntityRun<CameraState> camera, string script, DateTimeOffset from, string kind, bool minutes, bool restarts = false)
    {
        var offset = 0;
        foreach (var words in script.Split("; ").Select(static line => line.Split(' ')))
        {
            var at = At(from, double.Parse(words[0], System.Globalization.CultureInfo.InvariantCulture), minutes);
            if (words[1] == "tick")
            {
                camera.Tick(at);
                continue;
            }

            camera.Observe(new ObserveBatch { Items = [new LoggedObservation(offset += 10, Seen(kind, at, words[1], words[2]))] });
            if (restarts)
            {
                camera.Restart();
            }
        }
    }

    private static Observation Seen(string kind, DateTimeOffset at, string phase, string confidence) => new()
    {
        Entity = Id,
        Kind = kind,
        At = at,
        Track = "t1",
        Zone = "hill-3",
        Phase = Enum.Parse<TrackPhase>(phase, ignoreCase: true),
        Confidence = double.Parse(confidence, System.Globalization.CultureInfo.InvariantCulture),
    };

    private static DateTimeOffset At(DateTimeOffset from, double count, bool minutes) => minutes ? from.AddMinutes(count) : from.AddSeconds(count);

    private static string Told(EntityRun<CameraState> camera, DateTimeOffset from, bool minutes = true) => string.Join("; ", camera.Alerts.Select(told =>
    {
        var since = told.Alert.ChangedAt - from;
        return $"{(minutes ? since.TotalMinutes : since.TotalSeconds):0.##} {(told.Alert.State == AlertState.Cleared ? "ended" : "opened")}";
    }));
}
