using System.Text.Json;
using CityActors.Facts;
using CityActors.Places;
using CityActors.WorkOrders;

namespace CityActors.Client.Api;

/// <summary>One page of a list.</summary>
/// <param name="Items">What is on it.</param>
/// <param name="Next">The cursor of the next page, or null: this is the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>What became of a batch of observations.</summary>
public sealed record ObservationReceipt
{
    /// <summary>Lines stored.</summary>
    public long Accepted { get; init; }

    /// <summary>Lines refused.</summary>
    public long Refused { get; init; }

    /// <summary>The first 1,000 refusals.</summary>
    public IReadOnlyList<ObservationError> Errors { get; init; } = [];
}

/// <summary>A refused line.</summary>
/// <param name="Line">Its number in the batch, from 1.</param>
/// <param name="Code">A short stable name, for example <c>wrong-unit</c>.</param>
/// <param name="Reason">What was wrong with it.</param>
public sealed record ObservationError(long Line, string Code, string Reason);

/// <summary>The declared clock.</summary>
/// <param name="Mode"><c>wall</c> or <c>replay</c>.</param>
/// <param name="Now">What it shows, UTC.</param>
/// <param name="Horizon">Up to when it was told to go, UTC, or null.</param>
public sealed record ClockView(string Mode, DateTimeOffset Now, DateTimeOffset? Horizon)
{
    /// <summary>True where time only passes by <c>advance</c>.</summary>
    public bool IsReplay => Mode == "replay";
}

/// <summary>How a Silo says it is doing.</summary>
/// <param name="Entities">Households, cameras and terminals that it knows.</param>
/// <param name="Observations">Observations in the city's log.</param>
/// <param name="Waiting">Of these, not yet covered by a checkpoint.</param>
/// <param name="Facts">Up to which fact its lists hold what happened.</param>
/// <param name="Drill">Whether a drill was generated into the city.</param>
/// <param name="Calendar">How far the working calendar reaches.</param>
public sealed record StatusView(long Entities, long Observations, long Waiting, long Facts, bool Drill = false, CalendarView? Calendar = null);

/// <summary>How far the working calendar reaches.</summary>
/// <param name="LastDay">The last day that it knows.</param>
/// <param name="MissingYear">The year to add, from 60 days before it begins, or null.</param>
/// <param name="WaitingOrders">Orders that cannot go on without that year.</param>
public sealed record CalendarView(DateOnly LastDay, int? MissingYear, int WaitingOrders);

/// <summary>A matter as somebody reports it.</summary>
public sealed record NewOrder
{
    /// <summary>Category code of the catalogue.</summary>
    public required string Category { get; init; }

    /// <summary>Where.</summary>
    public required GeoPoint Position { get; init; }

    /// <summary>What was seen, at most 2,000 characters.</summary>
    public string Text { get; init; } = "";

    /// <summary>Channel in.</summary>
    public ReportChannel Channel { get; init; } = ReportChannel.Citizen;
}

/// <summary>What came of a report.</summary>
/// <param name="Order">The order that follows the matter.</param>
/// <param name="Merged">True where the matter was known already.</param>
public sealed record NewOrderReceipt(string Order, bool Merged);

/// <summary>A responder as it is listed.</summary>
/// <param name="Id">The id.</param>
/// <param name="Name">The name shown to dispatchers.</param>
/// <param name="Skills">What it can do.</param>
/// <param name="Area">The area that it serves.</param>
/// <param name="Position">Where it last was; null: it is not at work, and the caller is no dispatcher.</param>
/// <param name="SeenAt">When it last said so, UTC, or null.</param>
/// <param name="ShiftStart">Start of the daily shift, China Standard Time.</param>
/// <param name="ShiftEnd">Its end.</param>
/// <param name="Capacity">How many orders it can carry at once.</param>
/// <param name="Orders">Those that it carries or is offered.</param>
/// <param name="Reachable">Whether it can be reached.</param>
/// <param name="Drill">Whether it is a drill's and acts by itself.</param>
/// <param name="Version">Counts the changes, from 1.</param>
public sealed record ListedResponder(
    string Id, string Name, IReadOnlyList<string> Skills, string Area, GeoPoint? Position, DateTimeOffset? SeenAt, TimeOnly ShiftStart, TimeOnly ShiftEnd, int Capacity,
    IReadOnlyList<string> Orders, bool Reachable, bool Drill, long Version);

/// <summary>A district to be generated.</summary>
/// <param name="Scale">Share of the true number of households and devices, above 0 to 1.</param>
/// <param name="Seed">The same seed gives the same district.</param>
/// <param name="Drill">True: nothing in it is real, its responders act by themselves.</param>
public sealed record DistrictExpansion(double Scale, int Seed, bool Drill);

/// <summary>What an outline to be imported is.</summary>
/// <param name="Code">National code, 6 digits.</param>
/// <param name="Chinese">The district's name, in Chinese.</param>
/// <param name="Datum"><c>wgs84</c> or <c>gcj02</c>.</param>
public sealed record DistrictImportRequest(string Code, string Chinese, string Datum);

/// <summary>An event of the live feed.</summary>
/// <param name="Id">The fact's number; a reader resumes after it.</param>
/// <param name="Event"><c>alert</c>, <c>order</c>, <c>responder</c>, <c>entity</c>, <c>area</c> or <c>notification</c>.</param>
/// <param name="Data">The fact as JSON.</param>
public sealed record FeedEvent(string Id, string Event, string Data)
{
    /// <summary>The fact, or null: of a kind that this version does not know.</summary>
    public CityFact? Fact()
    {
        try
        {
            return JsonSerializer.Deserialize<CityFact>(Data, ApiJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>What an export was written as.</summary>
/// <param name="DeclaredHash">What the Silo says: SHA-256, hex.</param>
/// <param name="Hash">What was counted over the bytes received: SHA-256, hex.</param>
/// <param name="Bytes">How many.</param>
public sealed record ExportReceipt(string DeclaredHash, string Hash, long Bytes)
{
    /// <summary>True where both hashes are the same.</summary>
    public bool IsWhole => string.Equals(DeclaredHash, Hash, StringComparison.OrdinalIgnoreCase);
}
