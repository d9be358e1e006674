using Xunit;

namespace CityActors.Packs.Upgrades;

public sealed class PackDiffTests
{
    private static readonly Dictionary<string, ReadOnlyMemory<byte>> Air = SeedPacks.Read("air");

    [Fact]
    public void Between_SamePack_IsNothing()
    {
        var laidOut = Air.Replace("watch.json", "\"direction\": \"up\",", "").Replace("pack.json", "\"switch\": \"free\",", "// free\n");
        Assert.Equivalent(new PackDifference([], []), PackDiff.Between(Read(Air), Read(laidOut)));
    }

    [Theory]
    [InlineData("Text", "watch.json", "$.alerts[air-pollution].name.en", "\"en\": \"Air pollution\"", "\"en\": \"Bad air\"")]
    [InlineData("Text", "watch.json", "$.alerts[station-silent].text.zh", "自{since}起无数据。", "{since}起无数据。")]
    [InlineData("Text", "pack.json", "$.invented", "\"invented\": [\"rule:pm25-jump\", \"place:local-source\"]", "\"invented\": []")]
    [InlineData("Text", "scenes/smog-night.json", "$.seed", "\"seed\": 7", "\"seed\": 8")]
    [InlineData("Wider", "pack.json", "$.parameters[light].least", "\"least\": 75, \"most\": 150", "\"least\": 50, \"most\": 150")]
    [InlineData("Wider", "pack.json", "$.parameters[light].set-by", "\"most\": 150, \"set-by\": \"city\"", "\"most\": 150, \"set-by\": \"area\"")]
    [InlineData("Wider", "things.json", "$.observations[wind].range", "\"range\": [0, 80]", "\"range\": [0, 90]")]
    [InlineData("Wider", "things.json", "$.things[air-station].observes[rain]", "\"observes\": [\"pm25\", \"wind\"]", "\"observes\": [\"pm25\", \"wind\", \"rain\"]")]
    [InlineData("Wider", "catalogue.json", "$.categories[event.environment.air-source].handling", "\"handling\": \"4 urgent-hours\"", "\"handling\": \"6 urgent-hours\"")]
    [InlineData("Wider", "watch.json", "$.alerts[air-pollution].ladder", "\"ladder\": [ {", "\"ladder\": [ { \"after\": \"0 minutes\", \"tell\": \"duty-officer\" }, {")]
    [InlineData("Wider", "channels.json", "$.receivers[mayor]", "{ \"receivers\": [", "{ \"receivers\": [ { \"receiver\": \"mayor\", \"name\": { \"en\": \"Mayor\", \"zh\": \"市长\" } },")]
    [InlineData("Other", "pack.json", "$.parameters[light].least", "\"least\": 75, \"most\": 150", "\"least\": 100, \"most\": 150")]
    [InlineData("Other", "pack.json", "$.parameters[light].default", "\"default\": 115, \"least\": 75", "\"default\": 100, \"least\": 75")]
    [InlineData("Other", "pack.json", "$.needs[rain]", "\"base\": \"1\",", "\"base\": \"1\", \"rain\": \"1\",")]
    [InlineData("Other", "things.json", "$.observations[wind].range", "\"range\": [0, 80]", "\"range\": [0, 70]")]
    [InlineData("Other", "catalogue.json", "$.categories[event.environment.air-source].handling", "\"handling\": \"4 urgent-hours\"", "\"handling\": \"3 urgent-hours\"")]
    [InlineData("Other", "catalogue.json", "$.categories[event.environment.air-source].handling", "\"handling\": \"4 urgent-hours\"", "\"handling\": \"6 working-hours\"")]
    [InlineData("Other", "watch.json", "$.rules[pm25-level].levels[1].until", "$light - 15", "$light - 10")]
    [InlineData("Other", "watch.json", "$.rules[pm25-jump].rise", "\"rise\": 80", "\"rise\": 90")]
    [InlineData("Other", "watch.json", "$.alerts[air-pollution].ladder", "\"after\": \"30 minutes\"", "\"after\": \"40 minutes\"")]
    [InlineData("Other", "watch.json", "$.places[local-source].of[alert:air-pollution]", "\"of\": \"signal:pm25-jump\"", "\"of\": [\"signal:pm25-jump\", \"alert:air-pollution\"]")]
    [InlineData("Other", "watch.json", "$.rules[pm25-jump]", "\"rule\": \"pm25-jump\"", "\"rule\": \"pm25-leap\"")]
    public void Between_OneChange_HasItsClass(string expected, string file, string path, string what, string by)
    {
        var found = PackDiff.Between(Read(Air), Read(Air.Replace(file, what, by)));
        var change = found.Changes.First(change => change.Path == path);
        Assert.Equal((expected, file), (change.Class.ToString(), change.File));
        Assert.Contains(found.Faults, static fault => fault is { Code: "U1", File: "pack.json", Line: > 0 });
        Assert.Empty(PackDiff.Between(Read(Air), Read(Air.Replace(file, what, by).Replace("pack.json", "\"version\": \"1.2\"", "\"version\": \"2.0\""))).Faults);
        Assert.Equal(expected == "Other", PackDiff.Between(Read(Air), Read(Air.Replace(file, what, by).Replace("pack.json", "\"version\": \"1.2\"", "\"version\": \"1.3\""))).Faults.Count > 0);
    }

    [Theory]
    [InlineData("U4", "things.json", "\"unit\": \"m/s\"", "\"unit\": \"km/h\"")]
    [InlineData("U4", "pack.json", "\"unit\": \"µg/m³\", \"default\": 115", "\"unit\": \"mg/m³\", \"default\": 115")]
    [InlineData("U4", "pack.json", "\"light\":  { \"is\": \"number\"", "\"light\":  { \"is\": \"whole\"")]
    [InlineData("N2", "things.json", "\"grain\": \"terminal\"", "\"grain\": \"household\"")]
    [InlineData("N2", "watch.json", "\"of\": \"air-station.pm25\", \"uses\": \"stuck\"", "\"of\": \"air-station.wind\", \"uses\": \"stuck\"")]
    [InlineData("U1", "pack.json", "\"version\": \"2.0\"", "\"version\": \"0.9\"")]
    [InlineData("S1", "pack.json", "\"version\": \"2.0\"", "\"version\": \"two\"")]
    public void Between_WhatMayNotChange_IsAFaultInAnyVersion(string code, string file, string what, string by)
    {
        var next = Air.Replace("pack.json", "\"version\": \"1.2\"", "\"version\": \"2.0\"").Replace("pack.json", "\"en\": \"Level 1 from\"", "\"en\": \"First level from\"");
        Assert.Contains(PackDiff.Between(Read(Air), Read(next.Replace(file, what, by))).Faults, fault => fault.Code == code && fault.Line > 0 && fault.File == file);
    }

    [Fact]
    public void Between_Lists_AreCompared()
    {
        var listed = Read(Air.With("lists/limits.csv", "code,en,zh\n"));
        Assert.Equal(ChangeClass.Wider, Assert.Single(PackDiff.Between(Read(Air), listed).Changes).Class);
        Assert.Equal(ChangeClass.Other, Assert.Single(PackDiff.Between(listed, Read(Air)).Changes).Class);
        Assert.Throws<ArgumentException>(() => PackDiff.Between(listed, Read(SeedPacks.Read("fire"))));
    }

    [Fact]
    public void Between_CasesRolesAndRegisters_AreCompared()
    {
        const string Dispute = "cases/dispute.json", Register = "registers/agreement.json";
        var before = SeedPacks.Read("mediation");
        Assert.Equal(ChangeClass.Other, Assert.Single(Changes(before, before.Replace(Dispute, "\"limit\": \"15 natural-days\"", "\"limit\": \"10 natural-days\""))).Class);
        Assert.Equal([ChangeClass.Other, ChangeClass.Other], Changes(before, before.Replace("roles.json", "\"held-by\": [\"dispatcher\"]", "\"held-by\": [\"officer\"]")).Select(static change => change.Class));
        Assert.All((string[])[Dispute, Register], file =>
        {
            var without = before.Where(one => one.Key != file).ToDictionary();
            Assert.Equal((ChangeClass.Other, file), (Assert.Single(Changes(before, without)).Class, Changes(before, without)[0].File));
            Assert.Equal((ChangeClass.Wider, file), (Assert.Single(Changes(without, before)).Class, Changes(without, before)[0].File));
        });
    }

    private static IReadOnlyList<PackChange> Changes(Dictionary<string, ReadOnlyMemory<byte>> before, Dictionary<string, ReadOnlyMemory<byte>> after) => PackDiff.Between(Read(before), Read(after)).Changes;

    private static PackFiles Read(Dictionary<string, ReadOnlyMemory<byte>> files) =>
        PackReader.Read(files, out var faults) ?? throw new FormatException(string.Join('\n', faults));
}
