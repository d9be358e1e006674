using System.Collections.Immutable;
using System.Text.Json;
using CityActors.Packs.Cases;
using CityActors.Packs.Expressions;
using CityActors.Packs.Registers;

namespace CityActors.Registers;

/// <summary>Reads what is to stand in a record: complete and of the right types, or a refusal for each field.</summary>
internal static class RecordForms
{
    /// <summary>What takes a field out.</summary>
    public const string Nothing = "null";

    /// <summary>Checks the fields that a record would have.</summary>
    /// <param name="type">The register.</param>
    /// <param name="key">The record's key.</param>
    /// <param name="fields">All its fields, each as JSON.</param>
    /// <param name="values">Their values.</param>
    /// <returns>What is wrong with each field; nothing: it may be written so.</returns>
    public static IReadOnlyList<RecordFault> Check(RegisterType type, string key, IReadOnlyDictionary<string, string> fields, out Dictionary<string, Value> values)
    {
        var faults = new List<RecordFault>();
        values = new Dictionary<string, Value>(StringComparer.Ordinal);
        foreach (var (name, json) in fields)
        {
            if (!type.Types.TryGetValue(name, out var known))
            {
                faults.Add(new(name, RecordRefusals.FieldUnknown(type, name)));
            }
            else if (Read(type, name, json, known, out var fault) is var value && fault is not null)
            {
                faults.Add(new(name, RecordRefusals.Field(type, name, RecordRefusals.WrongValue, fault)));
            }
            else
            {
                values[name] = value;
            }
        }

        foreach (var (name, field) in type.Spec.Fields)
        {
            if (field.Need == "begin" && !fields.ContainsKey(name))
            {
                faults.Add(new(name, RecordRefusals.Field(type, name, "form-incomplete", new("is missing", "未填写"))));
            }
        }

        if (values.TryGetValue(type.Spec.Key, out var given) && given.AsText != key)
        {
            faults.Add(new(type.Spec.Key, RecordRefusals.KeyFixed(type)));
        }

        return faults;
    }

    /// <summary>The code of the area in a field that is an area or a place; empty: it has none.</summary>
    public static string AreaOf(string? json)
    {
        if (json is null)
        {
            return "";
        }

        using var document = JsonDocument.Parse(json);
        return document.RootElement switch
        {
            { ValueKind: JsonValueKind.String } code => code.GetString()!,
            { ValueKind: JsonValueKind.Object } place when place.TryGetProperty("area", out var code) => code.GetString()!,
            _ => "",
        };
    }

    /// <summary>A value as a text by which it is found: a text without its quotes, else as it stands in JSON.</summary>
    public static string TextOf(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.ValueKind == JsonValueKind.String ? document.RootElement.GetString()! : json;
    }

    /// <summary>Two sets of fields, the second over the first; what is nothing goes.</summary>
    public static ImmutableSortedDictionary<string, string> Merged(ImmutableSortedDictionary<string, string> before, IReadOnlyDictionary<string, string> written)
    {
        foreach (var (name, json) in written)
        {
            before = json == Nothing ? before.Remove(name) : before.SetItem(name, json);
        }

        return before;
    }

    private static Value Read(RegisterType type, string name, string json, FieldType known, out ValueFault? fault)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var value = CaseValue.Read(document.RootElement, known, out fault);
            fault ??= Outside(type, name, value);
            return value;
        }
        catch (JsonException)
        {
            fault = new("is no JSON", "不是有效的JSON");
            return Value.Missing;
        }
    }

    private static ValueFault? Outside(RegisterType type, string name, Value value)
    {
        var spec = type.Spec.Fields[name];
        return value.AsNumber switch
        {
            { } number when number < spec.Least => new($"must be at least {spec.Least}", $"不得小于{spec.Least}"),
            { } number when number > spec.Most => new($"must be at most {spec.Most}", $"不得大于{spec.Most}"),
            _ when spec.Is == "area" && value.AsText is { } code && !Packs.Switches.SwitchRules.IsArea(code) => new("must be the code of an area: 4, 6, 9, 12 or 15 digits", "须为区域编码（4、6、9、12或15位数字）"),
            _ => null,
        };
    }
}
