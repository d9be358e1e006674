using CityActors.Packs;
using CityActors.Pools;

namespace CityActors.Tests.Pools;

/// <summary>Mediators and disputes by chance, and who may mediate what and why, worked out without expressions.</summary>
internal sealed class PoolTown
{
    private static readonly string[] kinds = ["neighbours", "family", "damage", "work-injury", "wages", "land"];
    private static readonly string[] levels = ["simple", "complex", "hard"];
    private static readonly string[] areas = ["430103", "430103002", "430103002001", "430103004"];
    private readonly Random chance;

    public PoolTown(int seed, int members)
    {
        chance = new Random(seed);
        Shares = Enumerable.Range(0, 3).ToDictionary(static i => $"org-{i}", i => i == 2 ? (decimal?)null : chance.Next(40, 100) / 100m);
        Members = [.. Enumerable.Range(0, members).Select(Mediator)];
    }

    public IReadOnlyDictionary<string, decimal?> Shares { get; }

    public IReadOnlyList<Mediator> Members { get; }

    /// <summary>The pack with its pool as it ships, or changed.</summary>
    public static PackFiles Pack(params (string What, string By)[] changes) => Cases.CaseRun.Seed("mediation", (file, text) => file != "pools.json" ? text : changes.Aggregate(text, static (text, change) =>
        text.Contains(change.What, StringComparison.Ordinal) ? text.Replace(change.What, change.By, StringComparison.Ordinal) : throw new ArgumentException(change.What)));

    /// <summary>A queue: wages first, then hard ones; nobody waits longer than three days behind others.</summary>
    public static PackFiles Queue() => Pack(("\"method\": \"ranked\"", """
        "method": "queue", "longest-wait": "3 natural-days", "classes": [
          {"class": "wages-first", "if": "need.kind == \"wages\"", "name": {"en": "Wages", "zh": "讨薪优先"}},
          {"class": "hard", "if": "(need.level ?? \"simple\") == \"hard\"", "name": {"en": "Hard", "zh": "疑难"}} ]
        """), ("\"offer\": \"4 working-hours\", \"offers\": 5", "\"offers\": 5"));

    public Dispute Dispute(int number) => new(
        $"dispute-{number:D4}",
        kinds[chance.Next(kinds.Length)],
        chance.Next(4) == 0 ? null : levels[chance.Next(levels.Length)],
        chance.Next(3) > 0 ? null : $"M-{chance.Next(Math.Max(1, Members?.Count ?? 1)):D3}",
        chance.Next(3) switch { 0 => "430103002001", 1 => "430103002", _ => "430103" },
        Place(),
        [$"person-{chance.Next(8)}", $"person-{chance.Next(8)}"],
        chance.Next(5) > 0 ? [] : [$"M-{chance.Next(4):D3}"]);

    public IEnumerable<RecordShown> Shown(long version = 1) =>
    [
        .. Shares.Select(share => new RecordShown
        {
            Subject = $"shown/mediation-organisation/{share.Key}", Version = version, At = default, Area = "430103", Register = "mediation-organisation", Key = share.Key, IsActive = true, Pools = [PoolArithmetic.Key], Home = [PoolArithmetic.Key],
            Fields = PoolArithmetic.Json(share.Value is { } value ? new Dictionary<string, object?> { ["code"] = share.Key, ["settled-share"] = value } : new() { ["code"] = share.Key }),
        }),
        .. Members.Select(member => member.Shown(version)),
    ];

    private Mediator Mediator(int number) => new(
        $"M-{number:D3}",
        $"org-{chance.Next(3)}",
        [.. kinds.Where(_ => chance.Next(2) == 0)],
        [.. levels.Where(_ => chance.Next(3) > 0)],
        areas[chance.Next(areas.Length)],
        Place(),
        chance.Next(1, 4),
        [.. Enumerable.Range(0, chance.Next(3)).Select(_ => $"person-{chance.Next(8)}").Distinct()],
        chance.Next(12) > 0);

    private Packs.Expressions.Place Place() => new(112.9 + (chance.Next(100) / 1000.0), 28.1 + (chance.Next(100) / 1000.0), areas[chance.Next(1, areas.Length)].PadRight(15, '0'));
}
