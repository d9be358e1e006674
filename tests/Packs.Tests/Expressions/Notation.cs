using System.Globalization;
using System.Text.Json;

namespace CityActors.Packs.Expressions;

/// <summary>Types and values as the vectors and the page write them.</summary>
internal static class Notation
{
    public static ExpressionType Type(string text, Func<string, Scope>? rows = null)
    {
        var parts = text.Split(':', 2);
        var rest = parts.Length > 1 ? parts[1] : null;
        return parts[0] switch
        {
            "flag" => ExpressionType.Flag,
            "whole" => ExpressionType.Whole,
            "number" => ExpressionType.Number(rest),
            "share" => ExpressionType.Share,
            "money" => ExpressionType.Money(rest!),
            "text" => ExpressionType.Text,
            "date" => ExpressionType.Date,
            "instant" => ExpressionType.Instant,
            "span" => ExpressionType.Span(Enum.Parse<SpanHours>(rest!, ignoreCase: true)),
            "choice" => ExpressionType.Choice(rest!.Split('|').Select(Code)),
            "place" => ExpressionType.Place,
            "area" => ExpressionType.Area,
            "ref" => ExpressionType.Ref(rest),
            "list" => ExpressionType.List(Type(rest!.Split(':', 2)[1], rows), int.Parse(rest.Split(':')[0], CultureInfo.InvariantCulture)),
            "rows" => ExpressionType.List(ExpressionType.Row(rows!(rest!.Split(':')[1])), int.Parse(rest.Split(':')[0], CultureInfo.InvariantCulture)),
            _ => throw new ArgumentException($"There is no type {text}.", nameof(text)),
        };
    }

    public static ScopeField Field(JsonElement field, Func<string, Scope>? rows) => new(Text(field, "path")!, Type(Text(field, "type")!, rows))
    {
        MayBeMissing = field.TryGetProperty("missing", out var missing) && missing.GetBoolean(),
        Least = field.TryGetProperty("least", out var least) ? least.GetDecimal() : null,
        Most = field.TryGetProperty("most", out var most) ? most.GetDecimal() : null,
    };

    public static Value Value(JsonElement json, ExpressionType type) => json.ValueKind == JsonValueKind.Null ? default : type.Kind switch
    {
        ExpressionKind.Flag => Expressions.Value.Of(json.GetBoolean()),
        ExpressionKind.Whole or ExpressionKind.Number or ExpressionKind.Share or ExpressionKind.Money => Expressions.Value.Of(decimal.Parse(json.ToString(), CultureInfo.InvariantCulture)),
        ExpressionKind.Date => Expressions.Value.Of(DateOnly.Parse(json.GetString()!, CultureInfo.InvariantCulture)),
        ExpressionKind.Instant => Expressions.Value.Of(DateTimeOffset.Parse(json.GetString()!, CultureInfo.InvariantCulture)),
        ExpressionKind.Span => Expressions.Value.Of(Packs.Span.Parse(json.GetString())!.Value),
        ExpressionKind.Place => Expressions.Value.Of(new Place(json[0].GetDouble(), json[1].GetDouble(), json[2].GetString()!)),
        ExpressionKind.List => Expressions.Value.Of([.. json.EnumerateArray().Select(item => Value(item, type.Element!))]),
        ExpressionKind.Row => Expressions.Value.Of(Values(json, type.Fields!)),
        _ => Expressions.Value.Of(json.GetString()),
    };

    public static IValues Values(JsonElement json, Scope scope) => scope.Values(json.ValueKind == JsonValueKind.Undefined
        ? new Dictionary<string, Value>()
        : json.EnumerateObject().ToDictionary(pair => pair.Name, pair => Value(pair.Value, scope.Fields[scope.IndexOf(pair.Name)].Type)));

    public static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var text) ? text.ToString() : null;

    // hard=困难: a code with its name in Chinese.
    private static ChoiceCode Code(string text) => text.Split('=') is [var code, var chinese] ? new(code, code, chinese) : new(text);
}
