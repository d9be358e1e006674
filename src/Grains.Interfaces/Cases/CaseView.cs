using System.Collections.Immutable;
using CityActors.Pools;

namespace CityActors.Cases;

/// <summary>Who may see a case, or a field of one.</summary>
public enum CasePrivacy
{
    /// <summary>Everybody.</summary>
    Public,

    /// <summary>Whoever works for the city.</summary>
    Internal,

    /// <summary>Those whom it is about, who has the case in hand, and officers.</summary>
    Personal,
}

/// <summary>A case as lists and feeds show it: no word that people wrote, and none of those whom it concerns.</summary>
[GenerateSerializer, Immutable, Alias("case-summary")]
public sealed record CaseSummary
{
    /// <summary>Its id.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>Its type.</summary>
    [Id(1)] public required string Type { get; init; }

    /// <summary>The pack that has the type.</summary>
    [Id(2)] public required string Pack { get; init; }

    /// <summary>The pack's version by which it is judged for ever.</summary>
    [Id(3)] public required string PackVersion { get; init; }

    /// <summary>Who may see it.</summary>
    [Id(4)] public required CasePrivacy Privacy { get; init; }

    /// <summary>Where it stands: a state of its type.</summary>
    [Id(5)] public required string Status { get; init; }

    /// <summary>What has become of it, or empty: it goes on.</summary>
    [Id(6)] public string Ending { get; init; } = "";

    /// <summary>The area that it belongs to.</summary>
    [Id(7)] public required string Area { get; init; }

    /// <summary>The kind of unit that answers for it there.</summary>
    [Id(8)] public required string Unit { get; init; }

    /// <summary>When it began, UTC.</summary>
    [Id(9)] public required DateTimeOffset BegunAt { get; init; }

    /// <summary>When it last changed, UTC.</summary>
    [Id(10)] public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>When it ended, UTC, or null.</summary>
    [Id(11)] public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The running deadline, UTC, or null: none is running.</summary>
    [Id(12)] public DateTimeOffset? DueAt { get; init; }

    /// <summary>Which clock runs out then, or empty.</summary>
    [Id(13)] public string DueClock { get; init; } = "";

    /// <summary>The clocks that ran out, each named once.</summary>
    [Id(14)] public IReadOnlyList<string> Overdue { get; init; } = [];

    /// <summary>Whether those who supervise have it before them.</summary>
    [Id(15)] public bool IsEscalated { get; init; }

    /// <summary>Why it counts in no figure, or empty: it does.</summary>
    [Id(16)] public string Exempt { get; init; } = "";

    /// <summary>Who has it in hand.</summary>
    [Id(17)] public IReadOnlyList<CaseHolder> Holders { get; init; } = [];

    /// <summary>Counts the changes, from 1.</summary>
    [Id(18)] public required long Version { get; init; }

    /// <summary>The case that it is a part of, or null.</summary>
    [Id(19)] public CaseParent? Parent { get; init; }

    /// <summary>The clocks that ran out and were not stopped since: what is late now.</summary>
    [Id(20)] public IReadOnlyList<string> Late { get; init; } = [];
}

/// <summary>That something happened to a case, by itself or by whom, without what people wrote.</summary>
[GenerateSerializer, Immutable, Alias("case-step")]
public sealed record CaseStep
{
    /// <summary>The case's version after it.</summary>
    [Id(0)] public required long Version { get; init; }

    /// <summary>When, UTC.</summary>
    [Id(1)] public required DateTimeOffset At { get; init; }

    /// <summary>Who: a caller's name or <c>system</c>; of those whom the case concerns only as what, for example <c>$applicant</c>.</summary>
    [Id(2)] public required string Actor { get; init; }

    /// <summary>What happened.</summary>
    [Id(3)] public required string What { get; init; }

    /// <summary>Where the case stands then.</summary>
    [Id(4)] public required string Status { get; init; }

    /// <summary>What it is about: a holder, an ask, a child, a clock; or empty.</summary>
    [Id(5)] public string Subject { get; init; } = "";
}

/// <summary>A case with all that is known of it. Who may see which part is for the door to say.</summary>
[GenerateSerializer, Immutable, Alias("case-view")]
public sealed record CaseView
{
    /// <summary>The case.</summary>
    [Id(0)] public required CaseSummary Case { get; init; }

    /// <summary>What people call its type.</summary>
    [Id(1)] public required CaseWord Name { get; init; }

    /// <summary>What people call where it stands.</summary>
    [Id(2)] public required CaseWord StatusName { get; init; }

    /// <summary>Its fields, in the order of their names; one that has no value is left out.</summary>
    [Id(3)] public required IReadOnlyList<CaseFieldValue> Fields { get; init; }

    /// <summary>Whom it concerns, by the name that its type gives them.</summary>
    [Id(4)] public required ImmutableSortedDictionary<string, IReadOnlyList<string>> Parties { get; init; }

    /// <summary>What people are asked just now.</summary>
    [Id(5)] public required IReadOnlyList<CaseQuestion> Asks { get; init; }

    /// <summary>Cases that began as parts of it.</summary>
    [Id(6)] public required IReadOnlyList<CasePart> Parts { get; init; }

    /// <summary>What happened, oldest first.</summary>
    [Id(7)] public required IReadOnlyList<CaseEntry> Timeline { get; init; }

    /// <summary>Who may take it in hand just now.</summary>
    [Id(8)] public IReadOnlyList<CaseOffered> Offers { get; init; } = [];
}

/// <summary>A word in both languages.</summary>
/// <param name="English">English.</param>
/// <param name="Chinese">Chinese.</param>
[GenerateSerializer, Immutable, Alias("case-word")]
public sealed record CaseWord([property: Id(0)] string English, [property: Id(1)] string Chinese);

/// <summary>A field of a case.</summary>
/// <param name="Field">Its name.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Privacy">Who may see it.</param>
/// <param name="Value">Its value as JSON.</param>
/// <param name="OpenTo">Of those whom the case concerns, who may see it though it is personal; null: nobody.</param>
[GenerateSerializer, Immutable, Alias("case-field-value")]
public sealed record CaseFieldValue(
    [property: Id(0)] string Field, [property: Id(1)] CaseWord Name, [property: Id(2)] CasePrivacy Privacy, [property: Id(3)] string Value, [property: Id(4)] IReadOnlyList<string>? OpenTo = null);

/// <summary>What people are asked.</summary>
/// <param name="Ask">Its name.</param>
/// <param name="Of">Whom: ids, and roles as <c>role:</c> and their name.</param>
/// <param name="Need">How many must say yes.</param>
/// <param name="Yes">Who did.</param>
/// <param name="No">Who did not.</param>
/// <param name="DueAt">Until when, UTC, or null: without a limit.</param>
[GenerateSerializer, Immutable, Alias("case-question")]
public sealed record CaseQuestion(
    [property: Id(0)] string Ask, [property: Id(1)] IReadOnlyList<string> Of, [property: Id(2)] int Need, [property: Id(3)] IReadOnlyList<string> Yes, [property: Id(4)] IReadOnlyList<string> No, [property: Id(5)] DateTimeOffset? DueAt);

/// <summary>A case that began as a part of another.</summary>
/// <param name="As">What it is there.</param>
/// <param name="Id">Its id.</param>
/// <param name="Type">Its type.</param>
/// <param name="Status">Where it stands, as far as was told; or empty.</param>
/// <param name="HasEnded">Whether that is an end.</param>
[GenerateSerializer, Immutable, Alias("case-part")]
public sealed record CasePart([property: Id(0)] string As, [property: Id(1)] string Id, [property: Id(2)] string Type, [property: Id(3)] string Status, [property: Id(4)] bool HasEnded);

/// <summary>Somebody may take a case in hand.</summary>
/// <param name="Holder">As what.</param>
/// <param name="Who">The id.</param>
/// <param name="Until">Until when, UTC.</param>
[GenerateSerializer, Immutable, Alias("case-offered")]
public sealed record CaseOffered([property: Id(0)] string Holder, [property: Id(1)] string Who, [property: Id(2)] DateTimeOffset Until);

/// <summary>A line of a case's history.</summary>
[GenerateSerializer, Immutable, Alias("case-entry")]
public sealed record CaseEntry
{
    /// <summary>What happened.</summary>
    [Id(0)] public required CaseStep Step { get; init; }

    /// <summary>Who acted.</summary>
    [Id(1)] public required string Actor { get; init; }

    /// <summary>In which role, or as which party or holder; empty: by itself.</summary>
    [Id(2)] public string As { get; init; } = "";

    /// <summary>Why, or empty.</summary>
    [Id(3)] public string Why { get; init; } = "";

    /// <summary>The id of the command, or empty.</summary>
    [Id(4)] public string CommandId { get; init; } = "";

    /// <summary>The fields that got a value.</summary>
    [Id(5)] public IReadOnlyList<string> Changed { get; init; } = [];

    /// <summary>An answer: yes or no.</summary>
    [Id(6)] public bool? Yes { get; init; }

    /// <summary>How somebody was chosen out of a pool, or null.</summary>
    [Id(7)] public PoolChoice? Choice { get; init; }

    /// <summary>Of those whom the case concerns, to whom the reason was given.</summary>
    [Id(8)] public IReadOnlyList<string> WhyFor { get; init; } = [];

    /// <summary>The part that the line tells of, or empty: its reason is for those whom that part concerns.</summary>
    [Id(9)] public string Part { get; init; } = "";
}
