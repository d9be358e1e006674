using CityActors.Packs.Upgrades;
using Xunit;

namespace CityActors.Packs.Pools;

/// <summary>The check of pools: the one that ships has no fault, and each fault is told by code, file, line and mend.</summary>
public sealed class PoolCheckTests
{
    private const string Pools = "pools.json";
    private const string Dispute = "cases/dispute.json";

    private static readonly PackSet Shipped = PackFolder.ReadAll(Path.Combine(SeedPacks.Seeds, "packs"));

    [Theory]
    [InlineData("S1", Pools, "\"method\": \"ranked\"", "\"method\": \"nearest\"", "\"ranked\" and give points")]
    [InlineData("S1", Pools, "\"method\": \"ranked\"", "\"method\": \"queue\"", "longest-wait")]
    [InlineData("S1", Pools, "\"method\": \"ranked\"", "\"method\": \"ranked\", \"longest-wait\": \"3 natural-days\"", "belong to a queue")]
    [InlineData("S1", Pools, "\"capacity\": \"member.capacity\",", "", "how many cases")]
    [InlineData("S1", Pools, "\"offers\": 5", "\"offers\": 0", "At least 1")]
    [InlineData("S1", Pools, "[\"load\", \"id\"]", "[\"age\"]", "decides nothing")]
    [InlineData("S1", Dispute, "\"seats\": 1", "\"seats\": 2", "one after the other")]
    [InlineData("S1", Dispute, "\"seats\": 1", "\"seats\": \"category.skills\"", "Only a work order has skills")]
    [InlineData("S2", Pools, "\"ties\":", "\"tiers\":", "tiers")]
    [InlineData("S5", Pools, "\"of\": \"record:mediator\", \"joins\": [\"organisation\"], \"method\": \"ranked\"", "\"of\": \"responder\", \"method\": \"nearest\"", "work orders only")]
    [InlineData("S1", Pools, "\"of\": \"record:mediator\"", "\"of\": \"responder\"", "write \"nearest\"")]
    [InlineData("N1", Pools, "\"of\": \"record:mediator\"", "\"of\": \"record:meditator\"", "no register 'meditator'")]
    [InlineData("N1", Pools, "\"joins\": [\"organisation\"]", "\"joins\": [\"sort\"]", "names no record")]
    [InlineData("N1", Dispute, "\"pool\": \"mediators\"", "\"pool\": \"meditators\"", "no pool 'meditators'")]
    [InlineData("R4", Dispute, "\"pool\": \"mediators\"", "\"pool\": \"meditators\"", "Nobody asks")]
    [InlineData("N2", "registers/mediator.json", "\"capacity\": {", "\"load\": {\"is\": \"whole\", \"name\": {\"en\": \"Load\", \"zh\": \"负荷\"}}, \"capacity\": {", "has a field 'load'")]
    [InlineData("N2", Dispute, "\"mode\": {", "\"had\": {\"is\": \"flag\", \"need\": \"never\", \"name\": {\"en\": \"Had\", \"zh\": \"曾有\"}}, \"mode\": {", "need.had")]
    [InlineData("N5", Dispute, "\"do\": \"hold-session\"", "\"do\": \"take\"", "chosen out of a pool")]
    [InlineData("T1", Pools, "(need.level ?? \\\"simple\\\")", "need.level", "missing")]
    [InlineData("T2", Pools, "\"capacity\": \"member.capacity\"", "\"capacity\": \"member.number\"", "member.number")]
    [InlineData("T2", Pools, "\"offer\": \"4 working-hours\"", "\"offer\": \"90 seconds\"", "no length of time")]
    [InlineData("T2", Pools, "{\"points\": \"15\",", "{\"points\": \"\\\"15\\\"\",", "points are a number")]
    [InlineData("T4", Pools, "need.kind in member.kinds", "case.status == \\\"accepted\\\"", "case.status")]
    [InlineData("T4", Pools, "count(member.kinds) <= 3", "$term > 3 natural-days", "$term")]
    [InlineData("A3", Pools, "{metres} away", "{member.shoes} away", "member.shoes")]
    [InlineData("X2", Pools, "{metres} away", "near", "both the same")]
    [InlineData("P1", Pools, "{metres} away\", \"zh\": \"距离 {metres}\"", "{member.person} away\", \"zh\": \"距离 {member.person}\"", "is personal")]
    public void Run_EachFault_IsTold(string code, string path, string what, string by, string told)
    {
        var faults = PackCheck.Run(Read(SeedPacks.Read("mediation").Replace(path, what, by), out var unread), Shipped).Concat(unread).ToList();
        Assert.True(faults.Any(fault => fault.Code == code && fault.Line > 0 && fault.What.Contains(told, StringComparison.Ordinal)), string.Join('\n', faults));
    }

    [Theory]
    [InlineData("need.kind == \"wages\"", true)]
    [InlineData("member.load < 3", false)]
    [InlineData("at > need.asked", false)]
    public void Run_ClassOfAQueue_ReadsTheNeedAlone(string condition, bool isSound)
    {
        var classes = $"\"method\": \"queue\", \"longest-wait\": \"3 natural-days\", \"classes\": [ {{\"class\": \"wages-first\", \"if\": \"{condition.Replace("\"", "\\\"", StringComparison.Ordinal)}\", \"name\": {{\"en\": \"Wages\", \"zh\": \"讨薪优先\"}}}} ]";
        var faults = PackCheck.Run(Read(SeedPacks.Read("mediation").Replace(Pools, "\"method\": \"ranked\"", classes), out _), Shipped);
        Assert.Equal(isSound ? [] : ["T4 $.pools[0].classes[0].if"], faults.Select(static fault => $"{fault.Code} {fault.Path}"));
    }

    [Fact]
    public void Run_PoolThatLooksAtTooMuch_IsRefused()
    {
        var point = "{\"points\": \"count(need.people)\", \"if\": \"need.people shares member.kin\", \"why\": {\"en\": \"known\", \"zh\": \"认识\"}},";
        var faults = PackCheck.Run(Read(SeedPacks.Read("mediation").Replace(Pools, "\"points\": [", "\"points\": [" + string.Concat(Enumerable.Repeat(point, 40))), out _), Shipped);
        Assert.Contains(faults, static fault => fault is { Code: "T3", Path: "$.pools[0]" });
    }

    [Fact]
    public void Diff_OfAPoolsRule_IsNoSmallChange() => Assert.Contains(
        PackDiff.Between(Shipped.Find("mediation")!, Read(SeedPacks.Read("mediation").Replace(Pools, "member.capacity\"", "member.capacity - 1\""), out _)).Changes,
        static change => change is { Class: ChangeClass.Other, File: Pools, Path: "$.pools[mediators].capacity" });

    private static PackFiles Read(Dictionary<string, ReadOnlyMemory<byte>> files, out IReadOnlyList<PackFault> faults) =>
        PackReader.Read(files, out faults) ?? Shipped.Find("base")!; // What cannot be read is told by the reader; nothing of the rest is looked at.
}
