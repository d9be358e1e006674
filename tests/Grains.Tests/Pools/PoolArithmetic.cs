using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using CityActors.Cases;
using CityActors.Packs.Expressions;
using CityActors.Pools;

namespace CityActors.Tests.Pools;

/// <summary>The rule of the pool of mediators worked out without expressions, member by member.</summary>
internal static class PoolArithmetic
{
    public const string Key = "pool-mediators-430103";

    /// <summary>Whom the rule gives, and how many could have been.</summary>
    public static (string? Who, int Free) Best(Dispute need, IEnumerable<Mediator> members, IReadOnlyDictionary<string, decimal?> shares, Func<string, int> load, IReadOnlySet<string> passed)
    {
        var free = members.Where(member => member.IsActive && May(need, member) && !passed.Contains(member.Id) && load(member.Id) < member.Capacity)
            .Select(member => (member.Id, Load: load(member.Id), Points: Points(need, member, shares, load(member.Id)))).ToList();
        return (free.OrderByDescending(static one => one.Points).ThenBy(static one => one.Load).ThenBy(static one => one.Id, StringComparer.Ordinal).FirstOrDefault().Id, free.Count);
    }

    public static bool May(Dispute need, Mediator member) =>
        member.Kinds.Contains(need.Kind) && member.Levels.Contains(need.Level ?? "simple")
        && (need.Place.AreaCode.StartsWith(member.Area, StringComparison.Ordinal) || member.Place.AreaCode.StartsWith(need.Area, StringComparison.Ordinal))
        && !need.People.Intersect(member.Kin).Any() && !need.Had.Contains(member.Id);

    public static decimal Points(Dispute need, Mediator member, IReadOnlyDictionary<string, decimal?> shares, int load) =>
        (need.Wish == member.Id ? 15 : 0) + (member.Kinds.Length <= 3 ? 30 : 0) + (20 * (shares[member.Organisation] ?? 0.5m))
        + (20 - Math.Min(20, Math.Round(Measures.Plain.Metres(member.Place, need.Place) / 500, 0, MidpointRounding.AwayFromZero))) - (10 * load);

    public static ImmutableSortedDictionary<string, string> Json(object fields) =>
        JsonSerializer.SerializeToElement(fields).EnumerateObject().ToImmutableSortedDictionary(static member => member.Name, static member => member.Value.GetRawText(), StringComparer.Ordinal);
}

/// <summary>A mediator.</summary>
internal sealed record Mediator(string Id, string Organisation, string[] Kinds, string[] Levels, string Area, Packs.Expressions.Place Place, int Capacity, string[] Kin, bool IsActive)
{
    public RecordShown Shown(long version) => new()
    {
        Subject = $"shown/mediator/{Id}",
        Version = version,
        At = default,
        Area = Area,
        Register = "mediator",
        Key = Id,
        IsActive = IsActive,
        Pools = [PoolArithmetic.Key],
        Home = [PoolArithmetic.Key],
        Fields = PoolArithmetic.Json(new { organisation = Organisation, kinds = Kinds, levels = Levels, area = Area, place = new { longitude = Place.Longitude, latitude = Place.Latitude, area = Place.AreaCode }, capacity = Capacity, kin = Kin }),
    };
}

/// <summary>A dispute that needs a mediator.</summary>
internal sealed record Dispute(string Id, string Kind, string? Level, string? Wish, string Area, Packs.Expressions.Place Place, string[] People, string[] Had)
{
    public HolderWanted Wanted(long asked, DateTimeOffset at, string digest) => new()
    {
        Subject = $"holder/{Id}/mediator",
        Version = asked,
        At = at,
        Area = Area,
        Case = Id,
        Holder = "mediator",
        Pool = "mediators",
        Asked = asked,
        CaseType = "dispute",
        Digest = digest,
        People = People,
        Had = Had,
        Need = Fields(),
        Pools = [PoolArithmetic.Key],
    };

    public PoolNeed Need(string digest, DateTimeOffset at) => new() { Case = Id, Holder = "mediator", Type = "dispute", Digest = digest, Area = Area, Fields = Fields(), People = People, Had = Had, Asked = 1, At = at };

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Id} {Kind} {Level} {Wish} {Area} {string.Join('+', People)}");

    private ImmutableSortedDictionary<string, string> Fields()
    {
        var fields = PoolArithmetic.Json(new { kind = Kind, place = new { longitude = Place.Longitude, latitude = Place.Latitude, area = Place.AreaCode } });
        fields = Level is null ? fields : fields.Add("level", JsonSerializer.Serialize(Level));
        return Wish is null ? fields : fields.Add("wish", JsonSerializer.Serialize(Wish));
    }
}
