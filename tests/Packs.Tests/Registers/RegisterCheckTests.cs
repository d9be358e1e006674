using Xunit;

namespace CityActors.Packs.Registers;

/// <summary>The check of registers: those that ship have no fault, and each fault is told by code, file, line and mend.</summary>
public sealed class RegisterCheckTests
{
    private const string Mediator = "registers/mediator.json";
    private const string Person = "registers/person.json";
    private const string Organisation = "registers/organisation.json";

    private static readonly PackSet Shipped = PackFolder.ReadAll(Path.Combine(SeedPacks.Seeds, "packs"));

    [Fact]
    public void Run_People_FindsNothing()
    {
        Assert.Empty(PackCheck.Run(Shipped.Find("people")!, Shipped).Select(static fault => fault.ToString()));
        Assert.Equal(["organisation", "person"], Shipped.Find("people")!.Registers.Values.Select(static spec => spec.Register));
    }

    [Theory]
    [InlineData("S1", "mediation", Mediator, "\"register\": \"mediator\"", "\"register\": \"helper\"", "named after")]
    [InlineData("S1", "mediation", Mediator, "\"is\": \"whole\", \"least\": 1", "\"is\": \"wholes\", \"least\": 1", "is no type")]
    [InlineData("S1", "mediation", Mediator, "\"least\": 1, \"most\": 40", "\"least\": 41, \"most\": 40", "least ≤ most")]
    [InlineData("S1", "mediation", Mediator, "{\"is\": \"place\", ", "{\"is\": \"place\", \"least\": 1, ", "belong to a number")]
    [InlineData("S1", "mediation", Mediator, "{\"is\": \"place\", ", "{\"is\": \"place\", \"index\": true, ", "found by codes")]
    [InlineData("S1", "mediation", Mediator, "{\"is\": \"place\", ", "{\"is\": \"place\", \"need\": \"today > today\", ", "in every version")]
    [InlineData("S1", "mediation", Mediator, "1825 natural-days", "five years", "is no time")]
    [InlineData("S1", "mediation", Mediator, "\"key\": \"number\"", "\"key\": \"capacity\"", "known by a text")]
    [InlineData("S1", "people", Person, "\"as\": \"person.phone\"", "\"as\": \"phone\"", "is no element")]
    [InlineData("S5", "mediation", Mediator, "\"keep\": ", "\"erase\": \"shred\", \"keep\": ", "'erase'")]
    [InlineData("S5", "mediation", Mediator, "\"keep\": ", "\"sealed-by\": \"court\", \"keep\": ", "'sealed-by'")]
    [InlineData("S5", "mediation", Mediator, "\"keep\": ", "\"licence\": \"yes\", \"keep\": ", "'licence'")]
    [InlineData("S5", "mediation", Mediator, "\"class\": \"internal\"", "\"class\": \"sealed\"", "'sealed'")]
    [InlineData("S5", "mediation", Mediator, "{\"is\": \"place\", ", "{\"is\": \"place\", \"from\": \"indicator:settled\", ", "'from'")]
    [InlineData("N1", "mediation", Mediator, "\"key\": \"number\"", "\"key\": \"nr\"", "no field 'nr'")]
    [InlineData("N1", "mediation", Mediator, "\"area\": \"area\"", "\"area\": \"sort\"", "where every record belongs")]
    [InlineData("N1", "mediation", Mediator, "\"is\": \"ref:mediation-organisation\"", "\"is\": \"ref:mediation-firm\"", "no register 'mediation-firm'")]
    [InlineData("N1", "mediation", Mediator, "list:ref:person:50", "list:ref:persons:50", "no register 'persons'")]
    [InlineData("N1", "mediation", Mediator, "dispute-kinds", "quarrel-kinds", "no list")]
    [InlineData("N1", "mediation", "roles.json", "{\"write\": \"mediator\"}", "{\"write\": \"mediators\"}", "no register 'mediators'")]
    [InlineData("S1", "mediation", "roles.json", "{\"write\": \"mediator\"}", "{}", "One thing is granted")]
    [InlineData("S1", "mediation", "roles.json", "{\"write\": \"mediator\"}", "{\"write\": \"mediator\", \"class\": \"personal\"}", "how much of a record is read")]
    [InlineData("S1", "mediation", "roles.json", "\"held-by\": [\"dispatcher\"], \"posts\": [\"township.mediation-station\"]", "\"held-by\": []", "Nobody could ever hold it")]
    [InlineData("S1", "mediation", "roles.json", "\"posts\": [\"district.mediation-centre\"]", "\"posts\": [\"The Centre\"]", "kind of unit")]
    [InlineData("F3", "people", Person, "\"as\": \"person.phone\"", "\"as\": \"person.address\"", "stands there twice")]
    [InlineData("F3", "people", Organisation, "\"as\": \"organisation.phone\"", "\"as\": \"person.phone\"", "already")]
    [InlineData("F3", "people", Person, "\"en\": \"Telephone\"", "\"en\": \"Address\"", "called the same")]
    [InlineData("P1", "people", Person, "\"as\": \"person.phone\", \"class\": \"personal\"", "\"as\": \"person.phone\", \"index\": true, \"class\": \"personal\"", "stands in lists")]
    [InlineData("P1", "people", Person, "\"key\": \"number\"", "\"key\": \"name\"", "number the records")]
    [InlineData("P1", "mediation", Mediator, "\"area\": {\"is\": \"area\", \"index\": true", "\"area\": {\"is\": \"area\", \"class\": \"personal\"", "'area' is personal")]
    [InlineData("P4", "people", Person, "\"keep\": \"1825 natural-days\", ", "", "how long")]
    [InlineData("T1", "people", Person, "\"valid\": \"not has(born) or born <= today\"", "\"valid\": \"born <= today\"", "born")]
    [InlineData("T2", "people", Person, "born <= today\"", "born <= number\"", "born")]
    [InlineData("T4", "people", Person, "born <= today\"", "born <= yesterday\"", "yesterday")]
    [InlineData("X1", "people", Person, "\"zh\": \"住址\"", "\"zh\": \"\"", "Chinese")]
    public void Run_OneFault_IsToldWithItsPlace(string code, string pack, string file, string what, string by, string says)
    {
        var read = PackReader.Read(SeedPacks.Read(pack).Replace(file, what, by), out var faults);
        var found = read is null ? faults : PackCheck.Run(read, Shipped);
        Assert.Contains(found, fault => fault.Code == code && fault.File == file && fault.Line > 0 && fault.What.Contains(says, StringComparison.Ordinal));
    }

    [Fact]
    public void Run_NineIndexedFields_AreTooMany()
    {
        var extra = string.Concat(Enumerable.Range(1, 9).Select(static i => $"\"mark-{i}\": {{\"is\": \"flag\", \"index\": true, \"name\": {{\"en\": \"Mark {i}\", \"zh\": \"标记{i}\"}}}}, "));
        Assert.Contains(Check("people", Person, "\"number\": {", extra + "\"number\": {"), static fault => fault is { Code: "S3", File: Person } && fault.What.Contains("at most 8", StringComparison.Ordinal));
    }

    [Fact]
    public void Run_RegisterOfAnotherPack_IsTaken()
    {
        var other = PackReader.Read(SeedPacks.Read("people").Replace("pack.json", "\"pack\": \"people\"", "\"pack\": \"folk\""), out _)!;
        Assert.Contains(PackCheck.Run(other, Shipped), static fault => fault is { Code: "N2", File: Person } && fault.What.Contains("'people'", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Wider", "\"number\": {", "\"mark\": {\"is\": \"flag\", \"need\": \"never\", \"name\": {\"en\": \"Mark\", \"zh\": \"标记\"}}, \"number\": {", null)]
    [InlineData("Other", "\"number\": {", "\"mark\": {\"is\": \"flag\", \"name\": {\"en\": \"Mark\", \"zh\": \"标记\"}}, \"number\": {", null)]
    [InlineData("Text", "\"en\": \"Telephone\"", "\"en\": \"Phone\"", null)]
    [InlineData("Other", "\"as\": \"person.phone\", \"class\": \"personal\"", "\"as\": \"person.phone\"", null)]
    [InlineData("Other", "\"is\": \"text:20\", \"as\": \"person.phone\"", "\"is\": \"text:30\", \"as\": \"person.phone\"", "U4")]
    [InlineData("Other", "\"key\": \"number\"", "\"key\": \"name\"", "U4")]
    public void Between_TwoVersionsOfARegister_SaysWhatTheChangeMeans(string expected, string what, string by, string? fault)
    {
        var before = PackReader.Read(SeedPacks.Read("people"), out _)!;
        var after = PackReader.Read(SeedPacks.Read("people").Replace(Person, what, by).Replace("pack.json", "\"version\": \"1.0\"", "\"version\": \"2.0\""), out _)!;
        var found = Upgrades.PackDiff.Between(before, after);
        Assert.Equal(expected, Assert.Single(found.Changes).Class.ToString());
        Assert.Equal(fault is null ? [] : [fault], found.Faults.Select(static one => one.Code));
    }

    [Fact]
    public void Of_Mediator_KnowsTypesAndClasses()
    {
        var type = RegisterType.Of(Shipped.Find("mediation")!, "mediator");
        Assert.Equal(["area", "number", "organisation", "sort"], type.Indexed);
        Assert.Equal(Format.PrivacyClass.Personal, type.ClassOf("kin"));
        Assert.Equal(Format.PrivacyClass.Internal, type.ClassOf("kinds"));
        Assert.True(RecordKey.IsKey("M-0001.a_b"));
        Assert.All((string[])["", "-a", "a/b", "a b", "张三", new('a', 61)], static key => Assert.False(RecordKey.IsKey(key)));
    }

    private static IReadOnlyList<PackFault> Check(string pack, string path, string what, string by) =>
        PackCheck.Run(PackReader.Read(SeedPacks.Read(pack).Replace(path, what, by), out var faults) ?? throw new FormatException(string.Join('\n', faults)), Shipped);
}
