using System.Globalization;

namespace CityActors.Packs.Expressions;

/// <summary>A point on the map, in WGS 84, and the area that it lies in.</summary>
/// <param name="Longitude">In degrees.</param>
/// <param name="Latitude">In degrees.</param>
/// <param name="AreaCode">The code of the smallest area that is known: a code begins with the code of the area above it.</param>
public sealed record Place(double Longitude, double Latitude, string AreaCode);

/// <summary>What an expression reads, and what it gives. The type is the scope's to say; a value only holds.</summary>
/// <remarks>A value that is not of the type the scope declared counts as missing.</remarks>
public readonly struct Value
{
    private readonly decimal number;
    private readonly object? content;
    private readonly short offset;
    private readonly Shape shape;

    private Value(Shape shape, decimal number = 0, object? content = null, short offset = 0)
    {
        this.shape = shape;
        this.number = number;
        this.content = content;
        this.offset = offset;
    }

    /// <summary>How a value is held.</summary>
    internal enum Shape : byte
    {
        Missing,
        Flag,
        Number,
        Text,
        Date,
        Instant,
        Span,
        Place,
        List,
        Row,
    }

    /// <summary>No value.</summary>
    public static Value Missing => default;

    /// <summary>Whether there is none.</summary>
    public bool IsMissing => shape == Shape.Missing;

    /// <summary>True or false; null for anything else.</summary>
    public bool? AsFlag => shape == Shape.Flag ? number != 0 : null;

    /// <summary>A whole number, number, share (30 % is 0.3) or amount of money; null for anything else.</summary>
    public decimal? AsNumber => shape == Shape.Number ? number : null;

    /// <summary>A text, code or id; null for anything else.</summary>
    public string? AsText => shape == Shape.Text ? (string)content! : null;

    /// <summary>A date; null for anything else.</summary>
    public DateOnly? AsDate => shape == Shape.Date ? DateOnly.FromDayNumber((int)number) : null;

    /// <summary>A point in time; null for anything else.</summary>
    public DateTimeOffset? AsInstant => shape == Shape.Instant ? new DateTimeOffset((long)number, TimeSpan.Zero).ToOffset(TimeSpan.FromMinutes(offset)) : null;

    /// <summary>A length of time; null for anything else.</summary>
    public TimeSpan? AsSpan => shape == Shape.Span ? TimeSpan.FromTicks((long)number) : null;

    /// <summary>A place; null for anything else.</summary>
    public Place? AsPlace => content as Place;

    /// <summary>A list; null for anything else.</summary>
    public IReadOnlyList<Value>? AsList => content as IReadOnlyList<Value>;

    internal Shape Held => shape;

    /// <summary>The number by which values of one shape are ordered.</summary>
    internal decimal Scalar => number;

    /// <summary>A row of a list, its values by the index that its scope gives its fields; null for anything else.</summary>
    public IValues? AsRow => shape == Shape.Row ? (IValues)content! : null;

    /// <summary>True or false.</summary>
    public static Value Of(bool flag) => new(Shape.Flag, flag ? 1 : 0);

    /// <summary>A whole number, number, share or amount of money.</summary>
    public static Value Of(decimal number) => new(Shape.Number, number);

    /// <summary>A text, a code of a choice, the code of an area or the id of a reference; null is missing.</summary>
    public static Value Of(string? text) => text is null ? default : new(Shape.Text, content: text);

    /// <summary>A date.</summary>
    public static Value Of(DateOnly date) => new(Shape.Date, date.DayNumber);

    /// <summary>A point in time.</summary>
    public static Value Of(DateTimeOffset instant) => new(Shape.Instant, instant.UtcTicks, offset: (short)instant.TotalOffsetMinutes);

    /// <summary>A span as packs write it.</summary>
    public static Value Of(Span span) => Of(span.Length);

    /// <summary>A length of time, in whatever hours the scope declared.</summary>
    public static Value Of(TimeSpan length) => new(Shape.Span, length.Ticks);

    /// <summary>A place; null is missing.</summary>
    public static Value Of(Place? place) => place is null ? default : new(Shape.Place, content: place);

    /// <summary>A list.</summary>
    public static Value Of(IReadOnlyList<Value> list) => new(Shape.List, content: list);

    /// <summary>A row of a list: its values by the index that the row's scope gives its fields.</summary>
    public static Value Of(IValues row) => new(Shape.Row, content: row);

    /// <inheritdoc/>
    public override string ToString() => shape switch
    {
        Shape.Flag => number != 0 ? "true" : "false",
        Shape.Number => number.ToString(CultureInfo.InvariantCulture),
        Shape.Text => (string)content!,
        Shape.Date => AsDate!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        Shape.Instant => AsInstant!.Value.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture),
        Shape.Span => AsSpan!.Value.ToString("c", CultureInfo.InvariantCulture),
        Shape.Place => $"{AsPlace!.Longitude.ToString(CultureInfo.InvariantCulture)} {AsPlace.Latitude.ToString(CultureInfo.InvariantCulture)}",
        Shape.List => $"[{string.Join(", ", AsList!)}]",
        Shape.Row => "row",
        _ => "missing",
    };

    /// <summary>The same shape with another number; missing where no such value exists.</summary>
    internal Value With(decimal other) => shape switch
    {
        Shape.Date when other < 0 || other > DateOnly.MaxValue.DayNumber => default,
        Shape.Instant when other < DateTimeOffset.MinValue.AddDays(1).UtcTicks || other > DateTimeOffset.MaxValue.AddDays(-1).UtcTicks => default,
        Shape.Span when other < long.MinValue || other > long.MaxValue => default,
        Shape.Span or Shape.Instant => new(shape, decimal.Round(other), offset: offset),
        _ => new(shape, other, offset: offset),
    };

    /// <summary>A length of time of so many ticks; missing where it is too long.</summary>
    internal static Value OfTicks(decimal ticks) => new Value(Shape.Span).With(ticks);

    /// <summary>Whether two values of one type are the same; null where one is missing.</summary>
    internal static bool? Same(in Value left, in Value right) =>
        left.shape != right.shape || left.IsMissing ? null
        : left.shape is Shape.Text or Shape.Place ? left.content!.Equals(right.content)
        : left.shape is Shape.List or Shape.Row ? null
        : left.number == right.number;
}
