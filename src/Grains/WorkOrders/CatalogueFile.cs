using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CityActors.Deadlines;

namespace CityActors.WorkOrders;

/// <summary>The JSON form of a catalogue; collects every fault before it refuses.</summary>
internal sealed class CatalogueFile(string json, string source)
{
    private static readonly Dictionary<string, string[]> Classes = new(StringComparer.Ordinal)
    {
        ["part"] = ["utility", "traffic", "environment", "greening", "other"],
        ["event"] = ["environment", "advertising", "construction", "emergency", "street-order", "other"],
        ["service"] = ["care", "device", "request"],
    };

    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "code", "english", "chinese", "condition", "handling", "accept", "check", "dispatch", "verify", "close",
        "department", "skills", "urgent", "mayMerge", "autoFile", "alertKinds", "invented",
    };

    private readonly List<string> faults = [];
    private readonly HashSet<string> codes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> alertKinds = new(StringComparer.Ordinal);
    private readonly List<Department> departments = [];
    private JsonObject defaults = [];

    public static Catalogue Parse(string json, string source) => new CatalogueFile(json, source).Read();

    private Catalogue Read()
    {
        JsonObject root;
        try
        {
            root = JsonNode.Parse(json)?.AsObject() ?? [];
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or ArgumentException)
        {
            var line = fault is JsonException { LineNumber: { } number } ? $", line {number + 1}" : "";
            throw new FormatException($"{source}{line}: not a catalogue: {fault.Message}", fault);
        }

        defaults = root["defaults"] as JsonObject ?? [];
        foreach (var entry in (root["departments"] as JsonArray ?? []).OfType<JsonObject>())
        {
            departments.Add(new Department(Text(entry, "code", "departments"), Text(entry, "english", "departments"), Text(entry, "chinese", "departments")));
        }

        var categories = new List<Category>();
        foreach (var node in root["categories"] as JsonArray ?? [])
        {
            if (node is JsonObject entry)
            {
                categories.Add(ReadCategory(entry));
            }
            else
            {
                faults.Add($"{source}: entry {categories.Count + 1} of 'categories' is no object.");
            }
        }

        if (categories.Count == 0)
        {
            faults.Add($"{source}: 'categories' is missing or empty.");
        }

        return faults.Count == 0
            ? new Catalogue(departments.ToArray(), categories.ToArray())
            : throw new FormatException(string.Join(Environment.NewLine, faults));
    }

    private Category ReadCategory(JsonObject entry)
    {
        var code = Text(entry, "code", "categories");
        var parts = code.Split('.');
        if (!codes.Add(code))
        {
            Fault(code, "the code stands there twice");
        }

        if (parts.Length != 3 || parts[2].Length == 0 || !Classes.TryGetValue(parts[0], out var classes) || !classes.Contains(parts[1]))
        {
            Fault(code, "a code is type.class.subclass with type part, event or service and one of: "
                + string.Join(", ", Classes.SelectMany(static pair => pair.Value, static (pair, name) => $"{pair.Key}.{name}")));
        }

        foreach (var (name, _) in entry)
        {
            if (!Known.Contains(name))
            {
                Fault(code, $"'{name}' is not known; known are {string.Join(", ", Known.Order(StringComparer.Ordinal))}");
            }
        }

        var condition = entry["condition"] as JsonObject ?? [];
        return new Category
        {
            Code = code,
            Type = parts[0],
            Class = parts.Length > 1 ? parts[1] : "",
            English = Text(entry, "english", code),
            Chinese = Text(entry, "chinese", code),
            ConditionEnglish = Text(condition, "english", $"{code}, condition"),
            ConditionChinese = Text(condition, "chinese", $"{code}, condition"),
            Limits = Limits(entry, code),
            Department = Department(entry, code),
            Skills = SkillsOf(entry, code),
            Urgent = Flag(entry, "urgent", code, ifMissing: false),
            MayMerge = Flag(entry, "mayMerge", code, ifMissing: true),
            AutoFile = Flag(entry, "autoFile", code, ifMissing: false),
            AlertKinds = AlertKindsOf(entry, code),
            Invented = Flag(entry, "invented", code, ifMissing: false),
        };
    }

    private StageLimits Limits(JsonObject entry, string code) => new()
    {
        Accept = Limit(entry, "accept", code),
        Check = Limit(entry, "check", code),
        Dispatch = Limit(entry, "dispatch", code),
        Handling = Limit(entry, "handling", code),
        Verify = Limit(entry, "verify", code),
        Close = Limit(entry, "close", code),
    };

    private TimeLimit Limit(JsonObject entry, string name, string code)
    {
        if ((entry[name] ?? defaults[name]) is JsonValue value && value.TryGetValue<string>(out var text)
            && text.Split(' ') is [var number, var unit]
            && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count is > 0 and <= 10_000
            && TimeLimit.UnitNamed(unit) is { } known)
        {
            return new TimeLimit(count, known);
        }

        Fault(code, $"'{name}' must be a limit such as \"4 working-hours\"; units are "
            + string.Join(", ", Enum.GetValues<LimitUnit>().Select(TimeLimit.NameOf)));
        return new TimeLimit(1, LimitUnit.Minutes);
    }

    private string Department(JsonObject entry, string code)
    {
        var department = Text(entry, "department", code);
        if (!departments.Exists(known => known.Code == department))
        {
            Fault(code, $"the department '{department}' does not stand in 'departments'");
        }

        return department;
    }

    private string[] SkillsOf(JsonObject entry, string code)
    {
        var skills = Texts(entry, "skills", code);
        if (skills.Length == 0 || skills.Distinct(StringComparer.Ordinal).Count() != skills.Length)
        {
            Fault(code, "'skills' must name at least one skill and none twice");
        }

        return skills;
    }

    private string[] AlertKindsOf(JsonObject entry, string code)
    {
        var kinds = Texts(entry, "alertKinds", code);
        foreach (var kind in kinds)
        {
            if (!alertKinds.TryAdd(kind, code))
            {
                Fault(code, $"the alert kind '{kind}' is taken by {alertKinds[kind]}");
            }
        }

        return kinds;
    }

    private string Text(JsonObject entry, string name, string place)
    {
        if (entry[name] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0)
        {
            return text;
        }

        Fault(place, $"'{name}' is missing or no text");
        return "?";
    }

    private string[] Texts(JsonObject entry, string name, string code)
    {
        var texts = (entry[name] as JsonArray)?.Select(static node => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null).ToArray() ?? [];
        if (entry[name] is not (null or JsonArray) || texts.Contains(null))
        {
            Fault(code, $"'{name}' must be a list of texts");
        }

        return texts.OfType<string>().ToArray();
    }

    private bool Flag(JsonObject entry, string name, string code, bool ifMissing)
    {
        if (entry[name] is null)
        {
            return ifMissing;
        }

        if (entry[name] is JsonValue value && value.TryGetValue<bool>(out var flag))
        {
            return flag;
        }

        Fault(code, $"'{name}' must be true or false");
        return ifMissing;
    }

    private void Fault(string place, string what) => faults.Add($"{source}{LineOf(place)}: {place}: {what}.");

    // The line of an entry is where its code stands; JSON nodes do not keep their place.
    private string LineOf(string place)
    {
        var at = json.IndexOf($"\"{place.Split(',')[0]}\"", StringComparison.Ordinal);
        return at < 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", line {json.AsSpan(0, at).Count('\n') + 1}");
    }
}
