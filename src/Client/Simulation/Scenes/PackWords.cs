using CityActors.Packs;
using CityActors.Packs.Format;

namespace CityActors.Client.Simulation.Scenes;

/// <summary>What the packs of a city call things, as far as scenes need it.</summary>
internal sealed class PackWords(PackSet packs)
{
    private static readonly TimeSpan quarter = TimeSpan.FromMinutes(15);

    private readonly Dictionary<string, ThingSpec> things = packs.All.SelectMany(static pack => pack.Things.Things).ToDictionary(static thing => thing.Kind, StringComparer.Ordinal);
    private readonly Dictionary<string, ObservationSpec> kinds = packs.All.SelectMany(static pack => pack.Things.Observations).ToDictionary(static kind => kind.Kind, StringComparer.Ordinal);

    /// <summary>The packs.</summary>
    public PackSet Packs => packs;

    /// <summary>The unit of each kind of observation that has one.</summary>
    public IReadOnlyDictionary<string, string> Units { get; } = packs.All.SelectMany(static pack => pack.Things.Observations)
        .Where(static kind => kind.Unit.Length > 0).ToDictionary(static kind => kind.Kind, static kind => kind.Unit, StringComparer.Ordinal);

    /// <summary>Alerts that only rules raise on which this version does not act.</summary>
    public IReadOnlySet<string> NotJudged { get; } = UnjudgedAlerts(packs);

    /// <summary>Alerts that rules of places raise: they are on the place and not on a thing.</summary>
    public IReadOnlySet<string> OfPlaces { get; } = packs.All.SelectMany(static pack => pack.Watch.Places).Select(static rule => rule.Finds.Alert).OfType<string>().ToHashSet(StringComparer.Ordinal);

    /// <summary>What becomes of commands that no device confirms: in a scene none does.</summary>
    public IReadOnlySet<string> Unconfirmed { get; } = packs.All.SelectMany(static pack => pack.Things.Things).SelectMany(static thing => thing.Commands)
        .Select(static command => command.Unconfirmed).ToHashSet(StringComparer.Ordinal);

    /// <summary>Alerts that scenes make within minutes.</summary>
    public IReadOnlySet<string> LiveAlerts { get; } = packs.All.SelectMany(static pack => pack.Scenes.Values).SelectMany(static scene => scene.Happens)
        .Where(static happening => happening is { Live: not null, Truth: not null }).Select(static happening => happening.Truth!.Alert).ToHashSet(StringComparer.Ordinal);

    public ThingSpec Thing(string kind) => things[kind];

    public ObservationSpec Kind(string kind) => kinds[kind];

    /// <summary>How often a thing reports.</summary>
    public TimeSpan Every(string thing) => Length(things[thing].Every?.Text) ?? quarter;

    public static TimeSpan? Length(string? text) => Span.Parse(text)?.Length;

    private static HashSet<string> UnjudgedAlerts(PackSet packs)
    {
        var judged = new HashSet<string>(StringComparer.Ordinal);
        var others = new HashSet<string>(StringComparer.Ordinal);
        foreach (var pack in packs.All)
        {
            var rest = CityActors.Packs.NotJudged.Of(pack);
            var finders = pack.Watch.Rules.Select(static rule => ($"rule:{rule.Rule}", rule.Finds.Alert)).Concat(pack.Watch.Places.Select(static rule => ($"place:{rule.Rule}", rule.Finds.Alert)));
            foreach (var (name, alert) in finders.Where(static finder => finder.Alert is not null))
            {
                _ = rest.Contains(name) ? others.Add(alert!) : judged.Add(alert!);
            }
        }

        others.ExceptWith(judged);
        return others;
    }
}
