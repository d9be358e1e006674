using Xunit;

namespace CityActors.Packs.Figures;

/// <summary>The check of indicators: those that ship have no fault, and each fault is told by code, file, line and mend.</summary>
public sealed class IndicatorCheckTests
{
    private const string File = "indicators.json";

    private static readonly PackSet Shipped = PackFolder.ReadAll(Path.Combine(SeedPacks.Seeds, "packs"));

    [Theory]
    [InlineData("S1", "\"when\": \"due:mediate\", \"count\": \"not (\\\"mediate\\\" in case.overdue)\"", "\"when\": \"due:mediate\"", "A share needs 'count'")]
    [InlineData("S1", "\"is\": \"count\", \"over\"", "\"is\": \"mean\", \"over\"", "needs 'value'")]
    [InlineData("S1", "\"is\": \"count\", \"over\"", "\"is\": \"count\", \"unit\": \"1\", \"over\"", "Only a sum or mean has 'unit'")]
    [InlineData("S1", "\"over\": \"cases:matter\"", "\"over\": \"matters\"", "cases:<type>")]
    [InlineData("S1", "\"when\": \"due:mediate\"", "\"when\": \"acknowledged\"", "no instant of cases:dispute")]
    [InlineData("S1", "\"small\": 10", "\"small\": 1", "Give at least 2")]
    [InlineData("S1", "\"indicator\": \"matters-closed\", \"version\": 1", "\"indicator\": \"matters-closed\", \"version\": 0", "count from 1")]
    [InlineData("S1", "{\"up-to\": 0.899999, \"points\": 0}, {\"up-to\": 0.949999, \"points\": 5}", "{\"up-to\": 0.949999, \"points\": 5}, {\"up-to\": 0.899999, \"points\": 0}", "order of 'up-to'")]
    [InlineData("S1", "\"begun\": \"2026-03-02T09:30\"", "\"begun\": \"yesterday\"", "is no time")]
    [InlineData("S1", "{\"after\": \"10 minutes\", \"as\": \"intake-clerk\", \"do\": \"refuse\"}", "{\"after\": \"10 minutes\", \"do\": \"refuse\"}", "in which role")]
    [InlineData("S1", "{\"after\": \"10 minutes\", \"as\": \"intake-clerk\", \"do\": \"refuse\"}", "{\"after\": \"10 minutes\", \"says\": \"refused\"}", "are of work orders")]
    [InlineData("S1", "{\"after\": \"10 minutes\", \"as\": \"intake-clerk\", \"do\": \"refuse\"}", "{\"after\": \"10 minutes\", \"child\": \"mediation\"}", "go together")]
    [InlineData("S1", "{\"after\": \"10 minutes\", \"as\": \"intake-clerk\", \"do\": \"refuse\"}", "{\"after\": \"10 minutes\", \"as\": \"intake-clerk\", \"do\": \"refuse\", \"due\": \"accept\"}", "'due' and 'within'")]
    [InlineData("S2", "\"better\": \"low\"", "\"better\": \"lower\"", "high")]
    [InlineData("N1", "\"over\": \"cases:matter\"", "\"over\": \"cases:matters\"", "type of case 'matters'")]
    [InlineData("N1", "\"when\": \"first:effective|failed|withdrawn\"", "\"when\": \"first:effective|filed|withdrawn\"", "state 'filed'")]
    [InlineData("N1", "\"when\": \"due:mediate\"", "\"when\": \"due:meditate\"", "clock 'meditate'")]
    [InlineData("N1", "\"histories\": [\"pond-advice\", ", "\"histories\": [\"pond-advise\", ", "history 'pond-advise'")]
    [InlineData("N1", "\"target\": \"matters-closed\", \"indicator\": \"matters-closed\"", "\"target\": \"matters-closed\", \"indicator\": \"matters-shut\"", "indicator 'matters-shut'")]
    [InlineData("N1", "\"pond-open\": { \"case\": \"matter\"", "\"pond-open\": { \"case\": \"matters\"", "type of case 'matters'")]
    [InlineData("N5", "\"indicator\": \"settled\"", "\"indicator\": \"verify\"", "'verify' means something")]
    [InlineData("T0", "\"count\": \"case.status == \\\"closed\\\"\"", "\"count\": \"case.status == \"", "column")]
    [InlineData("T1", "\"count\": \"case.status == \\\"closed\\\"\"", "\"count\": \"case.ended > case.begun\"", "may be missing")]
    [InlineData("T2", "\"count\": \"case.status == \\\"closed\\\"\"", "\"count\": \"case.status == \\\"shut\\\"\"", "shut")]
    [InlineData("T2", "\"is\": \"count\", \"over\": \"lines:dispute\", \"when\": \"at\"", "\"is\": \"sum\", \"unit\": \"1\", \"value\": \"line.what\", \"over\": \"lines:dispute\", \"when\": \"at\"", "here stands a number")]
    [InlineData("T2", "\"after\": \"31 natural-days\"", "\"after\": \"31 working-days\"", "runs day and night")]
    [InlineData("T4", "\"count\": \"case.status == \\\"closed\\\"\"", "\"count\": \"at > case.begun\"", "at")]
    [InlineData("T5", "\"count\": \"case.status == \\\"closed\\\"\"", "\"count\": \"has(case.begun)\"", "always")]
    [InlineData("I2", "\"by\": [\"sort\"]", "\"by\": [\"sorts\"]", "no dimension 'sorts'")]
    [InlineData("I2", "\"by\": [\"sort\"]", "\"by\": [\"sort\", \"sort\"]", "twice")]
    [InlineData("I2", "\"by\": [\"sort\"]", "\"by\": [\"case.begun\"]", "by codes only")]
    [InlineData("I2", "\"by\": [\"kind\", \"case.unit\"]", "\"by\": [\"kind\", \"case.unit\", \"level\", \"confirmed\", \"oral\"]", "At most 4")]
    [InlineData("I3", "\"by\": [\"sort\"], \"name\": {\"en\": \"Closing rate of matters\", \"zh\": \"事项办结率\"},\n      \"examples\": [ {\"histories\": [\"pond-advice\", \"pond-refused\", \"pond-open\"], \"expect\": {\"count\": 1, \"of\": 2, \"exempt\": 1}} ]", "\"by\": [\"sort\"], \"name\": {\"en\": \"Closing rate of matters\", \"zh\": \"事项办结率\"}", "at least one of 'examples'")]
    [InlineData("I3", "{\"histories\": [\"two-ponds\", \"neighbours-failed\", \"fence-open\"], \"expect\"", "{\"histories\": [\"two-ponds\", \"neighbours-failed\"], \"expect\"", "No example is over the history 'fence-open'")]
    [InlineData("I3", "\"over\": \"cases:matter\", \"when\": \"begun\", \"count\": \"case.status == \\\"closed\\\"\", \"exempt\": \"case.status == \\\"refused\\\"\", \"by\": [\"sort\"]", "\"over\": \"alerts\", \"when\": \"begun\", \"count\": \"alert.false\"", "have none")]
    [InlineData("I4", "\"indicator\": \"settled\"", "\"indicator\": \"mediated-in-time\"", "is there twice")]
    [InlineData("I4", "\"indicator\": \"settled\"", "\"indicator\": \"filing-rate\"", "that of the pack 'orders'")]
    [InlineData("N2", "\"targets\": [", "\"targets\": [\n    { \"target\": \"matters-closed\", \"indicator\": \"settled\", \"aim\": 0.9, \"name\": {\"en\": \"Settled\", \"zh\": \"调成\"} },", "is there twice")]
    [InlineData("P1", "\"count\": \"\\\"effective\\\" in case.reached\", \"by\": [\"kind\", \"case.unit\"], \"small\": 10", "\"count\": \"text-size(story) > 20\", \"by\": [\"kind\", \"case.unit\"], \"small\": 9", "'small' of at least 10")]
    [InlineData("P1", "\"by\": [\"kind\", \"level\"], \"name\": {\"en\": \"Mediation rate\"", "\"by\": [\"mode\"], \"name\": {\"en\": \"Mediation rate\"", "'mode' is personal")]
    [InlineData("P6", "\"by\": [\"kind\", \"case.unit\"], \"small\": 10", "\"by\": [\"wish\"], \"small\": 10", "names persons")]
    [InlineData("P7", "\"target\": \"matters-closed\", \"indicator\": \"matters-closed\"", "\"target\": \"matters-closed\", \"indicator\": \"mediators-objected\"", "never cost points")]
    [InlineData("X1", "\"zh\": \"事项办结率\"", "\"zh\": \"\"", "Chinese")]
    [InlineData("X3", "\"zh\": \"事项办结率\"", "\"zh\": \"Closed\"", "no Chinese")]
    [InlineData("X4", "\"en\": \"Closing rate of matters\"", "\"en\": \"Closing rate of all the matters that people brought to the counter of a station\"", "60")]
    public void Run_OneFault_NamesCodeFileLineAndMend(string code, string what, string by, string says)
    {
        var files = SeedPacks.Read("mediation").Replace(File, what, by);
        if (code == "P7")
        {
            files = files.Replace(File, "{\"up-to\": 0.899999, \"points\": 0}", "{\"up-to\": 0.899999, \"points\": -5}");
        }

        var read = PackReader.Read(files, out var faults);
        var found = read is null ? faults : PackCheck.Run(read, Shipped);
        Assert.True(found.Any(fault => fault.Code == code && fault.File == File && fault.Line > 0 && fault.What.Contains(says, StringComparison.Ordinal)), string.Join('\n', found));
    }

    [Theory]
    [InlineData("N1", "observations:pm25", "observations:pm26", "kind of observation 'pm26'")]
    [InlineData("T2", "\"value\": \"day.mean\"", "\"value\": \"day.readings > 3\"", "here stands a number")]
    [InlineData("S1", "\"when\": \"day\"", "\"when\": \"begun\"", "there are day")]
    [InlineData("T4", "day.readings < 20", "alert.level < 20", "alert.level")]
    public void Run_OneFaultOverObservations_NamesCodeFileLineAndMend(string code, string what, string by, string says)
    {
        var found = PackCheck.Run(PackReader.Read(SeedPacks.Read("air").Replace(File, what, by), out _)!, Shipped);
        Assert.True(found.Any(fault => fault.Code == code && fault.File == File && fault.Line > 0 && fault.What.Contains(says, StringComparison.Ordinal)), string.Join('\n', found));
    }

    [Theory]
    [InlineData("care", "observations:power", "P1", "how people live")]
    [InlineData("water-safety", "observations:person-at-edge", "T2", "is a track")]
    public void Run_OverWhatHasNoFigures_IsAFault(string pack, string over, string code, string says)
    {
        var own = $"{{ \"indicators\": [ {{ \"indicator\": \"of-days\", \"version\": 1, \"is\": \"count\", \"over\": \"{over}\", \"when\": \"day\", \"name\": {{ \"en\": \"Days\", \"zh\": \"天数\" }} }},";
        var found = PackCheck.Run(PackReader.Read(SeedPacks.Read(pack).Replace(File, "{ \"indicators\": [", own), out _)!, Shipped);
        Assert.Contains(found, fault => fault.Code == code && fault.Path == "$.indicators[0].over" && fault.What.Contains(says, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("events", true)]
    [InlineData("work", false)]
    [InlineData("petitions", false)]
    public void Run_PointsAgainstACount_OnlyWhereItIsOfEvents(string about, bool isSound)
    {
        var target = "{ \"target\": \"fewer\", \"indicator\": \"road-markets\", \"aim\": 10, \"name\": {\"en\": \"Fewer\", \"zh\": \"更少\"}, \"score\": [ {\"up-to\": 10, \"points\": 10}, {\"points\": -5} ] },";
        var files = SeedPacks.Read("road").Replace(File, "\"targets\": [", $"\"targets\": [ {target}")
            .Replace(File, "\"of\": \"case.status != \\\"no-market\\\"\", \"about\": \"events\"", $"\"of\": \"case.status != \\\"no-market\\\"\", \"about\": \"{about}\"");
        Assert.Equal(isSound ? [] : ["P7 $.targets[0].score"], PackCheck.Run(PackReader.Read(files, out _)!, Shipped).Select(static fault => $"{fault.Code} {fault.Path}"));
    }
}
