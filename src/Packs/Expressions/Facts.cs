using System.Collections.Immutable;

namespace CityActors.Packs.Expressions;

/// <summary>What is known at one point of an expression because of what stands before it: what is there, and where numbers lie.</summary>
internal sealed record Facts(ImmutableHashSet<string> Present, ImmutableDictionary<string, Interval> Intervals)
{
    public static Facts None { get; } = new(ImmutableHashSet<string>.Empty, ImmutableDictionary<string, Interval>.Empty);

    public bool Has(string key) => Present.Contains(key);

    public Interval Narrow(string key, Interval interval) => Intervals.TryGetValue(key, out var known) ? interval.And(known) : interval;

    public Facts With(string present) => this with { Present = Present.Add(present) };

    public Facts With(string key, Interval interval) => interval == Interval.Anything ? this : this with { Intervals = Intervals.SetItem(key, Narrow(key, interval)) };

    /// <summary>What both know: either of them is so, nobody knows which.</summary>
    public Facts Or(Facts other) => new(
        Present.Intersect(other.Present),
        Intervals.Where(pair => other.Intervals.ContainsKey(pair.Key)).ToImmutableDictionary(pair => pair.Key, pair => pair.Value.Or(other.Intervals[pair.Key])));
}

/// <summary>A checked part, and what is known after it, where it holds and where it does not.</summary>
internal readonly record struct Flow(Node Node, Facts WhereTrue, Facts WhereFalse);
