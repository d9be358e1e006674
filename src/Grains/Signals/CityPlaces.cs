using System.Collections.Concurrent;
using CityActors.Packs;
using CityActors.Packs.Format;
using CityActors.Packs.Settings;
using CityActors.Packs.Switches;
using CityActors.Places;
using CityActors.Reactions;
using CityActors.Watch;

namespace CityActors.Signals;

/// <summary>What the packs of a city say of places: their rules, and which things tell them what. Immutable.</summary>
internal sealed class CityPlaces
{
    /// <summary>The kind of thing that a home is.</summary>
    public const string HouseholdKind = "household";

    private readonly Dictionary<string, PlaceRule> byKey;
    private readonly Dictionary<string, IReadOnlyList<string>> judged;
    private readonly HashSet<string> alerts;
    private readonly PackBook book;
    private readonly List<string> homePacks;
    private readonly ConcurrentDictionary<string, PlaceRule> figured = new(StringComparer.Ordinal);

    /// <summary>Takes the packs as they are switched, which were checked before.</summary>
    public CityPlaces(PackBook book)
    {
        this.book = book;
        var packs = book.Packs;
        var specs = packs.All.SelectMany(static pack => pack.Watch.Alerts).ToDictionary(static alert => alert.Alert, StringComparer.Ordinal);
        Rules = [.. packs.All.SelectMany(pack => pack.Watch.Places.Where(NotJudged.IsJudged).Select(place => Compile(pack, place, specs, packs, new RuleValues(pack.Manifest), null))).OrderBy(static rule => rule.Key, StringComparer.Ordinal)];
        byKey = Rules.ToDictionary(static rule => rule.Key, StringComparer.Ordinal);
        alerts = [.. Rules.SelectMany(static rule => rule.Of).Where(static name => name.StartsWith(PlaceRule.AlertPrefix, StringComparison.Ordinal))];
        var things = packs.All.SelectMany(static pack => pack.Things.Things).ToDictionary(static thing => thing.Kind, StringComparer.Ordinal);
        judged = things.Values.ToDictionary(static thing => thing.Kind, thing => JudgedOf(packs, thing), StringComparer.Ordinal);
        Home = HomeSignals.Of(packs, static pack => new RuleValues(pack.Manifest));
        homePacks = [.. packs.All.Where(static pack => pack.Watch.Rules.Any(NotJudged.IsHomeSignal)).Select(static pack => pack.Name)];
    }

    /// <summary>No packs.</summary>
    public static CityPlaces None { get; } = new(PackBook.AllOn(new PackSet([])));

    /// <summary>The rules, in the order of their keys.</summary>
    public IReadOnlyList<PlaceRule> Rules { get; }

    /// <summary>What homes signal.</summary>
    public HomeSignals Home { get; }

    /// <summary>A rule, or null: no pack has it.</summary>
    public PlaceRule? Find(string key) => byKey.GetValueOrDefault(key);

    /// <summary>A rule with the figures that hold in a place at an instant, judging while its pack is on there; null: no pack has it.</summary>
    public PlaceRule? Find(string key, string area, DateTimeOffset at) => Find(key) is { } rule ? At(rule, area, at) : null;

    /// <summary>The rule with the figures that hold in a place at an instant, judging while its pack is on there.</summary>
    public PlaceRule At(PlaceRule rule, string area, DateTimeOffset at)
    {
        var on = PackSchedule.Of(book.Spans(rule.Pack, area));
        if (on is null && !book.IsSet(rule.Pack))
        {
            return rule;
        }

        var version = book.DigestOn(rule.Pack, area, at) is { } digest && book.Versions.TryGetValue(digest, out var known) ? known : book.Packs.Find(rule.Pack)!;
        if (version.Watch.Places.FirstOrDefault(place => place.Rule == rule.Name) is not { } spec)
        {
            return rule with { During = PackSchedule.Never };
        }

        var values = book.ValuesOf(version).At(area, null, at);
        return figured.GetOrAdd($"{rule.Key} {version.Digest} {values} {on}", _ => Compile(
            version, spec, version.Watch.Alerts.Concat(book.Packs.All.SelectMany(static pack => pack.Watch.Alerts)).DistinctBy(static alert => alert.Alert).ToDictionary(static alert => alert.Alert, StringComparer.Ordinal),
            book.Packs, values, on));
    }

    /// <summary>What homes signal in a cell at an instant.</summary>
    public HomeSignals HomeAt(string cell, DateTimeOffset at) => homePacks.Exists(book.IsSet) ? HomeSignals.Of(book.Packs, pack => book.ValuesOf(pack).At(cell, null, at)) : Home;

    /// <summary>Whether a place waits for alerts of a kind.</summary>
    public bool WaitsFor(string alertKind) => alerts.Contains(PlaceRule.AlertPrefix + alertKind);

    /// <summary>The places in which a thing counts once it was heard, as addresses; none: no rule is about it, or it is not observed.</summary>
    public IReadOnlyList<string> Of(EntityCard card)
    {
        if (!card.IsObserved)
        {
            return [];
        }

        var kind = KindOf(card);
        var levels = Rules.Where(rule => rule.Counts(kind)).Select(static rule => rule.Level).ToHashSet();
        var cell = levels.Remove(AreaLevel.Cell) ? Addresses.OfCell(card.Cell) : null;
        var district = levels.Count > 0 ? Addresses.OfPlaces(card.Cell) : null;
        return [.. new[] { cell, district }.OfType<string>()];
    }

    /// <summary>Whether an observation shows that a thing counts: those of a home's water say nothing of its power.</summary>
    public bool ShowsMember(EntityCard card, string observation) => !judged.TryGetValue(KindOf(card), out var kinds) || kinds.Count == 0 || kinds.Contains(observation);

    /// <summary>The kind of thing that an entity is.</summary>
    public static string KindOf(EntityCard card) => card.Kind.Length > 0 ? card.Kind : card.Type;

    // The kinds of observation of a thing from which it gives signals.
    private static IReadOnlyList<string> JudgedOf(PackSet packs, ThingSpec thing) =>
    [
        .. packs.All.SelectMany(static pack => pack.Watch.Rules)
            .Where(rule => rule.Finds.Signal is not null && rule.Of.StartsWith($"{thing.Kind}.", StringComparison.Ordinal))
            .Select(static rule => rule.Of.Split('.')[1]).Distinct(StringComparer.Ordinal),
    ];

    // Of a rule that names no kind, all that have one of its signals.
    private static HashSet<string> MembersOf(PackSet packs, PlaceRuleSpec spec) => spec.Members is { } kind ? [kind] :
    [
        .. packs.All.SelectMany(static pack => pack.Watch.Rules)
            .Where(rule => spec.Of.Contains($"signal:{rule.Finds.Signal}") || spec.Of.Contains($"alert:{rule.Finds.Alert}"))
            .Select(static rule => rule.Of.Split('.')[0]),
    ];

    private static PlaceRule Compile(PackFiles pack, PlaceRuleSpec spec, Dictionary<string, AlertSpec> alerts, PackSet packs, RuleValues values, PackSchedule? on) =>
        new()
        {
            Pack = pack.Name,
            Name = spec.Rule,
            Level = spec.At switch { "area:community" => AreaLevel.Community, "area:street" => AreaLevel.Street, "area:district" => AreaLevel.District, _ => AreaLevel.Cell },
            Mode = spec.Uses,
            Of = [.. spec.Of.Select(static name => name.StartsWith("signal:", StringComparison.Ordinal) ? name["signal:".Length..] : name)],
            Members = MembersOf(packs, spec),
            Least = values.Number(spec.Least),
            Most = values.Number(spec.Most),
            LeastMembers = (int)(values.Number(spec.LeastMembers) ?? 1),
            Within = values.Span(spec.Within)!.Value,
            Near = (double?)values.Number(spec.Near),
            Settle = values.Span(spec.Settle) ?? TimeSpan.Zero,
            During = PackSchedule.Both(ProgramCompiler.Schedule(spec.During), on),
            Alert = spec.Finds.Alert is { } name ? alerts[name] : null,
            Mutes = spec.Finds.Mutes,
        };
}

/// <summary>What homes signal of themselves, as packs say.</summary>
/// <param name="Zero">The signal of power that is exactly zero, or null: it is none.</param>
/// <param name="ZeroAfter">For how long the meter must have said so.</param>
/// <param name="Silent">The signal of a meter that says nothing, or null: it is none.</param>
/// <param name="SilentAfter">For how long.</param>
internal sealed record HomeSignals(string? Zero = null, TimeSpan ZeroAfter = default, string? Silent = null, TimeSpan SilentAfter = default)
{
    /// <summary>None.</summary>
    public static HomeSignals None { get; } = new();

    /// <summary>Those of the packs; of two for the same, the first.</summary>
    /// <param name="packs">The packs.</param>
    /// <param name="valuesOf">The figures of a pack's rules.</param>
    public static HomeSignals Of(PackSet packs, Func<PackFiles, RuleValues> valuesOf)
    {
        var home = None;
        foreach (var pack in packs.All)
        {
            var values = valuesOf(pack);
            foreach (var rule in pack.Watch.Rules.Where(rule => NotJudged.IsHomeSignal(rule) && packs.All.Any(known => known.Things.Things.Any(thing => thing.Grain == ThingGrain.Household && rule.Of.StartsWith($"{thing.Kind}.", StringComparison.Ordinal)))))
            {
                home = rule switch
                {
                    StuckSpec zero when home.Zero is null => home with { Zero = zero.Finds.Signal, ZeroAfter = values.Span(zero.After)!.Value },
                    SilenceSpec silence when home.Silent is null => home with { Silent = silence.Finds.Signal, SilentAfter = values.Span(silence.After)!.Value },
                    _ => home,
                };
            }
        }

        return home;
    }
}
