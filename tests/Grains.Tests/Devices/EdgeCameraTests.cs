using CityActors.Alerts;
using CityActors.Cameras;
using CityActors.Facts;
using CityActors.Observations;
using CityActors.Reactions;
using CityActors.Tests.Alerts;
using static CityActors.Tests.Devices.CommandedCamera;

namespace CityActors.Tests.Devices;

/// <summary>A person at the water's edge: what is told to devices, and what to whom the guardians named.</summary>
public sealed class EdgeCameraTests
{
    [Fact]
    public void Loitering_WantsTheCommandOnceInAnEpisodeAndAgainInTheNext()
    {
        var camera = Loitering(out var first);
        Assert.Equal("water-safety/edge-loitering", camera.Alerts[0].Sends);
        Assert.Contains("command-desk/commands-430103", ReactionTable.Of(camera.Alerts[0]));
        camera.React(EntityRun<CameraState>.Taken(first, "order-1", T0.AddSeconds(40)));
        camera.Handle(new AlertCommand.Acknowledge { CommandId = "a", Actor = "wang", At = T0.AddSeconds(50) });
        Assert.All(camera.Alerts.Skip(1), static change => Assert.Null(change.Sends));

        camera.Observe(new ObserveBatch { Items = [new LoggedObservation(100, Person(60, TrackPhase.End)), new LoggedObservation(101, Person(600, track: "t2"))], Tick = T0.AddSeconds(700) });
        var again = camera.Alerts.Where(static change => change.Sends is not null).ToList();
        Assert.Equal([1, 2], again.Select(static change => change.Alert.Episode));
    }

    [Theory]
    [InlineData(0, 20)] // Known from the beginning: told when it is an alert.
    [InlineData(25, 25)] // Recognised later: told then.
    public void SomebodyOfARoster_IsToldOfToParentsTeacherAndPoliceOnceEach(int recognised, int told)
    {
        var camera = Begin();
        camera.Observe(EntityRun<CameraState>.Logged([Person(0), Person(recognised, recognised == 0 ? TrackPhase.Start : TrackPhase.Update, recognised == 0 ? "t2" : "t1", hasRoster: true), Person(28, TrackPhase.Update, "t1", hasRoster: true)]));
        camera.Tick(T0.AddSeconds(29));
        camera.Restart();
        camera.FallDue();
        camera.FallDue();

        var wanted = camera.Facts.OfType<NotificationWanted>().Select(static fact => fact.Notification).ToList();
        Assert.Equal(["parents", "teacher", "police", "grid-officer", "township"], wanted.Select(static one => one.Receiver));
        Assert.Equal([true, true, true, false, false], wanted.Select(static one => one.IsOfRoster));
        Assert.All(wanted.Take(3), one => Assert.Equal(T0.AddSeconds(20), one.At));
        Assert.InRange(told, 20, 29);
        Assert.Contains("Your child has been seen at dangerous water at pond (28.19000, 112.98000)", wanted[0].English, StringComparison.Ordinal);
        Assert.Contains("您负责的学生", wanted[1].Chinese, StringComparison.Ordinal);
        Assert.DoesNotContain("roster", camera.Alert.Explanation.English, StringComparison.Ordinal);
    }

    [Fact]
    public void SomebodyElse_IsAPerson()
    {
        var camera = Loitering(out _);
        camera.FallDue();
        Assert.Equal(["grid-officer", "township"], camera.Facts.OfType<NotificationWanted>().Select(static fact => fact.Notification.Receiver));
    }

    [Fact]
    public void SomebodyOfARoster_FoundByWhatCameLate_IsToldOf()
    {
        var camera = Begin();
        camera.Observe(EntityRun<CameraState>.Logged([Person(60, TrackPhase.Update, "t2")]));
        camera.Tick(T0.AddSeconds(61));
        camera.Observe(new ObserveBatch { Items = [new LoggedObservation(100, Person(0, track: "t1", hasRoster: true))], Tick = T0.AddSeconds(62) });
        camera.FallDue();
        Assert.Contains("parents", camera.Facts.OfType<NotificationWanted>().Select(static fact => fact.Notification.Receiver));
        Assert.Equal("water-safety", camera.Alert.Pack);
        Assert.Equal(AlertPriority.High, camera.Alert.Priority);
        Assert.Contains(camera.Alerts, static change => change.Sends is not null);
    }

    [Fact]
    public void Mark_OfARoster_GoesWithTheAlert()
    {
        var camera = Begin();
        camera.Observe(EntityRun<CameraState>.Logged([Person(0, hasRoster: true)]));
        camera.Tick(T0.AddSeconds(30));
        Assert.Equal([camera.Alert.Id], camera.State.Alerts!.Rostered);
        camera.Observe(new ObserveBatch { Items = [new LoggedObservation(100, Person(40, TrackPhase.End))], Tick = T0.AddSeconds(200) });
        Assert.Equal(AlertState.Cleared, camera.Alert.State);
        Assert.Null(camera.State.Alerts!.Rostered);
    }

    [Fact]
    public void Codec_OfATrack_KeepsWhetherItIsSomebodyOfARoster()
    {
        var codec = new ObservationCodec(Watch.SeedThings.Kinds);
        Span<byte> bytes = stackalloc byte[ObservationCodec.LongestItem];
        foreach (var seen in (Observation[])[Person(0), Person(0, hasRoster: true)])
        {
            var length = codec.Encode(seen, bytes);
            Assert.Equal(seen, codec.Decode(bytes[..length], Id));
            ObservationCodec.Erase(bytes[..length]);
            Assert.False(codec.Decode(bytes[..length], Id).HasRoster);
        }
    }
}
