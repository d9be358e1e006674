using System.Globalization;
using System.Text.Json;
using CityActors.Packs.Expressions;

namespace CityActors.Packs.Cases;

/// <summary>Values of a case's fields, in JSON as they are stored and sent: texts, codes, ids and dates as texts, amounts and numbers as numbers, places as objects, lists as arrays.</summary>
public static class CaseValue
{
    private const string Day = "yyyy-MM-dd";
    private const string APlace = """{"longitude":112.98,"latitude":28.19,"area":"430103002001"}""";

    /// <summary>Reads a value.</summary>
    /// <param name="json">What was sent or stored.</param>
    /// <param name="type">What the field is.</param>
    /// <param name="fault">What is wrong; null where nothing is.</param>
    public static Value Read(JsonElement json, FieldType type, out ValueFault? fault)
    {
        ArgumentNullException.ThrowIfNull(type);
        fault = null;
        return type.Type?.Kind switch
        {
            null => Text(TextIn(json), type, out fault),
            ExpressionKind.Flag when json.ValueKind is JsonValueKind.True or JsonValueKind.False => Value.Of(json.GetBoolean()),
            ExpressionKind.Whole when json.ValueKind == JsonValueKind.Number && json.TryGetInt64(out var whole) => Value.Of((decimal)whole),
            ExpressionKind.Number or ExpressionKind.Share when json.ValueKind == JsonValueKind.Number && json.TryGetDecimal(out var number) => Value.Of(number),
            ExpressionKind.Money when json.ValueKind == JsonValueKind.Number && json.TryGetDecimal(out var amount) && decimal.Round(amount, 2) == amount => Value.Of(amount),
            ExpressionKind.Text or ExpressionKind.Ref or ExpressionKind.Area => Text(TextIn(json), type, out fault),
            ExpressionKind.Choice => Choice(TextIn(json), type, out fault),
            ExpressionKind.Date when json.ValueKind == JsonValueKind.String && DateOnly.TryParseExact(json.GetString(), Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) => Value.Of(date),
            ExpressionKind.Instant when json.ValueKind == JsonValueKind.String && HasZone(json.GetString()!) && json.TryGetDateTimeOffset(out var instant) => Value.Of(instant),
            ExpressionKind.Place => Place(json, out fault),
            ExpressionKind.List => List(json, type, out fault),
            _ => Wrong(type, out fault),
        };
    }

    /// <summary>Reads a field from its JSON.</summary>
    /// <param name="json">What was sent or stored.</param>
    /// <param name="type">What the field is.</param>
    /// <param name="fault">What is wrong; null where nothing is.</param>
    public static Value Read(string json, FieldType type, out ValueFault? fault)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(type);
        if (json is ['"', .. var plain, '"'] && IsPlain(plain))
        {
            switch (type.Type?.Kind)
            {
                case null or ExpressionKind.Text or ExpressionKind.Ref or ExpressionKind.Area:
                    return Text(plain, type, out fault);
                case ExpressionKind.Choice:
                    return Choice(plain, type, out fault);
            }
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            return Read(document.RootElement, type, out fault);
        }
        catch (JsonException)
        {
            fault = new("is no JSON", "不是有效的JSON");
            return Value.Missing;
        }
    }

    /// <summary>Writes a value as it is stored; null where it is missing.</summary>
    public static string? Write(Value value, ExpressionType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (value.IsMissing)
        {
            return null;
        }

        if (value.AsFlag is { } flag)
        {
            return flag ? "true" : "false";
        }

        if (value.AsText is { } words && words.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_'))
        {
            return $"\"{words}\"";
        }

        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            Write(json, value, type);
        }

        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void Write(Utf8JsonWriter json, Value value, ExpressionType type)
    {
        switch (value)
        {
            case { AsFlag: { } flag }:
                json.WriteBooleanValue(flag);
                break;
            case { AsNumber: { } number }:
                json.WriteNumberValue(number);
                break;
            case { AsDate: { } date }:
                json.WriteStringValue(date.ToString(Day, CultureInfo.InvariantCulture));
                break;
            case { AsInstant: { } instant }:
                json.WriteStringValue(instant);
                break;
            case { AsPlace: { } place }:
                json.WriteStartObject();
                json.WriteNumber("longitude", place.Longitude);
                json.WriteNumber("latitude", place.Latitude);
                json.WriteString("area", place.AreaCode);
                json.WriteEndObject();
                break;
            case { AsList: { } list }:
                json.WriteStartArray();
                foreach (var element in list)
                {
                    Write(json, element, type.Element!);
                }

                json.WriteEndArray();
                break;
            case { AsText: { } text }:
                json.WriteStringValue(text);
                break;
            default:
                WriteRow(json, value, type.Fields!);
                break;
        }
    }

    private static void WriteRow(Utf8JsonWriter json, Value value, Scope fields)
    {
        json.WriteStartObject();
        for (var i = 0; i < fields.Fields.Count; i++)
        {
            if (value.AsRow![i] is { IsMissing: false } member)
            {
                json.WritePropertyName(fields.Fields[i].Path);
                Write(json, member, fields.Fields[i].Type);
            }
        }

        json.WriteEndObject();
    }

    private static Value Wrong(FieldType type, out ValueFault? fault)
    {
        fault = type.Type!.Kind switch
        {
            ExpressionKind.Flag => new("must be true or false", "须为 true 或 false"),
            ExpressionKind.Whole => new("must be a whole number", "须为整数"),
            ExpressionKind.Money => new($"must be an amount in {type.Type.Unit} with at most two decimals, for example 57000.00", $"须为{type.Type.Unit}金额，最多两位小数，如57000.00"),
            ExpressionKind.Date => new("must be a date such as \"2026-01-05\"", "须为日期，如\"2026-01-05\""),
            ExpressionKind.Instant => new("must be a time with its zone, such as \"2026-01-05T09:00:00+08:00\"", "须为带时区的时间，如\"2026-01-05T09:00:00+08:00\""),
            ExpressionKind.Share => new("must be a part of one, for example 0.3", "须为比例，如0.3"),
            _ => new("must be a number", "须为数字"),
        };
        return Value.Missing;
    }

    // As JSON has it, word for word.
    private static bool IsPlain(string text) => text.All(static c => c is >= ' ' and not ('"' or '\\') && !char.IsSurrogate(c));

    private static string? TextIn(JsonElement json) => json.ValueKind == JsonValueKind.String ? json.GetString() : null;

    private static Value Text(string? text, FieldType type, out ValueFault? fault)
    {
        fault = text is null ? new("must be a text", "须为文字")
            : string.IsNullOrWhiteSpace(text) ? new("must not be empty", "不能为空")
            : type.MostCharacters > 0 && text.Length > type.MostCharacters && new StringInfo(text).LengthInTextElements > type.MostCharacters ? new($"may have at most {type.MostCharacters} characters", $"不得超过{type.MostCharacters}字")
            : null;
        return fault is null ? Value.Of(text) : Value.Missing;
    }

    private static Value Choice(string? code, FieldType type, out ValueFault? fault)
    {
        var isKnown = code is not null && (type.Type!.Codes is not { } codes || codes.Any(choice => choice.Code == code));
        var all = isKnown ? "" : string.Join(", ", type.Type!.Codes?.Select(static choice => choice.Code) ?? []);
        fault = isKnown ? null : new($"must be one of {all}", $"须为以下之一：{all}");
        return isKnown ? Value.Of(code) : Value.Missing;
    }

    private static Value Place(JsonElement json, out ValueFault? fault)
    {
        double longitude = 0, latitude = 0;
        var isPlace = json.ValueKind == JsonValueKind.Object
            && json.TryGetProperty("longitude", out var east) && east.ValueKind == JsonValueKind.Number && east.TryGetDouble(out longitude) && longitude is >= -180 and <= 180
            && json.TryGetProperty("latitude", out var north) && north.ValueKind == JsonValueKind.Number && north.TryGetDouble(out latitude) && latitude is >= -90 and <= 90;
        var area = isPlace && json.TryGetProperty("area", out var code) && code.ValueKind == JsonValueKind.String ? code.GetString()! : null;
        fault = area is null ? new($"must be a place such as {APlace}", $"须为地点，如{APlace}") : null;
        return area is null ? Value.Missing : Value.Of(new Place(longitude, latitude, area));
    }

    private static Value List(JsonElement json, FieldType type, out ValueFault? fault)
    {
        if (json.ValueKind != JsonValueKind.Array || json.GetArrayLength() > type.Type!.Most)
        {
            fault = new($"must be a list of at most {type.Type!.Most}", $"须为列表，最多{type.Type.Most}项");
            return Value.Missing;
        }

        var list = new List<Value>(json.GetArrayLength());
        foreach (var element in json.EnumerateArray())
        {
            var value = type.Rows.Count > 0 ? Row(element, type, out fault) : Read(element, new FieldType(type.Type.Element, type.MostCharacters, type.Rows), out fault);
            if (fault is not null)
            {
                fault = new($"has an entry {list.Count + 1} that {fault.English}", $"第{list.Count + 1}项{fault.Chinese}");
                return Value.Missing;
            }

            list.Add(value);
        }

        fault = null;
        return Value.Of(list);
    }

    private static Value Row(JsonElement json, FieldType type, out ValueFault? fault)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            var all = string.Join(", ", type.Rows.Keys);
            fault = new($"must be an object with {all}", $"须为对象，含{all}");
            return Value.Missing;
        }

        var scope = type.Type!.Element!.Fields!;
        var values = new Dictionary<string, Value>(StringComparer.Ordinal);
        foreach (var member in json.EnumerateObject())
        {
            if (!type.Rows.TryGetValue(member.Name, out var field))
            {
                fault = new($"has the unknown '{member.Name}'; there are {string.Join(", ", type.Rows.Keys)}", $"含未知项“{member.Name}”");
                return Value.Missing;
            }

            var value = Read(member.Value, field, out fault);
            if (fault is not null)
            {
                fault = new($"has a '{member.Name}' that {fault.English}", $"的“{member.Name}”{fault.Chinese}");
                return Value.Missing;
            }

            if (scope.IndexOf(member.Name) >= 0)
            {
                values[member.Name] = value;
            }
        }

        fault = null;
        return Value.Of(scope.Values(values));
    }

    // A text without a zone would be taken for this machine's own.
    private static bool HasZone(string text) => text.EndsWith('Z') || (text.Length > 6 && text[^6] is '+' or '-');
}

/// <summary>What is wrong with a value, as the end of a sentence that begins with the field's name.</summary>
/// <param name="English">In English.</param>
/// <param name="Chinese">In Chinese.</param>
public sealed record ValueFault(string English, string Chinese);
