using System.Collections.Immutable;
using CityActors.Cases;
using CityActors.Pools;
using CityActors.Registers;
using CityActors.Simulation.Cities;
using CityActors.Tests.Pools;

namespace CityActors.Simulation.Mediation;

/// <summary>Grains of records, cases and pools on a real silo, with failing storage and power cuts: registered, asked, declined, taken, released.</summary>
public sealed class PoolCityTests
{
    private const string Pool = "pool-mediators-430103";
    private static readonly object place = new { longitude = 112.98, latitude = 28.19, area = "430103002001001" };

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    [InlineData(4, true)]
    public async Task Dispute_GoesFromOneMediatorToTheNext_AndEachIsFreeAgain(long seed, bool isRough)
    {
        await using var city = await SimulatedCity.Start(seed, isRough ? CityFaults.Many : CityFaults.None);
        await Write(city, "rec-mediation-organisation.org-1", new Dictionary<string, object> { ["code"] = "org-1", ["name"] = "Street station", ["area"] = "430103", ["settled-share"] = 0.9 });
        await Mediator(city, "near", 112.981, []);
        await Mediator(city, "far", 113.02, []);
        await Mediator(city, "kin", 112.98, ["hu"]);

        var id = CaseIds.Of("dispute", "d-1");
        await city.Insist(() => city.Grains.GetGrain<ICaseGrain>(id).Begin("dispute", new CaseBeginning
        {
            Id = "d-1",
            Actor = "clerk",
            At = SimulatedCity.Begin,
            Area = "430103002001",
            Fields = PoolArithmetic.Json(new { place, story = "Two ponds", kind = "damage" }),
            Parties = ImmutableSortedDictionary<string, IReadOnlyList<string>>.Empty.Add("applicant", ["hu"]).Add("respondent", ["li"]),
        }));
        await Give(city, id, "clerk", "accept", new { level = "simple" }, "intake-clerk");
        Assert.Equal("near", Assert.Single((await After(city, id)).Offers).Who);
        Assert.Equal([("near", 1)], await Loads(city));

        await Give(city, id, "near", CaseCommand.Decline);
        var view = await After(city, id);
        Assert.Equal("far", Assert.Single(view.Offers).Who);
        var choice = view.Timeline[^1].Choice!;
        Assert.Equal(["far chosen", "near declined", "kin excluded"], choice.Candidates.Select(static one => $"{one.Who} {one.Verdict}"));
        Assert.DoesNotContain("Two ponds", string.Concat(city.Storage.Facts.All.Where(static fact => fact.Payload.Contains("holder-wanted", StringComparison.Ordinal)).Select(static fact => fact.Payload)), StringComparison.Ordinal);

        Assert.Equal("not-offered", (await city.Insist(() => city.Grains.GetGrain<ICaseGrain>(id).Handle(Command(city, "near", CaseCommand.Take)))).Refusal?.Code);
        await Give(city, id, "far", CaseCommand.Take);
        view = await After(city, id);
        Assert.Equal(("appointed", "far"), (view.Case.Status, Assert.Single(view.Case.Holders).Who));
        Assert.Equal([("far", 1)], await Loads(city));

        await Give(city, id, "hu", "withdraw");
        Assert.Equal("withdrawn", (await After(city, id)).Case.Status);
        Assert.Empty(await Loads(city));
    }

    private static async Task<CaseView> After(SimulatedCity city, string id)
    {
        await city.GoTo(city.Now.AddSeconds(10));
        return (await city.Insist(() => city.Grains.GetGrain<ICaseGrain>(id).Read()))!;
    }

    private static async Task<IEnumerable<(string, int)>> Loads(SimulatedCity city) =>
        (await city.Insist(() => city.Grains.GetGrain<IPoolGrain>(Pool).Read())).Loads.OrderBy(static load => load.Key, StringComparer.Ordinal).Select(static load => (load.Key, load.Value));

    private static Task Mediator(SimulatedCity city, string key, double longitude, string[] kin) => Write(city, $"rec-mediator.{key}", new
    {
        number = key,
        person = $"person-{key}",
        organisation = "org-1",
        sort = "field",
        kinds = new[] { "damage" },
        levels = new[] { "simple" },
        area = "430103",
        place = new { longitude, latitude = 28.19, area = "430103002001001" },
        capacity = 2,
        kin,
    });

    private static async Task Write(SimulatedCity city, string record, object fields)
    {
        var reply = await city.Insist(() => city.Grains.GetGrain<IRecordGrain>(record).Write(new RecordWrite
        {
            Id = "first",
            Fields = PoolArithmetic.Json(fields),
            Actor = "registrar",
            At = SimulatedCity.Begin,
            Why = "registered",
            Source = new RecordSource(RecordSourceKind.Import, "batch-1"),
        }));
        Assert.Null(reply.Refusal);
    }

    private static async Task Give(SimulatedCity city, string id, string actor, string command, object? form = null, params string[] roles)
    {
        var given = Command(city, actor, command) with { Form = form is null ? ImmutableSortedDictionary<string, string>.Empty : PoolArithmetic.Json(form), Roles = [.. roles] };
        Assert.Null((await city.Insist(() => city.Grains.GetGrain<ICaseGrain>(id).Handle(given))).Refusal);
    }

    private static CaseCommand Command(SimulatedCity city, string actor, string command) => new() { Do = command, CommandId = $"{actor}-{command}", Actor = actor, At = city.Now, Reason = "because" };
}
