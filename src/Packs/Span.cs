using System.Collections.Frozen;
using System.Globalization;

namespace CityActors.Packs;

/// <summary>The hours that a span counts.</summary>
public enum SpanHours
{
    /// <summary>Every minute of every day.</summary>
    All,

    /// <summary>The hours of urgent matters: every minute, too, but the clock of an order.</summary>
    Urgent,

    /// <summary>Working hours of working days.</summary>
    Working,

    /// <summary>Days of the calendar, working or not.</summary>
    Natural,
}

/// <summary>A length of time as packs write it: <c>20 seconds</c>, <c>48 urgent-hours</c>, <c>3 working-days</c>.</summary>
/// <param name="Amount">How many.</param>
/// <param name="Unit">Of what, in the plural.</param>
public readonly record struct Span(long Amount, string Unit)
{
    private const long Longest = 100_000_000;

    private static readonly FrozenDictionary<string, (SpanHours Hours, TimeSpan One)> Units = new Dictionary<string, (SpanHours, TimeSpan)>
    {
        ["seconds"] = (SpanHours.All, TimeSpan.FromSeconds(1)),
        ["minutes"] = (SpanHours.All, TimeSpan.FromMinutes(1)),
        ["hours"] = (SpanHours.All, TimeSpan.FromHours(1)),
        ["days"] = (SpanHours.All, TimeSpan.FromDays(1)),
        ["urgent-hours"] = (SpanHours.Urgent, TimeSpan.FromHours(1)),
        ["urgent-days"] = (SpanHours.Urgent, TimeSpan.FromDays(1)),
        ["working-hours"] = (SpanHours.Working, TimeSpan.FromHours(1)),
        ["working-days"] = (SpanHours.Working, TimeSpan.FromDays(1)),
        ["natural-days"] = (SpanHours.Natural, TimeSpan.FromDays(1)),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The units that there are.</summary>
    public static IReadOnlyList<string> AllUnits { get; } = [.. Units.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Which hours count.</summary>
    public SpanHours Hours => Units[Unit].Hours;

    /// <summary>How long it is, if every hour that counts follows the one before; for <see cref="SpanHours.All"/> that is what it is.</summary>
    public TimeSpan Length => Amount * Units[Unit].One;

    /// <summary>Reads a span.</summary>
    /// <returns>Null where the text is none: a whole number, one blank, a unit.</returns>
    public static Span? Parse(string? text)
    {
        var blank = text?.IndexOf(' ', StringComparison.Ordinal) ?? -1;
        return blank > 0 && Units.ContainsKey(text![(blank + 1)..])
            && long.TryParse(text.AsSpan(0, blank), NumberStyles.None, CultureInfo.InvariantCulture, out var amount) && amount <= Longest && amount <= TimeSpan.MaxValue / Units[text[(blank + 1)..]].One
                ? new Span(amount, text[(blank + 1)..])
                : null;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Amount} {Unit}");
}
