using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CityActors.Cases;
using CityActors.Commits;

namespace CityActors.WorkOrders;

/// <summary>
/// An order as it is stored: terms and lines are the truth, the rest is their fold. Each line is a row of its own, so that what is written with one does not grow
/// with the others. What its case says, too, is not stored beside it.
/// </summary>
/// <remarks>
/// Orders stored before they had a type have their terms, clocks, crew and history in the head: those lines stay there, and later ones are rows as of all others. Numbers 6 to 11 were an appeal,
/// and lists of alerts, ended alerts and reporters, which the lines say, too.
/// </remarks>
[GenerateSerializer, Alias("work-order-state")]
public sealed record WorkOrder
{
    /// <summary>The order as lists show it, or null: not yet reported.</summary>
    [Id(0)] public OrderSummary? Summary { get; init; }

    /// <summary>What was seen, in the first reporter's words.</summary>
    [Id(1)] public string Text { get; init; } = "";

    /// <summary>The catalogue's terms on the day of the report; a later catalogue changes no order.</summary>
    [Id(2), JsonIgnore] public OrderTerms? Terms { get; init; }

    /// <summary>The clocks that run or are paused.</summary>
    [Id(3), JsonIgnore] public IReadOnlyList<OrderClock> Clocks { get; init; } = [];

    /// <summary>The responders it was given to in this round.</summary>
    [Id(4), JsonIgnore] public IReadOnlyList<CrewMember> Crew { get; init; } = [];

    /// <summary>Counts the dispatches, from 1.</summary>
    [Id(5)] public int Round { get; init; }

    /// <summary>Everything that happened, oldest first, but for further reports and ends of alerts.</summary>
    [Id(12), JsonIgnore] public IReadOnlyList<OrderEntry> History { get; init; } = [];

    /// <summary>Those of its lines, the first ones, that stand in the head and not in rows.</summary>
    [field: NonSerialized]
    internal IReadOnlyList<OrderEntry> Kept { get; init; } = [];

    /// <summary>The case that the order is, which decides about it; null: from before orders had a type, or not yet reported. Its lines are rows, and who reported stands in those of the reports.</summary>
    [JsonInclude]
    [field: NonSerialized]
    internal CaseState? Case { get; init; }

    /// <summary>The lines of all reports but the first, by report.</summary>
    [field: NonSerialized]
    internal AgedRows<OrderEntry> Further { get; init; } = AgedRows<OrderEntry>.Empty(static line => line.Version);

    /// <summary>The lines of alerts that ended by an officer's word, by alert.</summary>
    [field: NonSerialized]
    internal AgedRows<OrderEntry> Ends { get; init; } = AgedRows<OrderEntry>.Empty(static line => line.Version);

    /// <summary>The people who reported it.</summary>
    [field: NonSerialized]
    internal ImmutableSortedSet<string> Reporters { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>Whether nothing more is to be done about it.</summary>
    internal bool IsEnded => Summary?.Status is OrderStatus.NotFiled or OrderStatus.Closed or OrderStatus.Merged or OrderStatus.Cancelled;

    /// <summary>The order it was merged into, or empty.</summary>
    internal string MergedInto => Summary?.Status == OrderStatus.Merged
        ? History.Last(static entry => entry.What == OrderEvents.Merged).Subject
        : "";

    /// <summary>The responders who carry the order: its crew, while somebody is to come or at work.</summary>
    internal IReadOnlyList<CrewMember> Charged => Summary?.Status is OrderStatus.Dispatched or OrderStatus.SignedFor or OrderStatus.Handling ? Crew : [];

    [JsonInclude, JsonPropertyName("terms"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    private OrderTerms? StoredTerms { get => Case is null ? Terms : null; init => Terms = value; }

    [JsonInclude, JsonPropertyName("clocks"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    private IReadOnlyList<OrderClock>? StoredClocks { get => Case is null ? Clocks : null; init => Clocks = value ?? []; }

    [JsonInclude, JsonPropertyName("crew"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    private IReadOnlyList<CrewMember>? StoredCrew { get => Case is null ? Crew : null; init => Crew = value ?? []; }

    [JsonInclude, JsonPropertyName("history"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    private IReadOnlyList<OrderEntry>? StoredHistory { get => Case is null ? History : Kept.Count > 0 ? Kept : null; init => History = Kept = value ?? []; }

    /// <summary>The order with what its case says.</summary>
    internal WorkOrder As(CaseState state)
    {
        var holders = state.EndedAt is null ? state.Holders : state.HeldAtEnd;
        return this with
        {
            Case = state,
            Terms = state.Terms!.Category,
            Clocks = state.Clocks,
            Crew = holders.Count == 0 ? [] : [.. holders.Select(static holder => new CrewMember(holder.Need, holder.Who, holder.HasSigned))],
        };
    }
}

/// <summary>What the catalogue said about the order's category on the day it was reported.</summary>
/// <param name="Limits">The limits of its stages.</param>
/// <param name="Department">The responsible department.</param>
/// <param name="Skills">One skill for each responder wanted.</param>
/// <param name="Urgent">True for life and safety.</param>
/// <param name="AutoFile">True where a sensor's alarm is filed at once.</param>
[GenerateSerializer, Immutable, Alias("order-terms")]
public sealed record OrderTerms(
    [property: Id(0), JsonRequired] StageLimits Limits,
    [property: Id(1), JsonRequired] string Department,
    [property: Id(2), JsonRequired] IReadOnlyList<string> Skills,
    [property: Id(3)] bool Urgent = false,
    [property: Id(4)] bool AutoFile = false)
{
    internal static OrderTerms Of(Category category) =>
        new(category.Limits, category.Department, category.Skills, category.Urgent, category.AutoFile);
}

/// <summary>A responder that an order was given to.</summary>
/// <param name="Skill">The skill it is wanted for.</param>
/// <param name="Responder">Its id.</param>
/// <param name="HasSigned">True once it took the order on.</param>
[GenerateSerializer, Immutable, Alias("crew-member")]
public sealed record CrewMember(
    [property: Id(0)] string Skill,
    [property: Id(1)] string Responder,
    [property: Id(2)] bool HasSigned);
