namespace CityActors.Packs.Expressions;

/// <summary>The kinds of value that expressions know.</summary>
public enum ExpressionKind
{
    /// <summary>What has a fault, so that nothing is known of it.</summary>
    Unknown,

    /// <summary>True or false.</summary>
    Flag,

    /// <summary>A whole number of 64 bits.</summary>
    Whole,

    /// <summary>A decimal number, with or without a unit.</summary>
    Number,

    /// <summary>A part of a whole: 30 % is 0.3.</summary>
    Share,

    /// <summary>An amount of one currency.</summary>
    Money,

    /// <summary>Words.</summary>
    Text,

    /// <summary>A day of the calendar.</summary>
    Date,

    /// <summary>A point in time.</summary>
    Instant,

    /// <summary>A length of time, in one kind of hours.</summary>
    Span,

    /// <summary>One code of a list.</summary>
    Choice,

    /// <summary>A point on the map.</summary>
    Place,

    /// <summary>An area, by its code.</summary>
    Area,

    /// <summary>A record, case or person, by its id.</summary>
    Ref,

    /// <summary>Several of one type.</summary>
    List,

    /// <summary>Several named fields: what a list of rows is made of.</summary>
    Row,
}

/// <summary>A code that a choice may have.</summary>
/// <param name="Code">As it is stored.</param>
/// <param name="English">As people read it; the code itself where nothing is given.</param>
/// <param name="Chinese">As people read it in Chinese; the code itself where nothing is given.</param>
public sealed record ChoiceCode(string Code, string? English = null, string? Chinese = null);

/// <summary>The type of a value: its kind and what belongs to the kind.</summary>
public sealed class ExpressionType
{
    private ExpressionType(ExpressionKind kind) => Kind = kind;

    /// <summary>True or false.</summary>
    public static ExpressionType Flag { get; } = new(ExpressionKind.Flag);

    /// <summary>A whole number.</summary>
    public static ExpressionType Whole { get; } = new(ExpressionKind.Whole);

    /// <summary>A part of a whole.</summary>
    public static ExpressionType Share { get; } = new(ExpressionKind.Share);

    /// <summary>Words.</summary>
    public static ExpressionType Text { get; } = new(ExpressionKind.Text);

    /// <summary>A day of the calendar.</summary>
    public static ExpressionType Date { get; } = new(ExpressionKind.Date);

    /// <summary>A point in time.</summary>
    public static ExpressionType Instant { get; } = new(ExpressionKind.Instant);

    /// <summary>A point on the map.</summary>
    public static ExpressionType Place { get; } = new(ExpressionKind.Place);

    /// <summary>An area.</summary>
    public static ExpressionType Area { get; } = new(ExpressionKind.Area);

    /// <summary>The kind.</summary>
    public ExpressionKind Kind { get; }

    /// <summary>The unit of a number, or the currency of money; null for a number without.</summary>
    public string? Unit { get; private init; }

    /// <summary>The hours that a span counts.</summary>
    public SpanHours Hours { get; private init; }

    /// <summary>The codes of a choice; null where any will do.</summary>
    public IReadOnlyList<ChoiceCode>? Codes { get; private init; }

    /// <summary>What a reference refers to; null where it may be anything.</summary>
    public string? Target { get; private init; }

    /// <summary>The type of a list's elements; unknown for the list that is written <c>[]</c>.</summary>
    public ExpressionType? Element { get; private init; }

    /// <summary>The most elements that a list may have.</summary>
    public int Most { get; private init; }

    /// <summary>The fields of a row.</summary>
    public Scope? Fields { get; private init; }

    internal string WithArticle => ToString() is var name && name[0] is 'a' or 'e' or 'i' ? $"an {name}" : $"a {name}";

    internal static ExpressionType Unknown { get; } = new(ExpressionKind.Unknown);

    /// <summary>A decimal number.</summary>
    /// <param name="unit">Its unit, such as <c>µg/m³</c>, <c>m</c> or <c>mm/h</c>; null for none.</param>
    public static ExpressionType Number(string? unit = null) => new(ExpressionKind.Number) { Unit = unit };

    /// <summary>An amount of one currency, such as <c>CNY</c>.</summary>
    public static ExpressionType Money(string currency) => new(ExpressionKind.Money) { Unit = currency };

    /// <summary>A length of time in one kind of hours.</summary>
    public static ExpressionType Span(SpanHours hours) => new(ExpressionKind.Span) { Hours = hours };

    /// <summary>One of these codes.</summary>
    public static ExpressionType Choice(params IEnumerable<ChoiceCode> codes) => new(ExpressionKind.Choice) { Codes = [.. codes] };

    /// <summary>A code of a list that is not known here.</summary>
    public static ExpressionType AnyChoice() => new(ExpressionKind.Choice);

    /// <summary>A reference to a record, case or person.</summary>
    /// <param name="target">To what; null where it may be anything.</param>
    public static ExpressionType Ref(string? target = null) => new(ExpressionKind.Ref) { Target = target };

    /// <summary>At most so many of one type.</summary>
    public static ExpressionType List(ExpressionType element, int most) => new(ExpressionKind.List) { Element = element, Most = most };

    /// <summary>A row of named fields, as an element of a list.</summary>
    public static ExpressionType Row(Scope fields) => new(ExpressionKind.Row) { Fields = fields };

    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        ExpressionKind.Number when Unit is not null => $"number in {Unit}",
        ExpressionKind.Number => "number without a unit",
        ExpressionKind.Money => $"money in {Unit}",
        ExpressionKind.Span => Hours == SpanHours.All ? "span" : $"span in {Hours.ToString().ToLowerInvariant()} hours",
        ExpressionKind.Ref when Target is not null => $"ref to {Target}",
        ExpressionKind.List => Element!.Kind == ExpressionKind.Unknown ? "empty list" : $"list of {Element}",
        _ => Kind.ToString().ToLowerInvariant(),
    };

    internal string NameOf(string code, bool inChinese)
    {
        var known = Codes?.FirstOrDefault(choice => choice.Code == code);
        return (inChinese ? known?.Chinese : known?.English) ?? code;
    }
}
