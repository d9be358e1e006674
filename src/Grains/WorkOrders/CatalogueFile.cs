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

    private static readonly SortedSet<string> Known = new(StringComparer.Ordinal)
    {
        "code", "english", "chinese", "condition", "handling", "accept", "check", "dispatch", "verify", "close",
        "department", "skills", "urgent", "mayMerge", "autoFile", "alertKinds", "citizens", "invented",
    };

    private readonly List<string> faults = [];
    private readonly HashSet<string> codes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> alertKinds = new(StringComparer.Ordinal);
    private Department[] departments = [];
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
        departments = [.. (root["departments"] as JsonArray ?? []).OfType<JsonObject>().Select(ReadDepartment)];
        var entries = root["categories"] as JsonArray ?? [];
        var categories = entries.OfType<JsonObject>().Select(ReadCategory).ToArray();
        faults.AddRange(entries.Index().Where(static entry => entry.Item is not JsonObject)
            .Select(entry => $"{source}: entry {entry.Index + 1} of 'categories' is no object."));
        if (categories.Length == 0)
        {
            faults.Add($"{source}: 'categories' is missing or empty.");
        }

        return faults.Count == 0 ? new Catalogue(departments, categories) : throw new FormatException(string.Join(Environment.NewLine, faults));
    }

    private Department ReadDepartment(JsonObject entry) =>
        new(Text(entry, "code", "departments"), Text(entry, "english", "departments"), Text(entry, "chinese", "departments"));

    private Category ReadCategory(JsonObject entry)
    {
        var code = Text(entry, "code", "categories");
        var parts = code.Split('.');
        Check(code, codes.Add(code), "the code stands there twice");
        Check(
            code,
            parts.Length == 3 && parts[2].Length > 0 && Classes.TryGetValue(parts[0], out var classes) && classes.Contains(parts[1]),
            "a code is type.class.subclass with type part, event or service and one of: "
                + string.Join(", ", Classes.SelectMany(static pair => pair.Value, static (pair, name) => $"{pair.Key}.{name}")));
        foreach (var (name, _) in entry)
        {
            Check(code, Known.Contains(name), $"'{name}' is not known; known are {string.Join(", ", Known)}");
        }

        var condition = entry["condition"] as JsonObject ?? [];
        return new Category
        {
            Code = code,
            English = Text(entry, "english", code),
            Chinese = Text(entry, "chinese", code),
            ConditionEnglish = Text(condition, "english", $"{code}, condition"),
            ConditionChinese = Text(condition, "chinese", $"{code}, condition"),
            Limits = new StageLimits(
                Accept: Limit(entry, "accept", code),
                Check: Limit(entry, "check", code),
                Dispatch: Limit(entry, "dispatch", code),
                Handling: Limit(entry, "handling", code),
                Verify: Limit(entry, "verify", code),
                Close: Limit(entry, "close", code)),
            Department = DepartmentOf(entry, code),
            Skills = SkillsOf(entry, code),
            Urgent = Flag(entry, "urgent", code),
            MayMerge = Flag(entry, "mayMerge", code, ifMissing: true),
            AutoFile = Flag(entry, "autoFile", code),
            AlertKinds = AlertKindsOf(entry, code),
            Citizens = Flag(entry, "citizens", code, ifMissing: true),
            Invented = Flag(entry, "invented", code),
        };
    }

    private TimeLimit Limit(JsonObject entry, string name, string code)
    {
        if (As<string>(entry[name] ?? defaults[name])?.Split(' ') is [var number, var unit]
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

    private string DepartmentOf(JsonObject entry, string code)
    {
        var department = Text(entry, "department", code);
        Check(code, Array.Exists(departments, known => known.Code == department), $"the department '{department}' does not stand in 'departments'");
        return department;
    }

    private string[] SkillsOf(JsonObject entry, string code)
    {
        var skills = Texts(entry, "skills", code);
        var isRight = skills.Length > 0 && skills.Distinct(StringComparer.Ordinal).Count() == skills.Length;
        Check(code, isRight, "'skills' must name at least one skill and none twice");
        return skills;
    }

    private string[] AlertKindsOf(JsonObject entry, string code)
    {
        var kinds = Texts(entry, "alertKinds", code);
        foreach (var kind in kinds)
        {
            Check(code, alertKinds.TryAdd(kind, code), $"the alert kind '{kind}' is taken by {alertKinds[kind]}");
        }

        return kinds;
    }

    private string Text(JsonObject entry, string name, string place)
    {
        var text = As<string>(entry[name]) ?? "";
        Check(place, text.Length > 0, $"'{name}' is missing or no text");
        return text.Length > 0 ? text : "?";
    }

    private string[] Texts(JsonObject entry, string name, string code)
    {
        var texts = (entry[name] as JsonArray)?.Select(As<string>).ToArray() ?? [];
        Check(code, entry[name] is null or JsonArray && !texts.Contains(null), $"'{name}' must be a list of texts");
        return [.. texts.OfType<string>()];
    }

    private bool Flag(JsonObject entry, string name, string code, bool ifMissing = false)
    {
        var flag = As<bool?>(entry[name]);
        Check(code, entry[name] is null || flag is not null, $"'{name}' must be true or false");
        return flag ?? ifMissing;
    }

    // What a node holds, or the default where it holds nothing or something else.
    private static T? As<T>(JsonNode? node) => node is JsonValue value && value.TryGetValue<T>(out var held) ? held : default;

    private void Check(string place, bool isRight, string fault)
    {
        if (!isRight)
        {
            Fault(place, fault);
        }
    }

    private void Fault(string place, string what) => faults.Add($"{source}{LineOf(place)}: {place}: {what}.");

    // The line of an entry is where its code stands; JSON nodes do not keep their place.
    private string LineOf(string place)
    {
        var at = json.IndexOf($"\"{place.Split(',')[0]}\"", StringComparison.Ordinal);
        return at < 0 ? "" : $", line {json.AsSpan(0, at).Count('\n') + 1}";
    }
}
