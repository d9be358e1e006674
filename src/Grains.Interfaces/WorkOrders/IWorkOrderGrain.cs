using System.Text.Json.Serialization;
using CityActors.Alerts;
using CityActors.Dispatch;
using CityActors.Places;
using CityActors.Reactions;
using Orleans.Concurrency;

namespace CityActors.WorkOrders;

/// <summary>One matter from report to rating; key is the order's id.</summary>
public interface IWorkOrderGrain : ICityGrain
{
    /// <summary>Begins the order, or adds a further report of the same matter; a repeat changes nothing.</summary>
    [Alias("Report")]
    Task<WorkOrderReply> Report(OrderReport report);

    /// <summary>Acts on the order; a repeated command id changes nothing and gets the same answer.</summary>
    [Alias("Handle")]
    Task<WorkOrderReply> Handle(WorkOrderCommand command);

    /// <summary>Adds a picture to the order; the same one again changes nothing.</summary>
    [Alias("Attach")]
    Task<WorkOrderReply> Attach(OrderAttachment attachment);

    /// <summary>What the order would answer to each command now, by the rules that decide; null where there is no such order. Changes nothing.</summary>
    [ReadOnly, Alias("Weigh")]
    Task<WeighedOrder?> Weigh(CommandGiver giver);

    /// <summary>The order with its history, or null.</summary>
    [ReadOnly, Alias("Read")]
    Task<OrderView?> Read();

    /// <summary>The order as one of those who reported it may see it, with that one's own reports; null for anybody else.</summary>
    [ReadOnly, Alias("ReadAsReporter")]
    Task<OrderView?> ReadAsReporter(string reporter);

    /// <summary>A page of its reports, the first one first; null where there is no such order.</summary>
    /// <param name="without">How many of the first ones are left out.</param>
    /// <param name="most">At most so many.</param>
    [ReadOnly, Alias("ReadReports")]
    Task<OrderReportPage?> ReadReports(int without, int most);

    /// <summary>Whether it knows another report of this id.</summary>
    [ReadOnly, Alias("KnowsAnother")]
    Task<bool> KnowsAnother(OrderReport report);
}

/// <summary>One matter from report to rating, as lists and feeds show it.</summary>
[GenerateSerializer, Immutable, Alias("order-summary")]
public sealed record OrderSummary
{
    /// <summary>The order's id.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(1)] public required OrderStatus Status { get; init; }

    /// <summary>Category code.</summary>
    [Id(2)] public required string Category { get; init; }

    /// <summary>Channel in.</summary>
    [Id(3)] public required ReportChannel Channel { get; init; }

    /// <summary>15-digit code of the cell.</summary>
    [Id(4)] public required string Cell { get; init; }

    /// <summary>Where; null where it is shown to somebody who is not to know.</summary>
    [Id(5)] public required GeoPoint? Position { get; init; }

    /// <summary>Where, for those who know.</summary>
    /// <exception cref="InvalidOperationException">It was hidden from whoever asks.</exception>
    [JsonIgnore]
    public GeoPoint Place => Position ?? throw new InvalidOperationException($"The place of {Id} is hidden: read the order as somebody who may see it.");

    /// <summary>When it was reported, UTC.</summary>
    [Id(6)] public required DateTimeOffset ReportedAt { get; init; }

    /// <summary>When it last changed, UTC.</summary>
    [Id(7)] public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>When it ended, UTC, or null.</summary>
    [Id(8)] public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The department it is with, or empty.</summary>
    [Id(9)] public string Department { get; init; } = "";

    /// <summary>The responders it is with.</summary>
    [Id(10)] public IReadOnlyList<string> Responders { get; init; } = [];

    /// <summary>The running deadline, UTC, or null: none is running.</summary>
    [Id(11)] public DateTimeOffset? DueAt { get; init; }

    /// <summary>Which clock runs out then: <c>acceptance</c>, <c>check</c>, <c>dispatch</c>, <c>handling</c>, <c>closing</c>, <c>verify</c>, <c>suspension</c>; or empty.</summary>
    [Id(12)] public string DueClock { get; init; } = "";

    /// <summary>The clocks that ran out, each named once.</summary>
    [Id(13)] public IReadOnlyList<string> Overdue { get; init; } = [];

    /// <summary>True while it stands in the street's overdue queue.</summary>
    [Id(14)] public bool IsEscalated { get; init; }

    /// <summary>The reports of this matter: ids of alerts and reports, of more than ten the first and the last nine.</summary>
    [Id(15)] public IReadOnlyList<string> Reports { get; init; } = [];

    /// <summary>1 to 5, or 0: not rated.</summary>
    [Id(16)] public int Rating { get; init; }

    /// <summary>Counts the changes, from 1.</summary>
    [Id(17)] public long Version { get; init; }

    /// <summary>How often it was sent back to be done again.</summary>
    [Id(18)] public int Reworks { get; init; }

    /// <summary>True in a drill district.</summary>
    [Id(19)] public bool Drill { get; init; }

    /// <summary>True where an appeal was granted: statistics leave it out, the overdue facts stay.</summary>
    [Id(20)] public bool IsExempt { get; init; }

    /// <summary>How many extensions were granted.</summary>
    [Id(21)] public int Extensions { get; init; }

    /// <summary>How many reports there are, or null: <see cref="Reports"/> has them all.</summary>
    [Id(22)] public int? ReportCount { get; init; }

    /// <summary>The area that answers for it and whose officers act on it, once it was handed to another level; null: its cell does.</summary>
    [Id(23)] public string? Area { get; init; }

    /// <summary>Who supervises it besides the street: <c>district</c> or <c>city</c>; or null.</summary>
    [Id(24)] public string? Supervision { get; init; }

    /// <summary>How many reports there are.</summary>
    [JsonIgnore] public int HowMany => ReportCount ?? Reports.Count;
}

/// <summary>A line of an order's history: who, when, what, why.</summary>
[GenerateSerializer, Immutable, Alias("order-entry")]
public sealed record OrderEntry
{
    /// <summary>The order's version after it.</summary>
    [Id(0)] public required long Version { get; init; }

    /// <summary>When, UTC.</summary>
    [Id(1)] public required DateTimeOffset At { get; init; }

    /// <summary>Who: a caller's name, a responder, or <c>system</c>.</summary>
    [Id(2)] public required string Actor { get; init; }

    /// <summary>The fact's name in the past tense, for example <c>dispatched</c>, <c>acceptance-overdue</c>.</summary>
    [Id(3)] public required string What { get; init; }

    /// <summary>The status after it.</summary>
    [Id(4)] public required OrderStatus Status { get; init; }

    /// <summary>Why, or empty.</summary>
    [Id(5)] public string Why { get; init; } = "";

    /// <summary>The command that caused it, or empty.</summary>
    [Id(6)] public string CommandId { get; init; } = "";

    /// <summary>For a dispatch: who was considered and chosen.</summary>
    [Id(7)] public IReadOnlyList<DispatchChoice> Choices { get; init; } = [];

    /// <summary>What else it is about: the department, responder, report, alert, clock or other order; or empty.</summary>
    [Id(8)] public string Subject { get; init; } = "";

    /// <summary>The end of a suspension, or to when a corrected calendar moved a deadline; or null.</summary>
    [Id(9)] public DateTimeOffset? Until { get; init; }

    /// <summary>The stars of a rating, or 0.</summary>
    [Id(10)] public int Number { get; init; }

    /// <summary>Counts the order's dispatches: the round it is in after this line, from 1; 0 before the first.</summary>
    [Id(11)] public int Round { get; init; }

    /// <summary>The report that this line adds, or null; never shown outside the order.</summary>
    [Id(12)] public OrderReport? Report { get; init; }

    /// <summary>Which caller gave the command's id, and for what; never shown outside the order. Null: the city's own parts did.</summary>
    [Id(13)] public CommandSource? Source { get; init; }

    /// <summary>The running deadline after it, UTC, or null: none is running.</summary>
    [Id(14)] public DateTimeOffset? DueAt { get; init; }

    /// <summary>Which clock runs out then, or empty; null in lines older than this field.</summary>
    [Id(15)] public string? DueClock { get; init; }

    /// <summary>The deadline that a corrected calendar moved, UTC, or null.</summary>
    [Id(16)] public DateTimeOffset? DueBefore { get; init; }
}

/// <summary>An order with its history. Of more than ten reports it has the first and the last nine; so it is with the alerts that ended.</summary>
[GenerateSerializer, Immutable, Alias("order-view")]
public sealed record OrderView(
    [property: Id(0)] OrderSummary Order,
    [property: Id(1)] string Text,
    [property: Id(2)] IReadOnlyList<OrderEntry> Timeline)
{
    /// <summary>The names in the timeline that are of people who reported the matter; never shown outside.</summary>
    [Id(3), JsonIgnore] public IReadOnlyList<string> Reporters { get; init; } = [];
}

/// <summary>A page of an order's reports.</summary>
/// <param name="Order">The order.</param>
/// <param name="Lines">The lines that the reports added, the first one first.</param>
/// <param name="Next">How many come before the next page, or null: this is the last one.</param>
[GenerateSerializer, Immutable, Alias("order-report-page")]
public sealed record OrderReportPage(
    [property: Id(0)] OrderSummary Order,
    [property: Id(1)] IReadOnlyList<OrderEntry> Lines,
    [property: Id(2)] int? Next);

/// <summary>The answer to an order command.</summary>
/// <param name="Order">The order after it, or null where there is none of that id.</param>
/// <param name="Refusal">Why nothing changed, or null.</param>
[GenerateSerializer, Immutable, Alias("work-order-reply")]
public sealed record WorkOrderReply(
    [property: Id(0)] OrderSummary? Order,
    [property: Id(1)] Alerts.Refusal? Refusal);
