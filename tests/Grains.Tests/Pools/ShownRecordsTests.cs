using CityActors.Cases;
using CityActors.Commits;
using CityActors.Deadlines;
using CityActors.Packs;
using CityActors.Pools;
using CityActors.Registers;

namespace CityActors.Tests.Pools;

/// <summary>Records reach the pools of their area, with what these read and nothing else.</summary>
public sealed class ShownRecordsTests
{
    private static readonly DateTimeOffset noon = new(2026, 3, 2, 4, 0, 0, TimeSpan.Zero);
    private static readonly PackFiles pack = PoolTown.Pack();
    private readonly RecordRules rules = new(new PackRegisters(pack));
    private RecordState state = new();

    private static object Hu(string area) => new
    {
        number = "M-001",
        person = "P-77",
        organisation = "O-1",
        sort = "field",
        kinds = new[] { "damage" },
        levels = new[] { "simple" },
        area,
        place = new { longitude = 112.98, latitude = 28.19, area = "430103002001001" },
        capacity = 3,
        kin = new[] { "P-78" },
    };

    [Fact]
    public void Write_OfAMediator_ShowsThePoolWhatItReads()
    {
        var shown = Assert.Single(Write("rec-mediator.M-001", "a", Hu("430103002")).Facts.OfType<RecordShown>());
        Assert.Equal(("shown/mediator/M-001", 1, true), (shown.Subject, shown.Version, shown.IsActive));
        Assert.Equal(["area", "capacity", "kin", "kinds", "levels", "organisation", "place"], shown.Fields.Keys);
        Assert.Equal(["pool-mediators-430103"], shown.Pools);
        Assert.True(shown.IsInternal); // Kin are personal.
    }

    [Fact]
    public void Write_OfAnOrganisation_ShowsThePoolItsShare() => Assert.Equal(
        ["settled-share"], Assert.Single(Write("rec-mediation-organisation.O-1", "a", new Dictionary<string, object> { ["code"] = "O-1", ["name"] = "Street station", ["area"] = "430103002", ["settled-share"] = 0.9 }).Facts.OfType<RecordShown>()).Fields.Keys);

    [Fact]
    public void Write_OfAnAgreement_ShowsNothing() =>
        Assert.Empty(Write("rec-agreement.A-1", "a", new { number = "A-1", area = "430103002", dispute = "dispute-1", oral = true, effective = "2026-03-02", confirmed = "none" }).Facts.OfType<RecordShown>());

    [Fact]
    public void Move_ToAnotherDistrict_LeavesThePoolBehind_AndRevoking_All()
    {
        Write("rec-mediator.M-001", "a", Hu("430103002"));
        var moved = Assert.Single(Write("rec-mediator.M-001", "b", new { area = "430104002" }).Facts.OfType<RecordShown>());
        Assert.Equal(["pool-mediators-430104", "pool-mediators-430103"], moved.Pools);
        Assert.Equal(["pool-mediators-430104"], moved.Home);
        var pools = new PoolRules(new PackCaseTypes(pack), SeedFiles.Calendar());
        Assert.False(Assert.Single(pools.React("pool-mediators-430103", new PoolState(), moved, noon).Next.Records).Value.IsActive);
        Assert.True(Assert.Single(pools.React("pool-mediators-430104", new PoolState(), moved, noon).Next.Records).Value.IsActive);
        var revoked = Assert.Single(Write("rec-mediator.M-001", "c", new { }, RecordStatus.Revoked).Facts.OfType<RecordShown>());
        Assert.False(revoked.IsActive);
    }

    private Decision<RecordState> Write(string record, string id, object fields, RecordStatus? status = null)
    {
        var (decision, refusal) = rules.Write(record, state, new RecordWrite { Id = id, Fields = PoolArithmetic.Json(fields), Status = status, Actor = "wu", At = noon, Why = "because", Source = new RecordSource(RecordSourceKind.Person) });
        Assert.Null(refusal);
        state = decision.Next;
        return decision;
    }
}
