using CityActors.Observations;
using CityActors.Packs;
using CityActors.Packs.Format;

namespace CityActors.Watch;

/// <summary>The kinds of observation that packs declare, as the log and the door know them.</summary>
public static class PackKinds
{
    /// <summary>The kinds that devices send, and those that rules derive.</summary>
    public static IEnumerable<KindFacts> Of(PackSet packs)
    {
        var things = packs.All.SelectMany(static pack => pack.Things.Things).ToDictionary(static thing => thing.Kind, StringComparer.Ordinal);
        var derived = packs.All.SelectMany(static pack => pack.Watch.Rules).Where(rule => rule.Finds.Observe is not null && things.ContainsKey(rule.Of.Split('.')[0]))
            .Select(rule => (kind: rule.Finds.Observe!, things[rule.Of.Split('.')[0]].Grain));
        var grains = things.Values
            .SelectMany(static thing => thing.Observes, static (thing, kind) => (kind, thing.Grain)).Concat(derived)
            .GroupBy(static pair => pair.kind, StringComparer.Ordinal)
            .ToDictionary(static same => same.Key, static same => same.First().Grain, StringComparer.Ordinal);
        return packs.All.SelectMany(static pack => pack.Things.Observations)
            .Where(kind => grains.ContainsKey(kind.Kind))
            .Select(kind => Facts(kind, grains[kind.Kind]));
    }

    /// <summary>Adds those that are new, and says anew what is known of the others.</summary>
    /// <param name="kinds">The city's kinds.</param>
    /// <param name="packs">The packs.</param>
    /// <param name="numbers">The numbers that were given in the log, by name; all of them.</param>
    public static void Use(Kinds kinds, PackSet packs, IReadOnlyDictionary<string, int> numbers)
    {
        ArgumentNullException.ThrowIfNull(kinds);
        ArgumentNullException.ThrowIfNull(numbers);
        foreach (var facts in Of(packs))
        {
            kinds.Add(numbers[facts.Name], facts);
        }
    }

    private static KindFacts Facts(ObservationSpec kind, ThingGrain grain) => new(
        kind.Kind,
        grain switch { ThingGrain.Household => "home-", ThingGrain.Camera => "cam-", _ => "term-" },
        kind.Unit,
        kind.Shape == ObservationShape.Track,
        MayWait: grain == ThingGrain.Household)
    {
        Range = kind.Range is [var least, var most] ? new PlausibleRange(least, most, [.. kind.NoValue]) : PlausibleRange.Any,
        Step = kind.Step is { } step ? new PlausibleStep(step.AtOnce, step.PerMinute) : null,
        IsFlow = kind.Flow,
        IsDerived = kind.Derived,
    };
}
