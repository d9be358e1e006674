using CityActors.Places;

namespace CityActors.WorkOrders;

/// <summary>A report of a matter.</summary>
[GenerateSerializer, Immutable, Alias("order-report")]
public sealed record OrderReport
{
    /// <summary>The alert's id, or the caller's id for the report; a repeat gives the same order.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>Category code of the catalogue, for example <c>event.environment.exposed-waste</c>.</summary>
    [Id(1)] public required string Category { get; init; }

    /// <summary>Channel in.</summary>
    [Id(2)] public required ReportChannel Channel { get; init; }

    /// <summary>When it was reported, UTC.</summary>
    [Id(3)] public required DateTimeOffset At { get; init; }

    /// <summary>Where.</summary>
    [Id(4)] public required GeoPoint Position { get; init; }

    /// <summary>15-digit code of the cell.</summary>
    [Id(5)] public required string Cell { get; init; }

    /// <summary>What was seen, in the reporter's words; at most 2,000 characters.</summary>
    [Id(6)] public string Text { get; init; } = "";

    /// <summary>Who reported: a caller's name, or <c>system</c>.</summary>
    [Id(7)] public string Reporter { get; init; } = "system";

    /// <summary>The alert it came from, or empty.</summary>
    [Id(8)] public string Alert { get; init; } = "";

    /// <summary>True in a drill district.</summary>
    [Id(9)] public bool Drill { get; init; }

    /// <summary>How often a merged order handed it to the one that goes on; 0 at first.</summary>
    [Id(10)] public int Handovers { get; init; }

    /// <summary>Whether this is the same report as a known one of its id. An alert's id names the alert, whatever is said of it.</summary>
    public bool IsRepeatOf(OrderReport known) => Alert.Length > 0
        || (Category, Channel, Position, Text, Reporter) == (known.Category, known.Channel, known.Position, known.Text, known.Reporter);
}

/// <summary>Channels in.</summary>
[GenerateSerializer, Alias("report-channel")]
public enum ReportChannel
{
    /// <summary>感知</summary>
    Sensing,

    /// <summary>巡查</summary>
    Patrol,

    /// <summary>市民</summary>
    Citizen,

    /// <summary>窗口</summary>
    Window,

    /// <summary>转办</summary>
    Transfer,
}
