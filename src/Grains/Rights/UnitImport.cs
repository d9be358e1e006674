using CityActors.Packs.Registers;
using CityActors.Packs.Switches;
using CityActors.Tables;

namespace CityActors.Rights;

/// <summary>The tree of units out of a table: several levels in any order of rows; what would be no tree is refused by row. Pure.</summary>
public static class UnitImport
{
    private const int LongestName = 100;
    private static readonly string[] columns = ["code", "parent", "en", "zh", "area", "kind"];

    /// <summary>Reads a table of units over those that there are.</summary>
    /// <param name="csv">With the columns <c>code</c>, <c>parent</c>, <c>en</c>, <c>zh</c>, <c>area</c>, <c>kind</c>.</param>
    /// <param name="known">The units that there are, by code.</param>
    /// <param name="faults">What is wrong, by row; then nothing is to be taken.</param>
    /// <returns>The units of the table.</returns>
    public static IReadOnlyList<Unit> Read(string csv, IReadOnlyDictionary<string, Unit> known, out IReadOnlyList<CsvFault> faults)
    {
        ArgumentNullException.ThrowIfNull(known);
        var rows = CsvTable.Read(csv, columns, columns, out var found);
        var units = new List<Unit>(rows.Count);
        var all = new Dictionary<string, Unit>(known, StringComparer.Ordinal);
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            found.AddRange(Wrong(row));
            var unit = new Unit(row["code"], row["parent"], row["en"], row["zh"], row["area"], row["kind"]);
            if (lines.TryGetValue(unit.Code, out var first))
            {
                found.Add(new(row.Line, "code", $"'{unit.Code}' stands in row {first} already.", $"“{unit.Code}”在第{first}行已出现。"));
                continue;
            }

            lines[unit.Code] = row.Line;
            all[unit.Code] = unit;
            units.Add(unit);
        }

        foreach (var unit in units)
        {
            found.AddRange(Misplaced(unit, lines[unit.Code], all));
        }

        foreach (var child in known.Values.Where(child => !lines.ContainsKey(child.Code) && lines.ContainsKey(child.Parent) && !child.Area.StartsWith(all[child.Parent].Area, StringComparison.Ordinal)))
        {
            found.Add(new(lines[child.Parent], "area", $"'{child.Code}' below it serves {child.Area}, which would lie outside.", $"下级“{child.Code}”的辖区{child.Area}将不在其内。"));
        }

        faults = [.. found.OrderBy(static fault => fault.Row)];
        return units;
    }

    private static IEnumerable<CsvFault> Wrong(CsvRow row)
    {
        if (!RecordKey.IsKey(row["code"]))
        {
            yield return new(row.Line, "code", $"A code {RecordKey.Form}.", $"编码{RecordKey.FormChinese}。");
        }

        foreach (var column in ((string[])["en", "zh"]).Where(column => row[column].Length is 0 or > LongestName))
        {
            yield return new(row.Line, column, $"A unit has a name in both languages, 1 to {LongestName} characters.", $"单位须有中英文名称，1至{LongestName}字。");
        }

        if (!SwitchRules.IsArea(row["area"]))
        {
            yield return new(row.Line, "area", "Give the code of an area: 4, 6, 9, 12 or 15 digits; empty: the whole city.", "请填写区域编码（4、6、9、12或15位数字），空为全市。");
        }

        if (row["kind"].Length is 0 or > 60 || !row["kind"].All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.'))
        {
            yield return new(row.Line, "kind", "Give what it is in lower-case letters, digits, hyphens and dots, for example district.court.", "请填写单位类型（小写字母、数字、连字符和点），如district.court。");
        }
    }

    private static IEnumerable<CsvFault> Misplaced(Unit unit, int line, Dictionary<string, Unit> all)
    {
        if (unit.Parent.Length == 0)
        {
            yield break;
        }

        if (!all.TryGetValue(unit.Parent, out var parent))
        {
            yield return new(line, "parent", $"'{unit.Code}' is an orphan: there is no unit '{unit.Parent}', in the table or before.", $"“{unit.Code}”没有上级：单位“{unit.Parent}”不存在。");
            yield break;
        }

        if (!unit.Area.StartsWith(parent.Area, StringComparison.Ordinal))
        {
            yield return new(line, "area", $"{unit.Area} does not lie in {parent.Area}, which '{parent.Code}' above it serves.", $"辖区{unit.Area}不在上级“{parent.Code}”的辖区{parent.Area}内。");
        }

        List<string> way = [unit.Code];
        for (var next = parent; next is not null && way.Count <= all.Count; next = all.GetValueOrDefault(next.Parent))
        {
            way.Add(next.Code);
            if (next.Code == unit.Code)
            {
                yield return new(line, "parent", $"'{unit.Code}' would be above itself: {string.Join(" → ", way)}.", $"“{unit.Code}”成为自己的上级：{string.Join("→", way)}。");
                yield break;
            }
        }
    }
}
