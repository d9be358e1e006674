using System.Globalization;
using CityActors.Packs.Expressions;
using CityActors.Packs.Format;

namespace CityActors.Packs.Cases;

/// <summary>The type of a case's field, as its file says it.</summary>
/// <param name="Type">As expressions know it; null of a file, which they do not read.</param>
/// <param name="MostCharacters">How long a text may be; 0: it is none.</param>
/// <param name="Rows">Of a list of rows: their fields by name; else empty.</param>
public sealed record FieldType(ExpressionType? Type, int MostCharacters, IReadOnlyDictionary<string, FieldType> Rows)
{
    /// <summary>The longest text that a field may take.</summary>
    public const int LongestText = 4_000;

    /// <summary>The most rows that a list may have.</summary>
    public const int MostRows = 200;

    private const int LongestCode = 100;
    private static readonly Dictionary<string, FieldType> none = [];

    private static readonly Dictionary<string, ExpressionType> simple = new(StringComparer.Ordinal)
    {
        ["flag"] = ExpressionType.Flag,
        ["whole"] = ExpressionType.Whole,
        ["number"] = ExpressionType.Number(),
        ["share"] = ExpressionType.Share,
        ["date"] = ExpressionType.Date,
        ["instant"] = ExpressionType.Instant,
        ["place"] = ExpressionType.Place,
        ["area"] = ExpressionType.Area,
    };

    /// <summary>The words of types that stand alone.</summary>
    public static IEnumerable<string> Words => simple.Keys.Append("file").Append("list").Order(StringComparer.Ordinal);

    /// <summary>Reads the type of a field.</summary>
    /// <param name="field">What the file says of it.</param>
    /// <param name="lists">The lists of codes by name.</param>
    /// <param name="fault">What is wrong with it; null where it has a type.</param>
    public static FieldType? Of(FieldSpec field, IReadOnlyDictionary<string, IReadOnlyList<ChoiceCode>> lists, out string? fault)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(lists);
        if (field.Is != "list")
        {
            fault = field.Of.Count > 0 || field.Most is not null ? "'of' and 'most' belong to a list: write \"is\": \"list\"." : null;
            return fault is null ? Parse(field.Is, lists, out fault) : null;
        }

        var rows = new Dictionary<string, FieldType>(StringComparer.Ordinal);
        foreach (var (name, text) in field.Of)
        {
            if (Parse(text, lists, out fault) is not { } type)
            {
                fault = $"In 'of', '{name}': {fault}";
                return null;
            }

            rows[name] = type;
        }

        var isSized = field.Most is > 0 and <= MostRows;
        fault = !isSized ? $"A list says how many rows it has at most: 'most' from 1 to {MostRows}." : rows.Count == 0 ? "A list says of which fields its rows are, in 'of'." : null;
        return fault is not null ? null : new(
            ExpressionType.List(ExpressionType.Row(new Scope(rows.Where(static row => row.Value.Type is not null).Select(static row => new ScopeField(row.Key, row.Value.Type!) { MayBeMissing = true }))), field.Most!.Value), 0, rows);
    }

    private static FieldType? Parse(string text, IReadOnlyDictionary<string, IReadOnlyList<ChoiceCode>> lists, out string? fault)
    {
        fault = null;
        if (simple.TryGetValue(text, out var known))
        {
            return new(known, 0, none);
        }

        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var (word, rest) = colon < 0 ? (text, "") : (text[..colon], text[(colon + 1)..]);
        switch (word)
        {
            case "text" when int.TryParse(rest, NumberStyles.None, CultureInfo.InvariantCulture, out var most) && most is > 0 and <= LongestText:
                return new(ExpressionType.Text, most, none);
            case "text":
                fault = $"A text says how many characters it has at most, up to {LongestText}: \"text:200\".";
                return null;
            case "choice" when rest.Contains('|', StringComparison.Ordinal):
                return new(ExpressionType.Choice(rest.Split('|').Select(static code => new ChoiceCode(code))), LongestCode, none);
            case "choice" when lists.TryGetValue(rest, out var codes):
                return new(ExpressionType.Choice(codes), LongestCode, none);
            case "choice":
                fault = $"There is no list '{rest}' in lists/: give its name, or codes with | between, such as \"choice:simple|hard\".";
                return null;
            case "ref" when rest.Length > 0:
                return new(ExpressionType.Ref(rest), LongestCode, none);
            case "money" when rest.Length == 3 && rest.All(char.IsAsciiLetterUpper):
                return new(ExpressionType.Money(rest), 0, none);
            case "number" when rest.Length > 0:
                return new(ExpressionType.Number(rest), 0, none);
            case "list" when rest.Split(':') is [.. { Length: > 0 } element, var size] && int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length is > 0 and <= MostRows:
                return Parse(string.Join(':', element), lists, out fault) is { Type: { } type } of ? new(ExpressionType.List(type, length), of.MostCharacters, none) : null;
            case "file":
                return new(null, LongestCode, none);
            default:
                fault = $"'{text}' is no type; there are {string.Join(", ", Words)}, \"text:200\", \"choice:a|b\", \"ref:mediator\", \"money:CNY\", \"number:m\" and \"list:ref:party:50\".";
                return null;
        }
    }
}
