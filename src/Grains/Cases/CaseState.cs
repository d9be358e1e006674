using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CityActors.Alerts;
using CityActors.Commits;
using CityActors.Deadlines;
using CityActors.Pools;
using CityActors.WorkOrders;

namespace CityActors.Cases;

/// <summary>A case: its terms, its history, and what the history comes to. Immutable.</summary>
[Lean]
internal sealed record CaseState
{
    /// <summary>By what it is judged for ever; null: it has not begun.</summary>
    public CaseTerms? Terms { get; init; }

    /// <summary>Its id.</summary>
    public string Id { get; init; } = "";

    /// <summary>Where it stands: a state of its type.</summary>
    public string Status { get; init; } = "";

    /// <summary>Counts the lines.</summary>
    public long Version { get; init; }

    /// <summary>When it last changed, UTC.</summary>
    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>When it began, UTC.</summary>
    public DateTimeOffset BegunAt { get; init; }

    /// <summary>When it ended, UTC, or null: it goes on.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The area that it belongs to.</summary>
    public string Area { get; init; } = "";

    /// <summary>The kind of unit that answers for it there.</summary>
    public string Unit { get; init; } = "";

    /// <summary>Its fields, each as JSON.</summary>
    public ImmutableSortedDictionary<string, string> Fields { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Whom it concerns, by the name that its type gives them.</summary>
    public ImmutableSortedDictionary<string, IReadOnlyList<string>> Parties { get; init; } = ImmutableSortedDictionary.Create<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    /// <summary>Who has it in hand.</summary>
    public IReadOnlyList<CaseHolder> Holders { get; init; } = [];

    /// <summary>Who had it in hand as it ended; none while it goes on.</summary>
    public IReadOnlyList<CaseHolder> HeldAtEnd { get; init; } = [];

    /// <summary>Who was chosen for what since holders were last looked for, whether or not they have it still.</summary>
    public IReadOnlyList<CaseOffer> Offers { get; init; } = [];

    /// <summary>Holders that are looked for, each with the number of the line that asked.</summary>
    public ImmutableSortedDictionary<string, long> Wanted { get; init; } = ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal);

    /// <summary>The keys of the pools of records that are asked for a holder or gave one, the one that chooses first; by holder.</summary>
    public ImmutableSortedDictionary<string, IReadOnlyList<string>> Pools { get; init; } = ImmutableSortedDictionary.Create<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    /// <summary>Its clocks.</summary>
    public IReadOnlyList<OrderClock> Clocks { get; init; } = [];

    /// <summary>What people are asked just now.</summary>
    public IReadOnlyList<CaseAsk> Asks { get; init; } = [];

    /// <summary>Cases that began as parts of this one.</summary>
    public IReadOnlyList<CaseChild> Children { get; init; } = [];

    /// <summary>Clocks that ran out, each once.</summary>
    public IReadOnlyList<string> Overdue { get; init; } = [];

    /// <summary>Why it counts in no figure, or empty: it does.</summary>
    public string Exempt { get; init; } = "";

    /// <summary>Whether those who supervise have it before them.</summary>
    public bool IsEscalated { get; init; }

    /// <summary>The case that this one is a part of, or null.</summary>
    public CaseParent? Parent { get; init; }

    /// <summary>Its lines, oldest first, but for those that only note what happened outside: of a thousand reports whoever keeps the case keeps the lines.</summary>
    [JsonIgnore] public ImmutableList<CaseLine> History { get; init; } = [];
}

/// <summary>By what a case is judged, from its beginning on.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Pack">The pack that has it.</param>
/// <param name="Version">The pack's version.</param>
/// <param name="Digest">The pack's digest.</param>
/// <param name="Limits">How long each clock runs, as the parameters were set as it began.</param>
/// <param name="Category">Of a work order: what the catalogue said of its category that day; else null.</param>
[GenerateSerializer, Immutable, Alias("case-terms")]
internal sealed record CaseTerms(
    [property: Id(0), JsonRequired] string Type,
    [property: Id(1), JsonRequired] string Pack,
    [property: Id(2), JsonRequired] string Version,
    [property: Id(3), JsonRequired] string Digest,
    [property: Id(4)] ImmutableSortedDictionary<string, TimeLimit> Limits,
    [property: Id(5)] OrderTerms? Category = null);

/// <summary>Somebody who was chosen to have a case in hand.</summary>
/// <param name="Name">As what.</param>
/// <param name="Who">The id.</param>
/// <param name="Need">For which need.</param>
/// <param name="Unit">Which unit answered for the case then.</param>
/// <param name="Until">Until when, UTC, that one may take it; null: it was given without asking.</param>
[GenerateSerializer, Immutable, Alias("case-offer")]
internal sealed record CaseOffer(
    [property: Id(0), JsonRequired] string Name,
    [property: Id(1), JsonRequired] string Who,
    [property: Id(2), JsonRequired] string Need,
    [property: Id(3), JsonRequired] string Unit,
    [property: Id(4)] DateTimeOffset? Until = null);

/// <summary>People who are asked for their yes or no.</summary>
/// <param name="Name">What they are asked.</param>
/// <param name="Of">Whom.</param>
/// <param name="Need">How many must say yes.</param>
/// <param name="Yes">Who did.</param>
/// <param name="No">Who did not.</param>
[GenerateSerializer, Immutable, Alias("case-ask")]
internal sealed record CaseAsk(
    [property: Id(0), JsonRequired] string Name,
    [property: Id(1), JsonRequired] IReadOnlyList<string> Of,
    [property: Id(2)] int Need,
    [property: Id(3)] ImmutableList<string> Yes,
    [property: Id(4)] ImmutableList<string> No)
{
    /// <summary>The name of the clock that limits it.</summary>
    public string Clock => ClockOf(Name);

    /// <summary>The name of the clock that limits an ask.</summary>
    public static string ClockOf(string ask) => "ask." + ask;
}

/// <summary>A case that began as a part of another.</summary>
/// <param name="As">What it is there.</param>
/// <param name="Id">Its id.</param>
/// <param name="Type">Its type.</param>
/// <param name="Status">Where it stands, as far as was told.</param>
/// <param name="HasEnded">Whether that is an end.</param>
/// <param name="Heard">The version up to which it was heard.</param>
[GenerateSerializer, Immutable, Alias("case-child")]
internal sealed record CaseChild(
    [property: Id(0), JsonRequired] string As,
    [property: Id(1), JsonRequired] string Id,
    [property: Id(2), JsonRequired] string Type,
    [property: Id(3)] string Status = "",
    [property: Id(4)] bool HasEnded = false,
    [property: Id(5)] long Heard = 0);

/// <summary>A line of a case's history: what happened, and all that is needed to know what it came to.</summary>
[GenerateSerializer, Immutable, Alias("case-line"), Lean]
internal sealed record CaseLine
{
    /// <summary>Counts the lines, from 1.</summary>
    [Id(0)] public required long Version { get; init; }

    /// <summary>When, UTC.</summary>
    [Id(1)] public required DateTimeOffset At { get; init; }

    /// <summary>Who acted, or <c>system</c>.</summary>
    [Id(2)] public required string Actor { get; init; }

    /// <summary>In which role, or as which party or holder; empty: by itself.</summary>
    [Id(3)] public string As { get; init; } = "";

    /// <summary>What happened.</summary>
    [Id(4)] public required string What { get; init; }

    /// <summary>By which of the type's commands or events, by its number there: commands from 0, events from -1 down; null: none of them.</summary>
    [Id(5)] public int? Rule { get; init; }

    /// <summary>Where the case stands then.</summary>
    [Id(6)] public required string Status { get; init; }

    /// <summary>Why.</summary>
    [Id(7)] public string Why { get; init; } = "";

    /// <summary>The id of the command, or empty.</summary>
    [Id(8)] public string CommandId { get; init; } = "";

    /// <summary>Which caller gave the command's id, or null: a part of the city did.</summary>
    [Id(9)] public CommandSource? Source { get; init; }

    /// <summary>Fields that got a value, each as JSON; <c>null</c>: it has none any more.</summary>
    [Id(10)] public ImmutableSortedDictionary<string, string>? Changes { get; init; }

    /// <summary>What it is about: a holder, an ask, a child, a clock.</summary>
    [Id(11)] public string Subject { get; init; } = "";

    /// <summary>Whom it is about, such as who was found.</summary>
    [Id(12)] public IReadOnlyList<CaseHolder> Holders { get; init; } = [];

    /// <summary>An answer: yes or no.</summary>
    [Id(13)] public bool? Yes { get; init; }

    /// <summary>Which of the conditions among the effects held, the first in the lowest bit.</summary>
    [Id(14)] public ulong Held { get; init; }

    /// <summary>Asks that began with it.</summary>
    [Id(15)] public IReadOnlyList<CaseAsk> Asked { get; init; } = [];

    /// <summary>Children that began with it.</summary>
    [Id(20)] public IReadOnlyList<CaseChild> Opened { get; init; } = [];

    /// <summary>Until when, UTC, clocks run that run to a date.</summary>
    [Id(16)] public ImmutableSortedDictionary<string, DateTimeOffset>? Until { get; init; }

    /// <summary>Where the case was handed to, or empty.</summary>
    [Id(17)] public string Area { get; init; } = "";

    /// <summary>The unit it was handed to, or empty.</summary>
    [Id(18)] public string Unit { get; init; } = "";

    /// <summary>What brought it by itself, or null: somebody did.</summary>
    [Id(21)] public CaseTrigger? Trigger { get; init; }

    /// <summary>Whether the same person acted, be it by another account.</summary>
    public bool IsBy(CaseCommand command) => Actor == command.Actor || (Person.Length > 0 && Person == command.Person);

    /// <summary>Whether it only notes what happened outside, such as one of a thousand reports: however many there are, the history does not grow by them, and no expression looks at them.</summary>
    [JsonIgnore] public bool IsFromOutside => Rule is null && Trigger is { } trigger && (trigger == CaseTrigger.AlertEnded || trigger == CaseTrigger.Reported);

    /// <summary>A child as it stands then, or null.</summary>
    [Id(22)] public CaseChild? Child { get; init; }

    /// <summary>Who was chosen for each need; nobody where the id is empty.</summary>
    [Id(23)] public IReadOnlyList<CaseHolder> Seated { get; init; } = [];

    /// <summary>Whom an effect is about that names somebody, by its verb and holder, for example <c>sign.crew</c>.</summary>
    [Id(24)] public ImmutableSortedDictionary<string, string>? Whom { get; init; }

    /// <summary>Who the actor is, whichever account he acted by; or empty.</summary>
    [Id(26)] public string Person { get; init; } = "";

    /// <summary>Until when, UTC, those whom it is about may take the case; null: they have it.</summary>
    [Id(27)] public DateTimeOffset? OfferedUntil { get; init; }

    /// <summary>How those whom it is about were chosen out of a pool, or null.</summary>
    [Id(28)] public PoolChoice? Choice { get; init; }

    /// <summary>How the case began; of the first line only.</summary>
    [Id(19)] public CaseBeginning? Beginning { get; init; }

    /// <summary>How the case stood that was kept by other rules before, and goes on by its type from this line on; or null.</summary>
    [field: NonSerialized] public CaseState? Adopted { get; init; }

    /// <summary>In the row of a work order's line: what that one says besides; else null.</summary>
    [field: NonSerialized] public OrderNote? Order { get; init; }
}
