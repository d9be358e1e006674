using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CityActors.Packs.Format;
using CityActors.Tables;

namespace CityActors.WorkOrders;

/// <summary>The categories of a catalogue as a table: a row each, so that a district keeps them in a spreadsheet. Pure.</summary>
public static class CatalogueTable
{
    private const string MergeMetres = "merge-metres";
    private const string MergeWithin = "merge-within";
    private static readonly JsonSerializerOptions plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly string[] needed = ["code", "en", "zh", "condition-en", "condition-zh", "unit", "skills"];
    private static readonly string[] stages = ["accept", "check", "dispatch", "handling", "verify", "close"];
    private static readonly (string Column, string Member, bool Default)[] flags = [("urgent", "urgent", false), ("auto-file", "autoFile", false), ("may-merge", "mayMerge", true), ("citizens", "citizens", true)];
    private static readonly string[] lists = ["skills", "alerts", "rings"];

    /// <summary>The columns.</summary>
    public static IReadOnlyList<string> Columns { get; } =
        ["code", "en", "zh", "condition-en", "condition-zh", "unit", "skills", .. stages, "urgent", "auto-file", "may-merge", MergeMetres, MergeWithin, "citizens", "alerts", "rings", "case"];

    /// <summary>The table of some categories.</summary>
    /// <param name="categories">The categories.</param>
    public static string Write(IEnumerable<CategorySpec> categories)
    {
        ArgumentNullException.ThrowIfNull(categories);
        return CsvTable.Write(Columns, categories.Select(static one => (string[])
        [
            one.Code, one.Name.En ?? "", one.Name.Zh ?? "", one.Condition.En ?? "", one.Condition.Zh ?? "", one.Unit, List(one.Skills),
            one.Accept ?? "", one.Check ?? "", one.Dispatch ?? "", one.Handling ?? "", one.Verify ?? "", one.Close ?? "",
            Flag(one.Urgent), Flag(one.AutoFile), Flag(one.MayMerge), one.Merge?.Metres.ToString(CultureInfo.InvariantCulture) ?? "", one.Merge?.Within ?? "", Flag(one.Citizens), List(one.Alerts), List(one.Rings), one.Case,
        ]));
    }

    /// <summary>The categories of a table, each as the JSON of <c>catalogue.json</c>; what the cells say is judged by the check of the pack.</summary>
    /// <param name="csv">The table.</param>
    /// <param name="rows">The rows that they come from.</param>
    /// <param name="faults">What cannot be read, by row and column; then nothing is to be taken.</param>
    public static IReadOnlyList<JsonObject> Read(string csv, out IReadOnlyList<CsvRow> rows, out IReadOnlyList<CsvFault> faults)
    {
        rows = CsvTable.Read(csv, Columns, needed, out var found);
        var read = new List<JsonObject>(rows.Count);
        foreach (var row in rows)
        {
            found.AddRange(needed.Where(column => row[column].Length == 0).Select(column => new CsvFault(row.Line, column, $"A category needs '{column}'.", $"缺少“{column}”。")));
            read.Add(Category(row, found));
        }

        faults = found;
        return read;
    }

    /// <summary>A category as a line of <c>catalogue.json</c>.</summary>
    /// <param name="category">The category.</param>
    public static string Line(JsonObject category)
    {
        ArgumentNullException.ThrowIfNull(category);
        return category.ToJsonString(plain);
    }

    /// <summary>The column that a place within a category is about.</summary>
    /// <param name="place">For example <c>.name.zh</c> or <c>.skills[1]</c>.</param>
    public static string ColumnOf(string place)
    {
        ArgumentNullException.ThrowIfNull(place);
        var member = place.TrimStart('.').Split('[')[0];
        return member switch
        {
            "name" or "name.en" => "en",
            "name.zh" => "zh",
            "condition" => "condition-en",
            "merge" or "merge.metres" => MergeMetres,
            "merge.within" => MergeWithin,
            _ => Array.Find(flags, flag => flag.Member == member).Column ?? member.Replace('.', '-'),
        };
    }

    private static JsonObject Category(CsvRow row, List<CsvFault> faults)
    {
        var category = new JsonObject
        {
            ["code"] = row["code"],
            ["name"] = new JsonObject { ["en"] = row["en"], ["zh"] = row["zh"] },
            ["condition"] = new JsonObject { ["en"] = row["condition-en"], ["zh"] = row["condition-zh"] },
        };
        foreach (var stage in stages.Append("case").Append("unit").Where(stage => row[stage].Length > 0 && (stage, row[stage]) != ("case", "order")))
        {
            category[stage] = row[stage];
        }

        foreach (var list in lists.Where(list => row[list].Length > 0))
        {
            category[list] = new JsonArray([.. row[list].Split([';', '；'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(static one => JsonValue.Create(one))]);
        }

        foreach (var (column, member, byDefault) in flags)
        {
            if (Flag(row, column, byDefault, faults) is { } value && value != byDefault)
            {
                category[member] = value;
            }
        }

        if (row[MergeMetres].Length + row[MergeWithin].Length > 0)
        {
            category["merge"] = new JsonObject { ["metres"] = Metres(row, faults), ["within"] = row[MergeWithin] };
        }

        return category;
    }

    private static int Metres(CsvRow row, List<CsvFault> faults)
    {
        if (!int.TryParse(row[MergeMetres], NumberStyles.None, CultureInfo.InvariantCulture, out var metres))
        {
            faults.Add(new(row.Line, MergeMetres, $"'{row[MergeMetres]}' is no whole number of metres.", $"“{row[MergeMetres]}”不是整数（米）。"));
        }

        if (row[MergeWithin].Length == 0)
        {
            faults.Add(new(row.Line, MergeWithin, "Where a category says how near, it also says how soon, for example 2 hours.", "填写合并距离时须同时填写时间，如“2 hours”。"));
        }

        return metres;
    }

    private static bool? Flag(CsvRow row, string column, bool byDefault, List<CsvFault> faults)
    {
        switch (row[column].ToUpperInvariant())
        {
            case "": return byDefault;
            case "YES" or "TRUE" or "是": return true;
            case "NO" or "FALSE" or "否": return false;
            default:
                faults.Add(new(row.Line, column, $"'{row[column]}' is neither yes nor no; an empty cell means {Flag(byDefault)}.", $"“{row[column]}”应为yes（是）或no（否），空为{(byDefault ? "是" : "否")}。"));
                return null;
        }
    }

    private static string Flag(bool value) => value ? "yes" : "no";

    private static string List(IEnumerable<string> all) => string.Join("; ", all);
}
