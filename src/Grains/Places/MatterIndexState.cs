using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CityActors.WorkOrders;

namespace CityActors.Places;

/// <summary>
/// The matters of a district that may still be joined, the answers given, and what became of their orders. All that grows is stored row by row.
/// </summary>
internal sealed record MatterIndexState
{
    /// <summary>The time of the newest report so far, UTC. What is old is judged by it, never by a clock.</summary>
    public DateTimeOffset Newest { get; init; }

    /// <summary>Counts the decisions; numbers answers and facts.</summary>
    public long Decisions { get; init; }

    /// <summary>Matters that a report may still join, by id.</summary>
    [JsonIgnore]
    public AgedRows<OpenMatter> Open { get; private init; } = AgedRows<OpenMatter>.Empty(static matter => matter.Latest.UtcTicks);

    /// <summary>Where they are.</summary>
    [JsonIgnore]
    public MatterMap Map { get; private init; } = MatterMap.Empty;

    /// <summary>The open matters by the orders that they began.</summary>
    [JsonIgnore]
    public ImmutableDictionary<string, string> MatterOfOrder { get; private init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Answers given, by report.</summary>
    [JsonIgnore]
    public AgedRows<GivenClaim> Given { get; init; } = AgedRows<GivenClaim>.Empty(static claim => claim.Number);

    /// <summary>Orders that were merged into others, by id.</summary>
    [JsonIgnore]
    public AgedRows<MergedOrder> Merged { get; init; } = AgedRows<MergedOrder>.Empty(static order => order.At.UtcTicks);

    /// <summary>Orders that ended otherwise and were not taken up again, by id.</summary>
    [JsonIgnore]
    public AgedRows<EndedOrder> Ended { get; init; } = AgedRows<EndedOrder>.Empty(static order => order.At.UtcTicks);

    /// <summary>The state with these matters open, as they were stored.</summary>
    public MatterIndexState WithOpen(ImmutableSortedDictionary<string, OpenMatter> matters) => this with
    {
        Open = Open.Of(matters),
        Map = matters.Values.Aggregate(MatterMap.Empty, static (map, matter) => map.With(matter)),
        MatterOfOrder = matters.Keys.ToImmutableDictionary(OrderIds.Of, static matter => matter, StringComparer.Ordinal),
    };

    /// <summary>The state with a matter open, in place of what it was before.</summary>
    public MatterIndexState With(OpenMatter matter) => this with
    {
        Open = Open.With(matter.Id, matter),
        Map = Map.With(matter),
        MatterOfOrder = Open.Find(matter.Id) is null ? MatterOfOrder.SetItem(OrderIds.Of(matter.Id), matter.Id) : MatterOfOrder,
    };

    /// <summary>The state without a matter; itself where it is not open.</summary>
    public MatterIndexState Without(string matterId) => Open.Find(matterId) is not { } matter ? this : this with
    {
        Open = Open.Without(matterId),
        Map = Map.Without(matter),
        MatterOfOrder = MatterOfOrder.Remove(OrderIds.Of(matterId)),
    };

    /// <summary>The order that goes on with what an order was about: itself, unless it was merged.</summary>
    public string RootOf(string order)
    {
        while (Merged.Find(order) is { } merged)
        {
            order = merged.Into; // No circle is ever let in.
        }

        return order;
    }
}

/// <summary>A matter that may still be joined.</summary>
[GenerateSerializer, Immutable, Alias("open-matter")]
internal sealed record OpenMatter
{
    /// <summary>The id of its first report.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>Its category.</summary>
    [Id(1)] public required string Category { get; init; }

    /// <summary>Where its first report was.</summary>
    [Id(2)] public required GeoPoint Position { get; init; }

    /// <summary>The time of its earliest report, UTC.</summary>
    [Id(3)] public required DateTimeOffset Earliest { get; init; }

    /// <summary>The time of its latest report, UTC.</summary>
    [Id(4)] public required DateTimeOffset Latest { get; init; }

    /// <summary>The cell that owns it.</summary>
    [Id(5)] public required string Cell { get; init; }

    /// <summary>Its first report, so that whoever joins can open the order in its name.</summary>
    [Id(6)] public OrderReport? First { get; init; }
}

/// <summary>The answer to a report. A matter's first report is its own matter: the other fields are empty then.</summary>
[GenerateSerializer, Immutable, Alias("given-claim")]
internal sealed record GivenClaim
{
    /// <summary>The report.</summary>
    [Id(0)] public required string Report { get; init; }

    /// <summary>The cell that owns its matter.</summary>
    [Id(1)] public required string Cell { get; init; }

    /// <summary>When the report was, UTC.</summary>
    [Id(2)] public required DateTimeOffset At { get; init; }

    /// <summary>The matter it joined, or null: it began one.</summary>
    [Id(3)] public string? Joined { get; init; }

    /// <summary>How far from the matter's first report, metres.</summary>
    [Id(4)] public double DistanceMetres { get; init; }

    /// <summary>The number of the decision.</summary>
    [Id(5)] public long Number { get; init; }

    /// <summary>The order that went on with the matter at that time. A repeat is led there, too: what has the report hands it on itself.</summary>
    [Id(6)] public string Order { get; init; } = "";
}

/// <summary>An order that was merged into another.</summary>
[GenerateSerializer, Immutable, Alias("merged-order")]
internal sealed record MergedOrder
{
    /// <summary>The other.</summary>
    [Id(0)] public required string Into { get; init; }

    /// <summary>The command that was granted, or empty: the order says so itself.</summary>
    [Id(1)] public string CommandId { get; init; } = "";

    /// <summary>When, UTC.</summary>
    [Id(2)] public required DateTimeOffset At { get; init; }
}

/// <summary>An order that ended other than by a merge.</summary>
/// <param name="At">When, UTC.</param>
[GenerateSerializer, Immutable, Alias("ended-order")]
internal sealed record EndedOrder(
    [property: Id(0)] DateTimeOffset At);
