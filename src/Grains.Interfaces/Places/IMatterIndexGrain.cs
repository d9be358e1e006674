using CityActors.Alerts;
using CityActors.Reactions;
using CityActors.WorkOrders;
using Orleans.Concurrency;

namespace CityActors.Places;

/// <summary>
/// Decides which reports of a district are one matter: at most 50 m and 10 minutes apart, same category.
/// One per district (key <c>matters-</c> and 6 digits), so that two reports on both sides of a cell border meet in one place.
/// </summary>
public interface IMatterIndexGrain : ICityGrain
{
    /// <summary>Joins the report to a known matter, or makes it the first of a new one; the same report again gets the same answer.</summary>
    [Alias("Claim")]
    Task<MatterClaim> Claim(MatterReport report);

    /// <summary>Decides whether an order may be merged into another. In one turn, so that two that cross cannot both be granted.</summary>
    /// <param name="order">The order that is to end.</param>
    /// <param name="merge">The command; <see cref="WorkOrderCommand.Merge.Into"/> may be an order that was merged itself: the one that goes on is found.</param>
    /// <returns>
    /// The command to give to the order, naming the order that goes on; or why not: <c>merge-target</c> (no other order),
    /// <c>merge-circle</c> (the other one was merged into this one), <c>merged-already</c>, <c>bad-target</c> (it has ended).
    /// </returns>
    [Alias("Merge")]
    Task<MergeReply> Merge(string order, WorkOrderCommand.Merge merge);

    /// <summary>Why an order would not be merged into the one that a command names, or null. Changes nothing.</summary>
    /// <param name="order">The order that would end.</param>
    /// <param name="merge">The command.</param>
    [ReadOnly, Alias("WeighMerge")]
    Task<Refusal?> WeighMerge(string order, WorkOrderCommand.Merge merge);
}

/// <summary>Whether two matters become one.</summary>
/// <param name="Command">The command to give to the order that ends, or null.</param>
/// <param name="Refusal">Why not, or null.</param>
[GenerateSerializer, Immutable, Alias("merge-reply")]
public sealed record MergeReply(
    [property: Id(0)] WorkOrderCommand.Merge? Command,
    [property: Id(1)] Refusal? Refusal);

/// <summary>Something seen at a place, to be matched with what is known.</summary>
[GenerateSerializer, Immutable, Alias("matter-report")]
public sealed record MatterReport
{
    /// <summary>The alert's or report's id.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>The category code of the catalogue.</summary>
    [Id(1)] public required string Category { get; init; }

    /// <summary>Where.</summary>
    [Id(2)] public required GeoPoint Position { get; init; }

    /// <summary>When, UTC.</summary>
    [Id(3)] public required DateTimeOffset At { get; init; }

    /// <summary>15-digit code of the cell that asks.</summary>
    [Id(4)] public required string Cell { get; init; }

    /// <summary>False for matters of one entity that never merge by place (a quiet home, a silent meter).</summary>
    [Id(5)] public bool MayMerge { get; init; } = true;

    /// <summary>The report itself: whoever joins its matter can open the order in its name. Null where no order follows.</summary>
    [Id(6)] public OrderReport? Report { get; init; }
}

/// <summary>To which matter a report belongs.</summary>
/// <param name="MatterId">The id of the matter's first report.</param>
/// <param name="Cell">The cell that owns the matter.</param>
/// <param name="IsFirst">True where this report began it.</param>
/// <param name="DistanceMetres">How far from the matter's first report.</param>
/// <param name="First">
/// For a report that joined: the matter's first report, to be told to the order before it. Null for a first report itself, and once
/// the matter has ended or its order was merged: then the order knows the first report, or gets it from the merged one.
/// </param>
[GenerateSerializer, Immutable, Alias("matter-claim")]
public sealed record MatterClaim(
    [property: Id(0)] string MatterId,
    [property: Id(1)] string Cell,
    [property: Id(2)] bool IsFirst,
    [property: Id(3)] double DistanceMetres,
    [property: Id(4)] OrderReport? First = null)
{
    /// <summary>The order that follows the matter: its own, or the one that this was merged into.</summary>
    [Id(5)] public string Order { get; init; } = "";
}
