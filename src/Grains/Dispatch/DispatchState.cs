using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CityActors.Commits;
using CityActors.Responders;

namespace CityActors.Dispatch;

/// <summary>Who carries what in a district. Orders and responders are stored row by row; the rest is small.</summary>
internal sealed record DispatchState
{
    private const int ReleasedKept = 500;

    /// <summary>How many answers were given to orders so far; numbers the facts.</summary>
    public long Answers { get; init; }

    /// <summary>How many orders came to need nobody any more; tells the oldest of <see cref="Released"/>.</summary>
    public long Releases { get; init; }

    /// <summary>Orders that need or have somebody, by id.</summary>
    [JsonIgnore]
    public ImmutableSortedDictionary<string, TrackedNeed> Needs => Carried.ByKey;

    /// <summary>The responders of the district, by id.</summary>
    [JsonIgnore]
    public ImmutableSortedDictionary<string, ResponderCard> Pool { get; init; } = Empty<ResponderCard>();

    /// <summary>Orders that need nobody any more, so that a late repeat of their request changes nothing.</summary>
    [JsonIgnore]
    public ImmutableSortedDictionary<string, ReleasedOrder> Released { get; init; } = Empty<ReleasedOrder>();

    /// <summary>What is derived from <see cref="Needs"/>.</summary>
    [JsonIgnore]
    public DispatchIndex Index { get; private init; } = new();

    private AgedRows<TrackedNeed> Carried { get; init; } = AgedRows<TrackedNeed>.Empty(static need => need.Need.At.UtcTicks);

    /// <summary>The order's need, or null.</summary>
    public TrackedNeed? Find(string order) => Needs.TryGetValue(order, out var need) ? need : null;

    /// <summary>How many orders a responder carries or is offered.</summary>
    public int Load(string responder) => Index.Loads.TryGetValue(responder, out var load) ? load : 0;

    /// <summary>The orders whose needs came, changed or went since, some perhaps several times; null where it is not known any more.</summary>
    public IReadOnlyList<string>? NeedsChangedSince(DispatchState before) => Carried.ChangedSince(before.Carried);

    /// <summary>The state with these needs, as they were stored.</summary>
    public DispatchState With(ImmutableSortedDictionary<string, TrackedNeed> needs) =>
        this with { Carried = Carried.Of(needs), Index = needs.Values.Aggregate(new DispatchIndex(), static (index, need) => index.Replace(null, need)) };

    /// <summary>The state with a need in place of the order's former one.</summary>
    public DispatchState Put(TrackedNeed need)
    {
        var before = Find(need.Need.Order);
        return before == need ? this : this with { Carried = Carried.With(need.Need.Order, need), Index = Index.Replace(before, need) };
    }

    /// <summary>The state without an order's need.</summary>
    public DispatchState Without(string order) =>
        Find(order) is { } need ? this with { Carried = Carried.Without(order), Index = Index.Replace(need, null) } : this;

    /// <summary>The state that remembers that an order needs nobody any more.</summary>
    public DispatchState WithReleased(string order, int round)
    {
        var released = Released.SetItem(order, new ReleasedOrder(round, Releases + 1));
        return this with
        {
            Releases = Releases + 1,
            Released = released.Count <= ReleasedKept ? released : released.Remove(released.MinBy(static done => done.Value.Number).Key),
        };
    }

    private static ImmutableSortedDictionary<string, T> Empty<T>() => ImmutableSortedDictionary.Create<string, T>(StringComparer.Ordinal);
}

/// <summary>An order that needs nobody any more.</summary>
/// <param name="Round">The last round that is over.</param>
/// <param name="Number">Counts such orders.</param>
[GenerateSerializer, Immutable, Alias("released-order")]
internal sealed record ReleasedOrder(
    [property: Id(0)] int Round,
    [property: Id(1)] long Number);
