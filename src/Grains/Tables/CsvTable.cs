using System.Text;
using CsvHelper;

namespace CityActors.Tables;

/// <summary>A table that somebody sends to be taken over: its first row names the columns.</summary>
public static class CsvTable
{
    /// <summary>The most rows of one table.</summary>
    public const int MostRows = 20_000;

    /// <summary>Reads a table.</summary>
    /// <param name="text">Comma-separated values, UTF-8; cells with commas, quotes or line breaks stand in double quotes.</param>
    /// <param name="columns">The columns that there may be.</param>
    /// <param name="needed">Those of them that there must be.</param>
    /// <param name="faults">What is wrong, by row and column; then the rows do not count.</param>
    public static IReadOnlyList<CsvRow> Read(string text, IReadOnlyCollection<string> columns, IReadOnlyCollection<string> needed, out List<CsvFault> faults)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(needed);
        using var csv = CsvReader.Create(new StringReader(text.TrimStart('\uFEFF')), new CsvReaderOptions { Separator = ',', TrackLineNumbers = true });
        csv.ReadHeader();
        string[] headers = [.. csv.Headers.Select(static header => header.Trim())];
        faults = [.. HeaderFaults(headers, columns, needed)];
        var rows = new List<CsvRow>();
        while (faults.Count == 0 && csv.Read())
        {
            var line = (int)csv.LineNumber;
            if (rows.Count == MostRows)
            {
                faults.Add(new(line, "", $"A table has at most {MostRows} rows: send it in parts.", $"一次最多{MostRows}行，请分批导入。"));
            }
            else if (csv.FieldCount != headers.Length)
            {
                faults.Add(new(line, "", $"The row has {csv.FieldCount} cells, the head {headers.Length}.", $"本行有{csv.FieldCount}列，表头有{headers.Length}列。"));
            }
            else
            {
                rows.Add(new(line, Enumerable.Range(0, headers.Length).ToDictionary(column => headers[column], column => Plain(csv.GetString(column).Trim()), StringComparer.Ordinal)));
            }
        }

        return rows;
    }

    /// <summary>Writes a table with a mark in front, so that spreadsheets read Chinese.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="rows">The rows, each with as many cells.</param>
    public static string Write(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var text = new StringBuilder("\ufeff");
        foreach (var row in rows.Prepend(columns))
        {
            text.AppendJoin(',', row.Select(Cell)).Append("\r\n");
        }

        return text.ToString();
    }

    // A cell that begins like a formula is one to spreadsheets; a minus is none before a number.
    private static string Cell(string text)
    {
        var safe = text.Length > 0 && text[0] is '=' or '+' or '@' ? "'" + text : text;
        return safe.AsSpan().IndexOfAny(",\"\r\n") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private static string Plain(string cell) => cell is ['\'', '=' or '+' or '@', ..] ? cell[1..] : cell;

    private static IEnumerable<CsvFault> HeaderFaults(string[] headers, IReadOnlyCollection<string> columns, IReadOnlyCollection<string> needed)
    {
        foreach (var header in headers.Where(header => !columns.Contains(header)))
        {
            yield return new(1, header, $"There is no column '{header}'; there are {string.Join(", ", columns)}.", $"没有列“{header}”，可用列：{string.Join("、", columns)}。");
        }

        foreach (var header in headers.GroupBy(static header => header, StringComparer.Ordinal).Where(static same => same.Count() > 1))
        {
            yield return new(1, header.Key, $"The column '{header.Key}' stands there twice.", $"列“{header.Key}”重复。");
        }

        foreach (var column in needed.Where(column => !headers.Contains(column)))
        {
            yield return new(1, column, $"The column '{column}' is missing: the first row names the columns.", $"缺少列“{column}”，首行须为表头。");
        }
    }
}

/// <summary>A row of a table.</summary>
/// <param name="Line">Its line in the file; the head is line 1.</param>
/// <param name="Cells">What stands in it, by column, without blanks around.</param>
public sealed record CsvRow(int Line, IReadOnlyDictionary<string, string> Cells)
{
    /// <summary>What stands in a column; empty where the table has no such column.</summary>
    public string this[string column] => Cells.GetValueOrDefault(column, "");
}

/// <summary>What is wrong with a table.</summary>
/// <param name="Row">The line in the file; the head is line 1.</param>
/// <param name="Column">The column; empty: the row as a whole.</param>
/// <param name="English">What is wrong.</param>
/// <param name="Chinese">The same in Chinese.</param>
public sealed record CsvFault(int Row, string Column, string English, string Chinese);
