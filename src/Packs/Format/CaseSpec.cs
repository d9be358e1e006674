using System.Text.Json.Serialization;

namespace CityActors.Packs.Format;

/// <summary><c>cases/</c>: a type of case, that is something under way with states, commands, clocks, parties and an owner.</summary>
public sealed record CaseSpec
{
    /// <summary>Where a part stands that could not begin, because no pack that was on in its area had its type, or the type did not take it. No state has this name.</summary>
    public const string NotBegun = "not-begun";

    /// <summary>Its name, which is also the file's.</summary>
    public required string Case { get; init; }

    /// <summary>A short name of its own; the ids of its cases begin with <c>case</c>, not with it.</summary>
    public required string Id { get; init; }

    /// <summary>Which grain it is.</summary>
    public CaseGrain Grain { get; init; } = CaseGrain.Case;

    /// <summary>Who may see it, and whatever of it says nothing else.</summary>
    public PrivacyClass Class { get; init; } = PrivacyClass.Internal;

    /// <summary>What people call it.</summary>
    public required LocalText Name { get; init; }

    /// <summary>Who answers for it.</summary>
    public required OwnerSpec Owner { get; init; }

    /// <summary>Fields that its own expressions may not read.</summary>
    public IReadOnlyList<string> Never { get; init; } = [];

    /// <summary>What is known of it.</summary>
    public SortedDictionary<string, FieldSpec> Fields { get; init; } = [];

    /// <summary>Who is concerned.</summary>
    public SortedDictionary<string, PartySpec> Parties { get; init; } = [];

    /// <summary>Who has it in hand.</summary>
    public SortedDictionary<string, HolderSpec> Holders { get; init; } = [];

    /// <summary>What has a time limit.</summary>
    public SortedDictionary<string, ClockSpec> Clocks { get; init; } = [];

    /// <summary>Where it can stand, in the order of its life.</summary>
    public required OrderedDictionary<string, StateSpec> States { get; init; }

    /// <summary>The word of its first line in the history.</summary>
    public string Says { get; init; } = "begun";

    /// <summary>What happens as it begins.</summary>
    public IReadOnlyList<EffectSpec> Begin { get; init; } = [];

    /// <summary>What people may do. Of those with one name the first that fits acts.</summary>
    public IReadOnlyList<CaseCommandSpec> Commands { get; init; } = [];

    /// <summary>What happens by itself. Of those with one trigger the first that fits acts.</summary>
    public IReadOnlyList<CaseEventSpec> Events { get; init; } = [];

    /// <summary>Ready fragments.</summary>
    public TraitsSpec With { get; init; } = new();

    /// <summary>What people do in a drill, by state.</summary>
    public SortedDictionary<string, IReadOnlyList<DrillSpec>> Drill { get; init; } = [];

    /// <summary>For editors.</summary>
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }
}

/// <summary>Which grain holds a case.</summary>
public enum CaseGrain
{
    /// <summary>One for all types.</summary>
    Case,

    /// <summary>That of matters in the street, with crews and reports of many.</summary>
    WorkOrder,
}

/// <summary>Who answers for a case.</summary>
/// <param name="Area">The level of the area, or a field that is a place.</param>
/// <param name="Unit">The kind of unit there.</param>
public sealed record OwnerSpec(string Area, string Unit);

/// <summary>Something that is known of a case.</summary>
public sealed record FieldSpec
{
    /// <summary>Its type: <c>text:2000</c>, <c>choice:simple|hard</c>, <c>choice:</c> and a list, <c>ref:mediator</c>, <c>money:CNY</c>, <c>whole</c>, <c>number</c>, <c>share</c>, <c>flag</c>, <c>date</c>, <c>instant</c>, <c>place</c>, <c>area</c>, <c>file</c>, <c>list</c>.</summary>
    public required string Is { get; init; }

    /// <summary>Who may see it; none: as the case.</summary>
    public PrivacyClass? Class { get; init; }

    /// <summary>Of a personal field: the parties that see it, as <c>$party</c> or <c>$parties</c>; none: the one that wrote it.</summary>
    public IReadOnlyList<string> For { get; init; } = [];

    /// <summary>When it must be there: <c>begin</c>, <c>never</c>, or a condition.</summary>
    public string Need { get; init; } = "begin";

    /// <summary>What stands there until something else does.</summary>
    public PackValue? Default { get; init; }

    /// <summary>Of a list: the fields of its rows, each with its type.</summary>
    public SortedDictionary<string, string> Of { get; init; } = [];

    /// <summary>Of a list: how many rows at most.</summary>
    public int? Most { get; init; }

    /// <summary>What people call it.</summary>
    public required LocalText Name { get; init; }
}

/// <summary>Somebody who is concerned.</summary>
public sealed record PartySpec
{
    /// <summary>What it may be: <c>person</c>, <c>firm</c>, or both with <c>|</c> between.</summary>
    public required string Is { get; init; }

    /// <summary>How many at least as it begins.</summary>
    public int Least { get; init; }

    /// <summary>How many at most.</summary>
    public required int Most { get; init; }

    /// <summary>What people call them.</summary>
    public required LocalText Name { get; init; }
}

/// <summary>Somebody who has a case in hand.</summary>
public sealed record HolderSpec
{
    /// <summary>Out of which pool.</summary>
    public required string Pool { get; init; }

    /// <summary>How many: a number, or <c>category.skills</c>.</summary>
    public required PackValue Seats { get; init; }

    /// <summary>What people call them.</summary>
    public required LocalText Name { get; init; }
}

/// <summary>A time limit.</summary>
public sealed record ClockSpec
{
    /// <summary>How long: a length, a parameter, or a limit of the category.</summary>
    public PackValue? Limit { get; init; }

    /// <summary>Until when: an expression that gives an instant or the end of a day.</summary>
    public string? Until { get; init; }

    /// <summary>How long before its end it warns, by its own hours: a length, a share of its limit such as 0.2, or a parameter that is one; 0: never. Each time that the end is put off it warns anew.</summary>
    public PackValue? Warn { get; init; }

    /// <summary>Whether it stands in the overdue queue once it ran out.</summary>
    public bool Desk { get; init; }

    /// <summary>What people call it.</summary>
    public required LocalText Name { get; init; }
}

/// <summary>Where a case can stand.</summary>
public sealed record StateSpec
{
    /// <summary>Whether it begins here.</summary>
    public bool Start { get; init; }

    /// <summary>Of an end: what has become of it.</summary>
    public string? End { get; init; }

    /// <summary>What it waits for, where no clock runs.</summary>
    public LocalText? Waits { get; init; }

    /// <summary>What people call it.</summary>
    public required LocalText Name { get; init; }
}

/// <summary>Something that people may do.</summary>
public sealed record CaseCommandSpec
{
    /// <summary>Its name.</summary>
    public required string Do { get; init; }

    /// <summary>In which states; <c>open</c>: in all that are no end.</summary>
    public required IReadOnlyList<string> From { get; init; }

    /// <summary>Where it leads; none: it stays where it is.</summary>
    public string? To { get; init; }

    /// <summary>Who may: roles, parties as <c>$party</c>, holders as <c>$holder</c>.</summary>
    public required IReadOnlyList<string> By { get; init; }

    /// <summary>What must hold.</summary>
    public string? If { get; init; }

    /// <summary>The code of the refusal where that does not hold.</summary>
    public string Code { get; init; } = "guard";

    /// <summary>What must hold besides, in this order, once this command is the one that fits: the first that does not refuses it.</summary>
    public IReadOnlyList<MustSpec> Must { get; init; } = [];

    /// <summary>Whether it can be done again and again: it is refused once the history has 500 lines, unless the city itself does it.</summary>
    public bool Again { get; init; }

    /// <summary>What must be said with it.</summary>
    public IReadOnlyList<FormSpec> Form { get; init; } = [];

    /// <summary>Whether it must say why.</summary>
    public bool Reason { get; init; }

    /// <summary>The word of its line in the history; none: its name.</summary>
    public string? Says { get; init; }

    /// <summary>What follows.</summary>
    public IReadOnlyList<EffectSpec> Then { get; init; } = [];

    /// <summary>What people call it.</summary>
    public required LocalText Name { get; init; }
}

/// <summary>Something that must hold, with a refusal of its own.</summary>
public sealed record MustSpec
{
    /// <summary>What must hold.</summary>
    public required string That { get; init; }

    /// <summary>The code of the refusal where it does not.</summary>
    public string Code { get; init; } = "guard";

    /// <summary>What is said then; none: what was found, and what must be.</summary>
    public LocalText? Text { get; init; }
}

/// <summary>A field of a form.</summary>
public sealed record FormSpec
{
    /// <summary>The field.</summary>
    public required string Field { get; init; }

    /// <summary>What is done with it.</summary>
    public FormAct Act { get; init; } = FormAct.Set;

    /// <summary>Whether it may be left out, though the field is not needed by itself.</summary>
    public bool Optional { get; init; }

    /// <summary>What it is where it is left out, an expression over what was there before; where that gives nothing, the field is empty.</summary>
    public string? Else { get; init; }

    /// <summary>Of <c>tick</c>: the flag of the rows.</summary>
    public string? Flag { get; init; }
}

/// <summary>What is done with a field of a form.</summary>
public enum FormAct
{
    /// <summary>It takes the value.</summary>
    Set,

    /// <summary>A row is added to the list.</summary>
    Append,

    /// <summary>The rows whose numbers are given get their flag.</summary>
    Tick,
}

/// <summary>Something that happens by itself.</summary>
public sealed record CaseEventSpec
{
    /// <summary>What brings it.</summary>
    public required TriggerSpec On { get; init; }

    /// <summary>In which states; <c>open</c>: in all that are no end.</summary>
    public required IReadOnlyList<string> From { get; init; }

    /// <summary>Where it leads; none: it stays where it is.</summary>
    public string? To { get; init; }

    /// <summary>What must hold.</summary>
    public string? If { get; init; }

    /// <summary>The word of its line in the history; none: that of the trigger.</summary>
    public string? Says { get; init; }

    /// <summary>What follows.</summary>
    public IReadOnlyList<EffectSpec> Then { get; init; } = [];
}

/// <summary>What brings an event: exactly one of these.</summary>
public sealed record TriggerSpec
{
    /// <summary>A clock ran out.</summary>
    public string? Due { get; init; }

    /// <summary>A clock warns that it will run out.</summary>
    public string? Warn { get; init; }

    /// <summary>Somebody was found as this holder.</summary>
    public string? Assigned { get; init; }

    /// <summary>Somebody is asked whether to become this holder, because the pool offers first.</summary>
    public string? Offered { get; init; }

    /// <summary>Nobody was.</summary>
    public string? Nobody { get; init; }

    /// <summary>This ask was answered.</summary>
    public string? Asked { get; init; }

    /// <summary>How: <c>yes</c> (as many as were needed), <c>no</c> (that cannot be any more), <c>late</c>.</summary>
    public AskAnswer? Answer { get; init; }

    /// <summary>This child got somewhere.</summary>
    public string? Child { get; init; }

    /// <summary>Where to: one of its states, or <c>not-begun</c>.</summary>
    public string? Reached { get; init; }

    /// <summary>It began.</summary>
    public bool Begun { get; init; }

    /// <summary>An alert behind it ended.</summary>
    public bool AlertEnded { get; init; }

    /// <summary>It was reported again after its end.</summary>
    public bool Reported { get; init; }
}

/// <summary>What came of an ask.</summary>
public enum AskAnswer
{
    /// <summary>As many said yes as were needed.</summary>
    Yes,

    /// <summary>So many said no that this cannot be.</summary>
    No,

    /// <summary>Its time is over.</summary>
    Late,
}

/// <summary>What people do in a drill.</summary>
public sealed record DrillSpec
{
    /// <summary>A command.</summary>
    public string? Do { get; init; }

    /// <summary>An ask that is answered.</summary>
    public string? Answer { get; init; }

    /// <summary>How long after the state was reached, or the step before: <c>5..50 minutes</c>.</summary>
    public string After { get; init; } = "0 minutes";

    /// <summary>In how many of a hundred, as a part of one.</summary>
    public double Share { get; init; } = 1;

    /// <summary>How often: <c>1..3</c>.</summary>
    public string Times { get; init; } = "1";
}
