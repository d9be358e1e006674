using System.Text;
using Xunit;

namespace CityActors.Packs;

/// <summary>Figures, lengths of time, schedules and conditions: each broken once, in a pack that is shipped.</summary>
public sealed class TermCheckTests
{
    private static readonly PackSet Shipped = PackFolder.ReadAll(Path.Combine(SeedPacks.Seeds, "packs"));

    [Theory]
    [InlineData("T4", "air", "\"until\": \"$light - 15\"", "\"until\": \"$light-15\"", "$light-15")]
    [InlineData("T0", "air", "\"if\": \"alert.level == 3\"", "\"if\": \"alert.level = 3\"", "==")]
    [InlineData("T2", "air", "\"from\": \"$light\"", "\"from\": \"$wait\"", "span")]
    [InlineData("T2", "air", "\"from\": \"$light\"", "\"from\": \"$height\"", "in m")]
    [InlineData("T0", "air", "\"from\": \"$light\"", "\"from\": \"75 µg\"", "75 µg")]
    [InlineData("T4", "air", "\"from\": \"$light\"", "\"from\": \"$lite\"", "$light")]
    [InlineData("T4", "air", "\"from\": \"$light\"", "\"from\": \"alert.level\"", "alert.level")]
    [InlineData("T1", "air", "\"from\": \"$light\"", "\"from\": \"100 / ($light / $medium - 0.7) * $light\"", "missing")]
    [InlineData("T3", "air", "\"if\": \"alert.level == 3\"", "\"if\": \"not not not not not not not not not alert.level == 3\"", "deep")]
    [InlineData("T2", "air", "\"rise\": 80", "\"rise\": \"80 %\"", "share")]
    [InlineData("T2", "air", "\"rise\": 80", "\"rise\": 0", "more than 0")]
    [InlineData("T2", "air", "\"rise\": 80", "\"rise\": 80, \"at-least\": \"$height\"", "in m")]
    [InlineData("T2", "air", "\"within\": \"120 minutes\", \"finds\": { \"signal\"", "\"within\": 120, \"finds\": { \"signal\"", "20 minutes")]
    [InlineData("T2", "air", "\"within\": \"120 minutes\", \"finds\": { \"signal\"", "\"within\": \"0 minutes\", \"finds\": { \"signal\"", "between 1 seconds")]
    [InlineData("T2", "air", "\"within\": \"120 minutes\", \"finds\": { \"signal\"", "\"within\": \"2 working-hours\", \"finds\": { \"signal\"", "calendar")]
    [InlineData("T2", "air", "\"within\": \"120 minutes\", \"finds\": { \"signal\"", "\"within\": \"$light\", \"finds\": { \"signal\"", "is a number")]
    [InlineData("T4", "air", "\"within\": \"120 minutes\", \"finds\": { \"signal\"", "\"within\": \"$wayt\", \"finds\": { \"signal\"", "$wayt")]
    [InlineData("T2", "air", "\"over\": \"day\"", "\"over\": \"today\"", "'today'")]
    [InlineData("T2", "air", "\"least-values\": 20", "\"least-values\": 20.5", "whole")]
    [InlineData("T2", "air", "\"least-values\": 20", "\"least-values\": 0", "between 1")]
    [InlineData("T5", "air", "\"after\": \"180 minutes\"", "\"after\": \"90 minutes\"", "two intervals")]
    [InlineData("T5", "air", "\"after\": \"180 minutes\"", "\"after\": \"$wait\"", "two intervals")]
    [InlineData("T2", "air", "\"after\": \"360 minutes\"", "\"after\": \"soon\"", "'soon'")]
    [InlineData("T2", "air", "\"on-delay\": \"60 minutes\"", "\"on-delay\": \"$half-year\"", "may be set to")]
    [InlineData("T2", "air", "\"off-delay\": \"120 minutes\"", "\"off-delay\": \"off\"", "'off'")]
    [InlineData("T2", "air", "\"off-delay\": \"120 minutes\"", "\"off-delay\": \"120 minutes\", \"cooldown\": \"no\"", "'no'")]
    [InlineData("T2", "air", "\"off-delay\": \"120 minutes\"", "\"off-delay\": \"120 minutes\", \"most-an-hour\": 0", "between 1")]
    [InlineData("T2", "air", "\"most\": 0.34", "\"most\": 34", "between 0 and 1")]
    [InlineData("T2", "air", "\"most\": 0.34", "\"least\": \"$light\"", "µg/m³")]
    [InlineData("T4", "air", "\"least-members\": 4", "\"least-members\": \"four\"", "four")]
    [InlineData("T2", "air", "\"settle\": \"60 minutes\"", "\"settle\": \"60 minutes\", \"near\": 0", "between 1 and 100000")]
    [InlineData("T2", "air", "\"settle\": \"60 minutes\"", "\"settle\": \"a while\"", "a while")]
    [InlineData("T2", "air", "\"settle\": \"60 minutes\"", "\"settle\": \"60 minutes\", \"during\": \"at night\"", "no window")]
    [InlineData("T2", "air", "\"rise\": 80", "\"rise\": 80, \"during\": \"05..06 and 07..08\"", "never open")]
    [InlineData("T2", "air", "\"observe\": \"pm25-day\"", "\"observe\": \"wind-day\"", "in m/s")]
    [InlineData("T2", "air", "\"after\": \"30 minutes\"", "\"after\": \"30 hours\"", "24 hours")]
    [InlineData("T2", "air", "\"if\": \"alert.level == 3\"", "\"if\": \"alert.level + 3\"", "flag")]
    [InlineData("T2", "air", "\"if\": \"alert.level == 3\"", "\"if\": \"alert.priority == \\\"urgent\\\"\"", "urgent")]
    [InlineData("T2", "air", "\"if\": \"alert.level == 3\"", "\"if\": \"alert.kind == \\\"smoke\\\"\"", "smoke")]
    [InlineData("T4", "air", "\"if\": \"alert.level == 3\"", "\"if\": \"alert.value > 3\"", "alert.level")]
    [InlineData("T5", "air", "\"if\": \"alert.level == 3\"", "\"if\": \"alert.level == 4\"", "always")]
    [InlineData("T5", "air", "\"from\": \"$heavy\", \"until\": \"$heavy - 20\"", "\"from\": 3000, \"until\": 2900", "never begins")]
    [InlineData("T5", "air", "\"from\": \"$light\", \"until\": \"$light - 15\"", "\"from\": 75, \"until\": -5", "never ends")]
    [InlineData("A6", "air", "\"until\": \"$light - 15\"", "\"until\": \"$light\"", "dead band")]
    [InlineData("A6", "air", "\"until\": \"$light - 15\"", "\"until\": \"$light * 2 - 130\"", "$light")]
    [InlineData("A6", "air", "\"until\": \"$light - 15\"", "\"until\": \"$medium - 50\"", "$light = 75, $medium = 250")]
    [InlineData("A6", "air", "\"from\": \"$medium\", \"until\": \"$medium - 15\"", "\"from\": 115, \"until\": 100", "level 1")]
    [InlineData("A6", "air", "\"direction\": \"up\"", "\"direction\": \"down\"", "above it")]
    [InlineData("T2", "estate-eyes", "\"hits\": { \"least\": 2, \"of\": 3 }", "\"hits\": { \"least\": 4, \"of\": 3 }", "sightings")]
    [InlineData("T2", "estate-eyes", "\"least-confidence\": \"$smoke-confidence\"", "\"least-confidence\": 60", "between 0 and 1")]
    [InlineData("T4", "estate-eyes", "\"dwell\": \"$lane-dwell\"", "\"dwell\": \"$lane\"", "lane-dwell")]
    [InlineData("T4", "estate-eyes", "\"dwell\": \"$lane-dwell\"", "\"dwell\": \"$lane-dwell + 1 minutes\"", "no parameter")]
    public void Run_OneWrongTerm_IsNamed(string code, string pack, string what, string by, string says)
    {
        var files = Prepared(pack).Replace("watch.json", what, by);
        var faults = PackCheck.Run(Read(files), Shipped);
        Assert.True(faults.Any(fault => fault.Code == code && fault is { File: "watch.json", Line: > 0 } && fault.What.Contains(says, StringComparison.Ordinal)), string.Join('\n', faults));
    }

    [Theory]
    [InlineData("\"on-delay\": \"60 minutes\"", "\"on-delay\": \"$wait\"")]
    [InlineData("\"rise\": 80", "\"rise\": \"$light / 2\", \"during\": \"12..02 or 22:00-06:00\"")]
    [InlineData("\"most\": 0.34", "\"most\": \"34 %\"")]
    [InlineData("\"over\": \"day\"", "\"over\": \"24 hours\"")]
    [InlineData("\"if\": \"alert.level == 3\"", "\"if\": \"alert.priority == \\\"high\\\" and alert.zone != \\\"main\\\"\"")]
    [InlineData("\"from\": \"$heavy\", \"until\": \"$heavy - 20\"", "\"from\": \"$heavy\", \"until\": \"$heavy * 0.9\"")]
    public void Run_OtherTerm_IsAllowed(string what, string by) => Assert.Empty(PackCheck.Run(Read(Prepared("air").Replace("watch.json", what, by)), Shipped));

    [Fact]
    public void Run_SpanParameterOfSeveralHours_IsRefused()
    {
        var files = SeedPacks.Read("estate-eyes").Replace("pack.json", "\"most\": \"24 hours\"", "\"most\": \"3 working-days\"");
        Assert.Contains(PackCheck.Run(Read(files), Shipped), static fault => fault is { Code: "N6", Path: "$.parameters.cooldown" });
    }

    [Fact]
    public void Run_RingOfNoLength_IsRefused()
    {
        var files = SeedPacks.Read("air").Replace("catalogue.json", "\"handling\": \"4 urgent-hours\"", "\"rings\": [\"1 minutes\", \"later\"], \"handling\": \"4 urgent-hours\"");
        Assert.Contains(PackCheck.Run(Read(files), Shipped), static fault => fault is { Code: "T2", Path: "$.categories[1].rings[1]" });
    }

    // A parameter of another unit, of another type, and a derived kind in another unit, for those rules that take one.
    private static Dictionary<string, ReadOnlyMemory<byte>> Prepared(string name)
    {
        var files = SeedPacks.Read(name);
        return name != "air" ? files : files
            .Replace("pack.json", "\"day-limit\": {", """
                "height": { "is": "number", "unit": "m", "default": 3, "least": 1, "most": 9, "name": { "en": "Height", "zh": "高度" } },
                "wait": { "is": "span", "default": "3 hours", "least": "1 hours", "most": "9 hours", "name": { "en": "Wait", "zh": "等待" } },
                "half-year": { "is": "span", "default": "3 hours", "least": "1 hours", "most": "400 days", "name": { "en": "Half a year", "zh": "半年" } },
                "day-limit": {
                """)
            .Replace("things.json", "{ \"kind\": \"wind\"", "{ \"kind\": \"wind-day\", \"shape\": \"scalar\", \"unit\": \"m/s\", \"range\": [0, 80], \"derived\": true, \"name\": { \"en\": \"Wind\", \"zh\": \"风\" } },\n    { \"kind\": \"wind\"");
    }

    private static PackFiles Read(Dictionary<string, ReadOnlyMemory<byte>> files) =>
        PackReader.Read(files, out var faults) ?? throw new FormatException(string.Join('\n', faults) + Encoding.UTF8.GetString(files["pack.json"].Span));
}
