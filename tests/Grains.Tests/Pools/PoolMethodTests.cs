using CityActors.Cases;
using CityActors.Packs;
using CityActors.Pools;

namespace CityActors.Tests.Pools;

/// <summary>One choice out of a pool against plain arithmetic over the same members.</summary>
public sealed class PoolMethodTests
{
    private static readonly DateTimeOffset at = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);
    private static readonly PackFiles pack = PoolTown.Pack();
    private static readonly PoolProgram program = CaseProgram.Of(pack, "dispute").Pools["mediator"];

    [Fact]
    public void Choose_OverThousandsOfPools_IsTheBestWhoMay()
    {
        var (found, nobody) = (0, 0);
        for (var seed = 0; seed < 4_000; seed++)
        {
            var town = new PoolTown(seed, seed % 13);
            var chance = new Random(seed);
            var loads = town.Members.ToDictionary(static member => member.Id, _ => chance.Next(3));
            HashSet<string> passed = [.. town.Members.Where(_ => chance.Next(8) == 0).Select(static member => member.Id)];
            var dispute = town.Dispute(seed);
            var need = dispute.Need(pack.Digest, at) with { PassedOver = [.. passed.Select(static who => new PassedOverMember(who, PoolVerdicts.Declined))] };
            var choice = PoolMethods.Choose(program, need, StateOf(town, loads), at);
            var (who, free) = PoolArithmetic.Best(dispute, town.Members, town.Shares, id => loads[id], passed);
            Assert.True(choice.Chosen.SequenceEqual(who is null ? [] : [who]) && choice.Free == free, $"seed {seed}: {dispute}: {choice.English}");
            Assert.True(choice.Candidates.Count == Math.Min(5, town.Members.Count(static member => member.IsActive)));
            foreach (var candidate in choice.Candidates.Where(static candidate => candidate.Verdict is PoolVerdicts.Chosen or PoolVerdicts.Behind))
            {
                var member = town.Members.Single(member => member.Id == candidate.Who);
                Assert.Equal(PoolArithmetic.Points(dispute, member, town.Shares, loads[member.Id]), candidate.Points);
                Assert.Equal(candidate.Points, candidate.Reasons.Sum(static reason => reason.Points));
            }

            (found, nobody) = who is null ? (found, nobody + 1) : (found + 1, nobody);
        }

        Assert.True(found > 1_000 && nobody > 300, $"{found} {nobody}"); // Otherwise the towns say nothing.
    }

    [Fact]
    public void Choose_TellsWhy_InBothLanguages()
    {
        var members = new Mediator[]
        {
            new("M-001", "org-1", ["damage"], ["simple"], "430103", new(112.98, 28.19, "430103002001001"), 3, [], true),
            new("M-002", "org-1", ["damage", "land", "wages", "other"], ["simple"], "430103", new(112.98, 28.20, "430103002001001"), 3, [], true),
            new("M-003", "org-1", ["damage"], ["simple"], "430103", new(112.98, 28.19, "430103002001001"), 1, [], true),
            new("M-004", "org-1", ["damage"], ["simple"], "430103", new(112.98, 28.19, "430103002001001"), 3, ["hu-a"], true),
        };
        var need = new Dispute("dispute-1", "damage", null, null, "430103002001", new(112.98, 28.19, "430103002001001"), ["hu-a", "hu-b"], []).Need(pack.Digest, at);
        var state = new PoolState { Records = members.Select(static member => Record(member.Shown(1))).ToImmutable() }.Put(need with { Case = "dispute-2", Asked = 0, Holders = ["M-003"] });
        var choice = PoolMethods.Choose(program, need, state, at);
        Assert.Equal(["M-001 chosen", "M-002 behind", "M-003 full", "M-004 excluded"], choice.Candidates.Select(static one => $"{one.Who} {one.Verdict}"));
        Assert.Equal("M-001 chosen with 60 points (a specialist in this kind +30, the organisation settles missing +10, 0 m away +20); next M-002 with 28; 1 full, 1 excluded by the rule.", choice.English);
        Assert.Equal("选定 M-001，60 分（专长此类纠纷 +30，所在组织调成率 缺失 +10，距离 0 米 +20）；其次 M-002，28 分；1 人在办已满，1 人不符合规则。", choice.Chinese);
        var why = Assert.Single(choice.Candidates[3].Reasons);
        Assert.StartsWith("not met: ", why.English, StringComparison.Ordinal);
        Assert.StartsWith("不符合：", why.Chinese, StringComparison.Ordinal);
        Assert.DoesNotContain("hu-a", why.English + why.Chinese, StringComparison.Ordinal); // Kinship is nobody's to read.
    }

    [Fact]
    public void Choose_OutOfNobody_SaysSo()
    {
        var choice = PoolMethods.Choose(program, new PoolTown(1, 0).Dispute(1).Need(pack.Digest, at), new PoolState(), at);
        Assert.Equal(("Nobody is in the pool; waiting.", "暂无可选人员，等待中。", 0), (choice.English, choice.Chinese, choice.Candidates.Count));
    }

    [Fact]
    public void Shown_OfACase_IsWhatThePoolReads()
    {
        var fields = PoolArithmetic.Json(new { kind = "damage", story = "Two ponds", place = new { longitude = 1, latitude = 1, area = "430103002001" }, oral = true });
        Assert.Equal(["kind", "place"], program.Shown(fields).Keys);
    }

    private static PoolState StateOf(PoolTown town, Dictionary<string, int> loads)
    {
        var state = new PoolState { Records = town.Shown().Select(Record).ToImmutable() };
        var number = 0;
        foreach (var (who, load) in loads)
        {
            for (var i = 0; i < load; i++)
            {
                state = state.Put(new PoolNeed { Case = $"other-{number++}", Holder = "mediator", Type = "dispute", Digest = "", Area = "430103", Holders = [who] });
            }
        }

        return state;
    }

    private static ShownRecord Record(RecordShown shown) => new(shown.Register, shown.Key, shown.Version, shown.IsActive, shown.Fields);
}
