using CityActors.WorkOrders;

namespace CityActors.Places;

/// <summary>
/// Decides which reports of a district are one matter: at most 50 m and 10 minutes apart, same category.
/// One per district (key <c>matters-</c> and 6 digits), so that two reports on both sides of a cell border meet in one place.
/// </summary>
public interface IMatterIndexGrain : IGrainWithStringKey
{
    /// <summary>Joins the report to a known matter, or makes it the first of a new one; the same report again gets the same answer.</summary>
    [Alias("Claim")]
    Task<MatterClaim> Claim(MatterReport report);

    /// <summary>The matter's order ended: later reports are a new matter.</summary>
    [Alias("Close")]
    Task Close(string matterId, DateTimeOffset at);
}

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
/// the matter has ended: then its order knows the first report.
/// </param>
[GenerateSerializer, Immutable, Alias("matter-claim")]
public sealed record MatterClaim(
    [property: Id(0)] string MatterId,
    [property: Id(1)] string Cell,
    [property: Id(2)] bool IsFirst,
    [property: Id(3)] double DistanceMetres,
    [property: Id(4)] OrderReport? First = null);
