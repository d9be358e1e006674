using Xunit;

namespace CityActors.Packs;

public sealed class PackCheckTests
{
    private static readonly PackSet Shipped = PackFolder.ReadAll(Path.Combine(SeedPacks.Seeds, "packs"));

    public static TheoryData<string> Names => new(Shipped.All.Select(static pack => pack.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Run_ShippedPack_FindsNothing(string name) => Assert.Empty(PackCheck.Run(Shipped.Find(name)!, Shipped));

    private static PackFiles Read(Dictionary<string, ReadOnlyMemory<byte>> files) =>
        PackReader.Read(files, out var faults) ?? throw new FormatException(string.Join('\n', faults));

    [Theory]
    [InlineData("N1", "watch.json", "\"of\": \"air-station.pm25\", \"uses\": \"rate\"", "\"of\": \"air-stations.pm25\", \"uses\": \"rate\"", "air-stations")]
    [InlineData("N1", "watch.json", "\"of\": \"air-station.pm25\", \"uses\": \"rate\"", "\"of\": \"air-station.ozone\", \"uses\": \"rate\"", "ozone")]
    [InlineData("N1", "watch.json", "\"finds\": { \"alert\": \"station-silent\" }", "\"finds\": { \"alert\": \"station-mute\" }", "station-mute")]
    [InlineData("N1", "watch.json", "signal:pm25-jump\", \"members\"", "signal:pm25-leap\", \"members\"", "pm25-leap")]
    [InlineData("N1", "watch.json", "\"category\": \"event.environment.air-source\"", "\"category\": \"event.environment.air-sources\"", "air-sources")]
    [InlineData("N1", "things.json", "\"observes\": [\"pm25\", \"wind\"]", "\"observes\": [\"pm25\", \"wind\", \"ozone\"]", "ozone")]
    [InlineData("N1", "things.json", "\"observes\": [\"pm25\", \"wind\"]", "\"observes\": [\"pm25\", \"wind\", \"pm25-day\"]", "derived")]
    [InlineData("N1", "pack.json", "\"invented\": [\"rule:pm25-jump\"", "\"invented\": [\"rule:pm25-leap\"", "pm25-leap")]
    [InlineData("N1", "pack.json", "\"base\": \"1\"", "\"bass\": \"1\"", "bass")]
    [InlineData("N2", "things.json", "\"kind\": \"wind\"", "\"kind\": \"rain\"", "'rain'")]
    [InlineData("N2", "things.json", "\"kind\": \"wind\"", "\"kind\": \"pm25\"", "twice")]
    [InlineData("N3", "pack.json", "\"base\": \"1\"", "\"air\": \"1\"", "itself")]
    [InlineData("N4", "pack.json", "\"base\": \"1\"", "\"base\": \"2\"", "version 1.1")]
    [InlineData("N5", "pack.json", "\"day-limit\": {", "\"today\": {", "today")]
    [InlineData("N6", "pack.json", "\"default\": 115, \"least\": 75", "\"default\": 115", "least")]
    [InlineData("N6", "pack.json", "\"default\": 115", "\"default\": 15", "15")]
    [InlineData("N6", "pack.json", "\"default\": 115", "\"default\": \"115\"", "numbers")]
    [InlineData("N7", "catalogue.json", "\"unit\": \"ecology\", \"skills\": [\"ecology-inspector\"], \"urgent\"", "\"unit\": \"ecology\", \"skills\": [\"ecology-inspecter\"], \"urgent\"", "ecology-inspecter")]
    [InlineData("A1", "watch.json", "\"category\": \"event.environment.air-source\",", "", "ticketless")]
    [InlineData("A1", "watch.json", "\"category\": \"event.environment.air-source\",", "\"category\": \"event.environment.air-source\", \"ticketless\": { \"en\": \"No.\", \"zh\": \"无。\" },", "out")]
    [InlineData("A2", "watch.json", "\"priority\": \"medium\"", "\"priority\": \"high\"", "ladder")]
    [InlineData("A3", "watch.json", "\"tell\": \"district-duty\"", "\"tell\": \"district-doty\"", "district-doty")]
    [InlineData("A3", "watch.json", "since {since}.", "since {sinse}.", "sinse")]
    [InlineData("A3", "watch.json", "\"after\": \"0 minutes\", \"tell\": \"air-duty\"", "\"after\": \"60 minutes\", \"tell\": \"air-duty\"", "order of time")]
    [InlineData("A4", "watch.json", "\"of\": \"air-station.pm25\", \"uses\": \"sum\"", "\"of\": \"air-station.pm25-day\", \"uses\": \"sum\"", "itself")]
    [InlineData("A5", "watch.json", "\"finds\": { \"alert\": \"station-stuck\" }", "\"finds\": { \"alert\": \"station-silent\" }", "detectors")]
    [InlineData("A5", "watch.json", "{ \"rule\": \"station-stuck\"", "{ \"rule\": \"mute\", \"of\": \"air-station.pm25\", \"uses\": \"silence\", \"finds\": { \"alert\": \"station-silent\" } }, { \"rule\": \"station-stuck\"", "same silence")]
    [InlineData("A6", "watch.json", "\"level\": 2, \"from\"", "\"level\": 4, \"from\"", "numbered")]
    [InlineData("A6", "watch.json", "\"priority\": { \"1\": \"low\", \"2\": \"medium\", \"3\": \"high\" }", "\"priority\": { \"1\": \"low\", \"3\": \"high\" }", "level 2")]
    [InlineData("X1", "watch.json", "\"zh\": \"空气污染\"", "\"zh\": \"\"", "Chinese")]
    [InlineData("X2", "watch.json", "\"zh\": \"自{since}起无数据。\"", "\"zh\": \"无数据。\"", "same")]
    [InlineData("X3", "watch.json", "\"zh\": \"空气污染\"", "\"zh\": \"Air pollution\"", "no Chinese")]
    [InlineData("X3", "watch.json", "\"en\": \"Air pollution\"", "\"en\": \"空气污染\"", "has Chinese")]
    [InlineData("X4", "watch.json", "\"en\": \"Air pollution\"", "\"en\": \"Air pollution, which is to say that there is more in the air than there should be\"", "60")]
    [InlineData("T2", "things.json", "\"every\": \"60 minutes\"", "\"every\": \"60\"", "15 minutes")]
    [InlineData("T2", "things.json", "\"unit\": \"m/s\", ", "", "unit")]
    [InlineData("T2", "catalogue.json", "\"handling\": \"2 urgent-hours\"", "\"handling\": \"2 hourz\"", "working-hours")]
    [InlineData("S1", "things.json", "\"range\": [0, 80]", "\"range\": [80, 0]", "least")]
    [InlineData("S1", "pack.json", "\"version\": \"1.2\"", "\"version\": \"1\"", "major.minor")]
    [InlineData("S1", "catalogue.json", "\"mayMerge\": true, \"merge\"", "\"mayMerge\": false, \"merge\"", "leave one")]
    [InlineData("T2", "catalogue.json", "\"within\": \"6 urgent-hours\"", "\"within\": \"6 working-hours\"", "every minute")]
    [InlineData("T2", "catalogue.json", "\"within\": \"6 urgent-hours\"", "\"within\": \"4 days\"", "at most 3 days")]
    [InlineData("E4", "watch.json", "\"finds\": { \"alert\": \"station-stuck\" }", "\"finds\": { \"signal\": \"station-stuck\" }", "raises")]
    [InlineData("S1", "scenes/smog-night.json", "\"scene\": \"smog-night\"", "\"scene\": \"smog-day\"", "named after")]
    [InlineData("T2", "scenes/smog-night.json", "\"lasts\": \"36 urgent-hours\"", "\"lasts\": \"36 hourz\"", "length of time")]
    [InlineData("T2", "scenes/smog-night.json", "\"from\": \"12:00\"", "\"from\": \"noon\"", "time of day")]
    [InlineData("S2", "scenes/smog-night.json", "\"place\": \"district\"", "\"place\": \"city\"", "community")]
    [InlineData("N1", "scenes/smog-night.json", "\"thing\": \"air-station\", \"count\"", "\"thing\": \"air-stations\", \"count\"", "air-stations")]
    [InlineData("N1", "scenes/smog-night.json", "\"wind\": { \"mean\"", "\"ozone\": { \"mean\"", "ozone")]
    [InlineData("S1", "scenes/smog-night.json", "\"count\": 7", "\"count\": 0", "1 to")]
    [InlineData("T2", "scenes/smog-night.json", "\"at\": \"15:00\"", "\"at\": \"25:00\"", "18:30")]
    [InlineData("N1", "scenes/smog-night.json", "air-station[0..4].pm25\", \"by\"", "air-station[0..7].pm25\", \"by\"", "counted from 0")]
    [InlineData("N1", "scenes/smog-night.json", "air-station[1].pm25", "air-station[1].ozone", "ozone")]
    [InlineData("N1", "scenes/smog-night.json", "air-station[1].pm25", "bus[1].pm25", "background")]
    [InlineData("S1", "scenes/smog-night.json", "air-station[1].pm25", "air-station[1..].pm25", "thing of the scene")]
    [InlineData("S1", "scenes/smog-night.json", "\"by\": [ 116 ], ", "", "'by'")]
    [InlineData("S1", "scenes/smog-night.json", "\"for\": \"8 urgent-hours\", ", "", "'for'")]
    [InlineData("T2", "scenes/smog-night.json", "\"what\": \"spike\"", "\"what\": \"quiet\"", "homes")]
    [InlineData("N1", "scenes/smog-night.json", "\"truth\": { \"alert\": \"station-stuck\"", "\"truth\": { \"alert\": \"station-stack\"", "station-stack")]
    [InlineData("S1", "scenes/smog-night.json", "\"share\": 0.3", "\"share\": 3", "twice")]
    [InlineData("T2", "scenes/smog-night.json", ", \"by\": \"90 minutes\"", "", "length of time")]
    [InlineData("N1", "scenes/smog-night.json", "\"never\": [ { \"alert\": \"local-source\"", "\"never\": [ { \"alert\": \"far-source\"", "far-source")]
    [InlineData("N1", "examples/hours.json", "\"of\": \"pm25\", \"from\": \"2026-01-12T00:00\", \"every\": \"60 minutes\", \"values\": [ 60, 60", "\"of\": \"ozone\", \"from\": \"2026-01-12T00:00\", \"every\": \"60 minutes\", \"values\": [ 60, 60", "ozone")]
    [InlineData("T2", "examples/hours.json", "\"opened\": \"2026-01-12T03:00\"", "\"opened\": \"yesterday\"", "time of the city")]
    [InlineData("S1", "examples/hours.json", "\"values\": [ 60, 300, 60, 60, 60 ]", "\"values\": []", "10000 values")]
    public void Run_OneFault_NamesCodeFileLineAndMend(string code, string path, string what, string by, string says)
    {
        var broken = Read(SeedPacks.Read("air").Replace(path, what, by));
        var fault = PackCheck.Run(broken, Shipped).FirstOrDefault(fault => fault.Code == code && fault.What.Contains(says, StringComparison.Ordinal));
        Assert.True(fault is { Line: > 0 } && fault.File == path, string.Join('\n', PackCheck.Run(broken, Shipped)));
    }

    [Fact]
    public void Run_SkillThatThePackDeclares_IsKnown()
    {
        var files = SeedPacks.Read("air").Replace("catalogue.json", "[\"ecology-inspector\"], \"urgent\"", "[\"air-sampler\"], \"urgent\"");
        Assert.Contains(PackCheck.Run(Read(files), Shipped), static fault => fault.Code == PackFault.UnknownSkill);
        Assert.Empty(PackCheck.Run(Read(files.Replace("catalogue.json", "{ \"categories\"", "{ \"skills\": [ { \"skill\": \"air-sampler\", \"name\": { \"en\": \"Air sampler\", \"zh\": \"空气采样员\" } } ], \"categories\"")), Shipped));
    }

    [Fact]
    public void Run_WithoutThePacksThatItNeeds_SaysHowToNameThem()
    {
        var faults = PackCheck.Run(Read(SeedPacks.Read("air")), new PackSet([]));
        Assert.Contains(faults, static fault => fault.Path == "$.needs.base" && fault.What.EndsWith("with --beside <folder> in which folder of packs 'base' is.", StringComparison.Ordinal));
        Assert.All(faults.Where(static fault => fault.What.StartsWith("There is no ", StringComparison.Ordinal)), static fault => Assert.Contains("--beside <folder>", fault.What, StringComparison.Ordinal));
    }

    [Fact]
    public void Run_PacksThatNeedEachOther_AreRefused()
    {
        var orders = Read(SeedPacks.Read("orders").Replace("pack.json", "\"invented\"", "\"needs\": { \"base\": \"1\" }, \"invented\""));
        Assert.Contains(PackCheck.Run(orders, Shipped), static fault => fault.Code == "N3");
    }

    [Fact]
    public void Run_TextAboveItsReceiver_IsRefused()
    {
        var files = SeedPacks.Read("air")
            .Replace("channels.json", "{ \"receivers\"", "{ \"texts\": [ { \"text\": \"who\", \"en\": \"Whose it is.\", \"zh\": \"归属。\", \"class\": \"personal\" } ],\n  \"receivers\"")
            .Replace("watch.json", "\"tell\": \"district-duty\"", "\"tell\": \"district-duty\", \"text\": \"who\"");
        Assert.Contains(PackCheck.Run(Read(files), Shipped), static fault => fault.Code == "P3");
    }
}
