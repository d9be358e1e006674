using CityActors.Packs.Format;
using Xunit;

namespace CityActors.Packs.Settings;

public sealed class ParameterValuesTests
{
    private const string Station = "term-430103002001-01";
    private const string Cell = "430103002001001";
    private static readonly PackFiles Air = Read("air", "pack.json", "\"set-by\": \"city\", \"name\": { \"en\": \"Level 1", "\"set-by\": \"device\", \"name\": { \"en\": \"Level 1");
    private static readonly PackFiles Eyes = Read("estate-eyes", "pack.json", "\"most\": \"60 minutes\", \"name\": { \"en\": \"How long a", "\"most\": \"60 minutes\", \"set-by\": \"district\", \"name\": { \"en\": \"How long a");
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.FromHours(8));

    [Fact]
    public void Of_NothingSet_IsTheDefault()
    {
        var light = new ParameterValues(Air, []).Of("light", Cell, Station, Start)!;
        Assert.Equal((115m, "default"), (light.Value.Number, light.Origin));
        Assert.Null(new ParameterValues(Air, []).Of("heat", Cell, Station, Start));
    }

    [Theory]
    [InlineData(Cell, Station, 90)]
    [InlineData(Cell, null, 95)]
    [InlineData("430103002002001", null, 100)]
    [InlineData("430103003001001", "term-430103003001-01", 105)]
    [InlineData("430102001001001", null, 110)]
    [InlineData("", null, 110)]
    public void Of_SeveralSet_TheFinestCounts(string area, string? device, int expected)
    {
        var values = new ParameterValues(Air, [Light(Station, 90), Light("430103002001", 95), Light("430103002", 100), Light("430103", 105), Light("", 110)]);
        Assert.Equal(expected, values.Of("light", area, device, Start)!.Value.Number);
    }

    [Fact]
    public void Of_SeveralInTime_TheLatestThatHoldsCounts()
    {
        var values = new ParameterValues(Air, [Light("", 100, days: 2), Light("", 90), Light("", 95), Light("430103", 80, days: 4)]);
        Assert.Equal([115m, 95m, 95m, 100m, 100m, 80m], new[] { -1, 0, 1, 2, 3, 4 }.Select(day => values.Of("light", Cell, null, Start.AddDays(day))!.Value.Number!.Value));
        Assert.Equal("city 2026-03-01, by duty-officer", values.Of("light", Cell, null, Start)!.Origin);
        Assert.Equal([Start, Start.AddDays(2), Start.AddDays(4), null], new DateTimeOffset?[] { Start.AddDays(-1), Start, Start.AddDays(2), Start.AddDays(4) }.Select(at => values.NextChange(Cell, null, at!.Value)));
        Assert.Null(values.NextChange("430102", null, Start.AddDays(2)));
    }

    [Theory]
    [InlineData("heat", "", 100, null, "unknown-parameter", "light")]
    [InlineData("light", "", 74, null, "out-of-range", "75 to 150 µg/m³")]
    [InlineData("light", "", 151, null, "out-of-range", "75 to 150 µg/m³")]
    [InlineData("light", "", null, "2 hours", "wrong-type", "a number")]
    [InlineData("light", "43010", 100, null, "unknown-place", "43010")]
    [InlineData("medium", "430103", 160, null, "too-fine", "the whole city")]
    [InlineData("medium", Station, 160, null, "too-fine", "the whole city")]
    [InlineData("medium", "", 115, null, "levels-disordered", "pm25-level")]
    public void Refuse_WrongSetting_SaysWhy(string parameter, string place, int? number, string? text, string code, string says)
    {
        var refusal = new ParameterValues(Air, []).Refuse(new(parameter, place, new(number, text), Start, "duty-officer"));
        Assert.Equal(code, refusal?.Code);
        Assert.Contains(says, refusal!.Sentence, StringComparison.Ordinal);
        Assert.Contains(refusal.Chinese, static c => c is >= '\u4e00' and <= '\u9fff');
    }

    [Theory]
    [InlineData("lane-dwell", "430103", "5 minutes", null)]
    [InlineData("lane-dwell", "430103002", "5 minutes", "too-fine")]
    [InlineData("lane-dwell", "", "2 hours", "out-of-range")]
    [InlineData("lane-dwell", "", "1 working-hours", "wrong-type")]
    [InlineData("lane-dwell", "", "long", "wrong-type")]
    public void Refuse_Span_IsJudgedByItsLength(string parameter, string place, string text, string? code) =>
        Assert.Equal(code, new ParameterValues(Eyes, []).Refuse(new(parameter, place, new(null, text), Start, "duty-officer"))?.Code);

    [Fact]
    public void Refuse_LevelsOrderedByAnotherSetting_IsAllowed()
    {
        var low = new ParameterSetting("medium", "", new(115, null), Start, "duty-officer");
        Assert.Null(new ParameterValues(Air, [Light("", 90)]).Refuse(low));
        Assert.Equal("levels-disordered", new ParameterValues(Air, [Light("", 90), low]).Refuse(Light(Station, 120))?.Code);
        Assert.Contains("430103", new ParameterValues(Air, [Light("", 90), Light("430103", 120)]).Refuse(low)!.Sentence, StringComparison.Ordinal);
        Assert.Equal("levels-disordered", new ParameterValues(Air, [Light("", 90), Light("", 120, days: 9)]).Refuse(low)?.Code);
    }

    [Fact]
    public void Settings_RefusedByThisVersion_CountForNothing()
    {
        var values = new ParameterValues(Air, [Light("", 90), Light("", 60, days: 1)]);
        Assert.Equal(90, values.Of("light", Cell, null, Start.AddDays(2))!.Value.Number);
        Assert.Equal("out-of-range", Assert.Single(values.Refused).Why.Code);
    }

    [Fact]
    public void At_Figures_AreEvaluated()
    {
        var values = new ParameterValues(Air, [Light("430103", 100)]).At(Cell, null, Start);
        var first = Assert.IsType<ThresholdSpec>(Air.Watch.Rules[0]).Levels[0];
        Assert.Equal((100m, 85m), (values.Number(first.From), values.Number(first.Until)));
        Assert.Equal((80m, null, null), (values.Number(new PackValue(80, null)), values.Number(null), values.Number(new PackValue(null, "$heat"))));
        Assert.Equal((TimeSpan.FromHours(3), null, null), (values.Span(new PackValue(null, "180 minutes")), values.Span(new PackValue(null, "day")), values.Span(null)));

        var eyes = new ParameterValues(Eyes, [new("lane-dwell", "430103", new(null, "5 minutes"), Start, "duty-officer")]);
        Assert.Equal(TimeSpan.FromMinutes(5), eyes.At(Cell, null, Start).Span(new PackValue(null, "$lane-dwell")));
        Assert.Equal(TimeSpan.FromMinutes(3), eyes.At("430102", null, Start).Span(new PackValue(null, "$lane-dwell")));
        Assert.Null(eyes.At(Cell, null, Start).Span(new PackValue(null, "$lane")));
    }

    private static ParameterSetting Light(string place, decimal value, int days = 0) => new("light", place, new(value, null), Start.AddDays(days), "duty-officer");

    private static PackFiles Read(string pack, string path, string what, string by) =>
        PackReader.Read(SeedPacks.Read(pack).Replace(path, what, by), out var faults) ?? throw new FormatException(string.Join('\n', faults));
}
