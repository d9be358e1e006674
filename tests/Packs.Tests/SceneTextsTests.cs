using Xunit;

namespace CityActors.Packs;

/// <summary>The two short forms of scenes: when, and to what.</summary>
public sealed class SceneTextsTests
{
    [Theory]
    [InlineData("00:00", 0, 0)]
    [InlineData("18:30", 1110, 1110)]
    [InlineData("+08:00", 1920, 1920)]
    [InlineData("++00:01", 2881, 2881)]
    [InlineData("00:10-23:30", 10, 1410)]
    [InlineData("22:00-+06:00", 1320, 1800)]
    public void Time_ThatCanBeRead_IsMinutesAfterTheFirstMidnight(string text, int least, int most) =>
        Assert.Equal(new SceneTime(TimeSpan.FromMinutes(least), TimeSpan.FromMinutes(most)), SceneTime.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("24:00")]
    [InlineData("8:00")]
    [InlineData("08:00 ")]
    [InlineData("08:00-07:00")]
    [InlineData("08:00-08:00")]
    [InlineData("08:00-09:00-10:00")]
    [InlineData("-08:00")]
    [InlineData("++++++++++++++++++++++++++++++++08:00")]
    [InlineData(null)]
    public void Time_AnythingElse_IsNone(string? text) => Assert.Null(SceneTime.Parse(text));

    [Fact]
    public void Subject_AnyForm_NamesTheThingsThatItSays()
    {
        Assert.Equal(new SceneSubject("air-station", 0, 4, "pm25"), SceneSubject.Parse("air-station[0..4].pm25"));
        Assert.Equal(new SceneSubject("air-station", 6, 6, null), SceneSubject.Parse("air-station[6]"));
        Assert.Equal([0, 1, 2], SceneSubject.Parse("camera.fire-lane")!.Of(3));
        Assert.Equal([1, 2], SceneSubject.Parse("camera[1..2]")!.Of(9));
        Assert.Equal([1], SceneSubject.Parse("camera[1..2]")!.Of(2));
        Assert.All(["", "[0]", "camera[", "camera[2..1]", "camera[a]", "camera[-1]", "Camera", "camera[9999999]", "camera.", "a.b.c"], static text => Assert.Null(SceneSubject.Parse(text)));
    }

    [Fact]
    public void PlayFaults_OfEachKind_HaveCodeAndLine()
    {
        var air = PackReader.Read(SeedPacks.Read("air"), out _)!;
        var faults = new PlayFaults(air);
        faults.Scene("smog-night", "$.happens[1].truth", "nothing came.");
        faults.Example("examples/hours.json", 1, "something came.");
        faults.Unplayed(new HashSet<(string, string)> { ("air-station", "air-pollution"), ("air-station", "station-silent") });

        Assert.Equal(
            [
                "E1 examples/hours.json:5 $.examples[1]: something came.",
                "E2 scenes/smog-night.json:6 $.happens[1].truth: nothing came.",
                "E4 watch.json:8 $.rules[4]: No scene and no example makes 'station-stuck' raise 'station-stuck': what was never played is not shipped.",
            ],
            faults.All.Select(static fault => fault.ToString()));
    }
}
