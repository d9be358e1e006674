using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CityActors.Alerts;
using CityActors.Commits;
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
    public AgedRows<OpenMatter> Open { get; private init; } = AgedRows<OpenMatter>.Empty(static matter => (matter.Latest + (matter.Within ?? TimeSpan.Zero)).UtcTicks);

    /// <summary>Where they are.</summary>
    [JsonIgnore]
    public MatterMap Map { get; private init; } = MatterMap.Empty;

    /// <summary>The open matters by the orders that they began.</summary>
    [JsonIgnore]
    public ImmutableDictionary<string, string> MatterOfOrder { get; private init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Answers given, by report.</summary>
    [JsonIgnore]
    public AgedRows<StoredClaim> Given { get; init; } = AgedRows<StoredClaim>.Empty(static claim => claim.Number);

    /// <summary>Orders that were merged into others, by id.</summary>
    [JsonIgnore]
    public AgedRows<MergedOrder> Merged { get; init; } = AgedRows<MergedOrder>.Empty(static order => order.At.UtcTicks);

    /// <summary>Orders that ended otherwise and were not reopened, by id.</summary>
    [JsonIgnore]
    public AgedRows<EndedOrder> Ended { get; init; } = AgedRows<EndedOrder>.Empty(static order => order.At.UtcTicks);

    /// <summary>Orders that are parts of cases and have not ended, by the part's id.</summary>
    [JsonIgnore]
    public AgedRows<OrderPart> Asked { get; init; } = AgedRows<OrderPart>.Empty(static order => order.At.UtcTicks);

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
            order = merged.Into; // A circle is never granted.
        }

        return order;
    }
}

/// <summary>A matter that may still be joined.</summary>
/// <param name="Id">The id of its first report.</param>
/// <param name="Category">Its category.</param>
/// <param name="Position">Where its first report was.</param>
/// <param name="Earliest">The time of its earliest report, UTC.</param>
/// <param name="Latest">The time of its latest report, UTC.</param>
/// <param name="Cell">The cell that owns it.</param>
/// <param name="First">Its first report, so that whoever joins can open the order in its name.</param>
/// <param name="Within">How long after its latest report another may join, where its category says so; null: as everywhere in the city.</param>
[GenerateSerializer, Immutable, Alias("open-matter")]
internal sealed record OpenMatter(
    [property: Id(0), JsonRequired] string Id,
    [property: Id(1), JsonRequired] string Category,
    [property: Id(2), JsonRequired] GeoPoint Position,
    [property: Id(3), JsonRequired] DateTimeOffset Earliest,
    [property: Id(4), JsonRequired] DateTimeOffset Latest,
    [property: Id(5), JsonRequired] string Cell,
    [property: Id(6)] OrderReport? First = null,
    [property: Id(7)] TimeSpan? Within = null);

/// <summary>The answer to a report. A matter's first report is its own matter: the other fields are empty then.</summary>
/// <param name="Report">The report.</param>
/// <param name="Cell">The cell that owns its matter.</param>
/// <param name="At">When the report was, UTC.</param>
/// <param name="Joined">The matter it joined, or null: it began one.</param>
/// <param name="DistanceMetres">How far from the matter's first report, metres.</param>
/// <param name="Number">The number of the decision.</param>
/// <param name="Order">The order that went on with the matter then. A repeat is led there, too: what has the report hands it on itself.</param>
[GenerateSerializer, Immutable, Alias("given-claim")]
internal sealed record StoredClaim(
    [property: Id(0), JsonRequired] string Report,
    [property: Id(1), JsonRequired] string Cell,
    [property: Id(2), JsonRequired] DateTimeOffset At,
    [property: Id(3)] string? Joined = null,
    [property: Id(4)] double DistanceMetres = 0,
    [property: Id(5)] long Number = 0,
    [property: Id(6)] string Order = "");

/// <summary>An order that was merged into another.</summary>
/// <param name="Into">The other.</param>
/// <param name="CommandId">The command that was granted, or empty: the order says so itself.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Source">Which caller gave the command's id, or null.</param>
[GenerateSerializer, Immutable, Alias("merged-order")]
internal sealed record MergedOrder(
    [property: Id(0), JsonRequired] string Into,
    [property: Id(1)] string CommandId,
    [property: Id(2), JsonRequired] DateTimeOffset At,
    [property: Id(3)] CommandSource? Source = null)
{
    /// <summary>What a command that was just granted makes of its order.</summary>
    public static MergedOrder By(WorkOrderCommand.Merge merge, string into) => new(into, merge.CommandId, merge.At, merge.Source);

    /// <summary>Whether it was this command that was granted.</summary>
    public bool IsBy(WorkOrderCommand.Merge merge) => CommandId.Length > 0 && CommandId == merge.CommandId && Source == merge.Source;
}

/// <summary>An order that ended other than by a merge.</summary>
/// <param name="At">When, UTC.</param>
[GenerateSerializer, Immutable, Alias("ended-order")]
internal sealed record EndedOrder(
    [property: Id(0)] DateTimeOffset At);
