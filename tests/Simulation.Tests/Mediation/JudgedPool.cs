using System.Runtime.CompilerServices;
using System.Text.Json;
using CityActors.Cases;
using CityActors.Commits;
using CityActors.Deadlines;
using CityActors.Facts;
using CityActors.Packs.Expressions;
using CityActors.Pools;
using CityActors.Simulation.Stepping;
using CityActors.Tests.Pools;

namespace CityActors.Simulation.Mediation;

/// <summary>A pool whose every choice is worked out a second time by plain arithmetic over the same members.</summary>
internal sealed class JudgedPool(PoolRules rules) : ICityRules<PoolState>
{
    private readonly ConditionalWeakTable<ShownRecord, Mediator> read = [];

    /// <summary>How many choices were judged.</summary>
    public int Judged { get; private set; }

    /// <summary>How many of them found nobody.</summary>
    public int Nobody { get; private set; }

    /// <summary>How many members were passed over in them for being kin of a party.</summary>
    public int Kin { get; private set; }

    public IReadOnlyList<RowKind<PoolState>> RowKinds => rules.RowKinds;

    public Decision<PoolState> React(string key, PoolState state, CityFact fact, DateTimeOffset now) => rules.React(key, state, fact, now);

    public IEnumerable<DueTime> Deadlines(string key, PoolState state) => rules.Deadlines(key, state);

    public Decision<PoolState> Due(string key, PoolState state, Deadline deadline, DateTimeOffset now)
    {
        var decision = rules.Due(key, state, deadline, now);
        var loads = state.Loads.ToDictionary(StringComparer.Ordinal);
        foreach (var found in decision.Facts.OfType<HolderFound>())
        {
            Judge(state, found, loads);
        }

        return decision;
    }

    private void Judge(PoolState state, HolderFound found, Dictionary<string, int> loads)
    {
        var need = state.Needs[$"{found.Case}/{found.Holder}"];
        var members = state.Records.Values.Where(static record => record.Register == "mediator").Select(MediatorOf).ToList();
        var shares = state.Records.Values.Where(static record => record.Register == "mediation-organisation")
            .ToDictionary(static record => record.Key, static record => record.Fields.TryGetValue("settled-share", out var json) ? JsonSerializer.Deserialize<decimal?>(json) : null, StringComparer.Ordinal);
        var dispute = DisputeOf(need);
        var isExhausted = need.Offers >= 5;
        var (who, free) = isExhausted ? (null, 0) : PoolArithmetic.Best(dispute, members, shares, id => loads.GetValueOrDefault(id), need.PassedOver.Select(static passed => passed.Who).ToHashSet(StringComparer.Ordinal));
        var given = found.Holders.SingleOrDefault()?.Who;
        if (given != who || (!isExhausted && found.Choice!.Free != free) || need is { Asked: 0 } or { Offer: not null })
        {
            throw new InvariantBrokenException($"{dispute}: {given ?? "nobody"} was chosen and not {who ?? "nobody"}: {found.Why}");
        }

        Judged++;
        Nobody += given is null ? 1 : 0;
        Kin += members.Count(member => member.Kin.Intersect(need.People).Any() && PoolArithmetic.May(dispute with { People = [] }, member));
        if (given is not null)
        {
            loads[given] = loads.GetValueOrDefault(given) + 1;
        }
    }

    private Mediator MediatorOf(ShownRecord record) => read.GetValue(record, static record => new Mediator(
        record.Key,
        Of<string>(record, "organisation")!,
        Of<string[]>(record, "kinds") ?? [],
        Of<string[]>(record, "levels") ?? [],
        Of<string>(record, "area") ?? "",
        PlaceOf(record.Fields.GetValueOrDefault("place")),
        Of<int>(record, "capacity"),
        Of<string[]>(record, "kin") ?? [],
        record.IsActive));

    private static Dispute DisputeOf(PoolNeed need) => new(
        need.Case,
        JsonSerializer.Deserialize<string>(need.Fields["kind"])!,
        need.Fields.TryGetValue("level", out var level) ? JsonSerializer.Deserialize<string>(level) : null,
        need.Fields.TryGetValue("wish", out var wish) ? JsonSerializer.Deserialize<string>(wish) : null,
        need.Area,
        PlaceOf(need.Fields["place"]),
        [.. need.People],
        [.. need.Had]);

    private static T? Of<T>(ShownRecord record, string field) => record.Fields.TryGetValue(field, out var json) ? JsonSerializer.Deserialize<T>(json) : default;

    private static Place PlaceOf(string? json)
    {
        using var document = JsonDocument.Parse(json ?? "{\"longitude\":0,\"latitude\":0,\"area\":\"\"}");
        return new Place(document.RootElement.GetProperty("longitude").GetDouble(), document.RootElement.GetProperty("latitude").GetDouble(), document.RootElement.GetProperty("area").GetString()!);
    }
}
