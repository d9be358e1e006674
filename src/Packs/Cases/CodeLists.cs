using System.Text;
using CityActors.Packs.Expressions;
using CsvHelper;

namespace CityActors.Packs.Cases;

/// <summary>The lists of codes of a pack: <c>lists/&lt;name&gt;.csv</c> with the columns <c>code</c>, <c>en</c> and <c>zh</c> first.</summary>
public static class CodeLists
{
    private static readonly string[] columns = ["code", "en", "zh"];

    /// <summary>Reads all lists.</summary>
    /// <param name="pack">The pack.</param>
    /// <param name="fault">Takes each fault: file, line, what.</param>
    public static IReadOnlyDictionary<string, IReadOnlyList<ChoiceCode>> Of(PackFiles pack, Action<string, int, string>? fault = null)
    {
        ArgumentNullException.ThrowIfNull(pack);
        var lists = new SortedDictionary<string, IReadOnlyList<ChoiceCode>>(StringComparer.Ordinal);
        foreach (var (path, content) in pack.Sources.Where(static file => file.Key.StartsWith("lists/", StringComparison.Ordinal)))
        {
            lists[Path.GetFileNameWithoutExtension(path)] = Read(content, (line, what) => fault?.Invoke(path, line, what));
        }

        return lists;
    }

    private static List<ChoiceCode> Read(ReadOnlyMemory<byte> content, Action<int, string> fault)
    {
        using var csv = CsvReader.Create(new StringReader(Encoding.UTF8.GetString(content.Span).TrimStart('\uFEFF')), new CsvReaderOptions { Separator = ',', TrackLineNumbers = true });
        var codes = new List<ChoiceCode>();
        csv.ReadHeader();
        if (!columns.SequenceEqual(csv.Headers.Take(columns.Length)))
        {
            fault(1, "The first row names the columns: code,en,zh and whatever follows.");
            return codes;
        }

        var known = new HashSet<string>(StringComparer.Ordinal);
        while (csv.Read())
        {
            var line = (int)csv.LineNumber;
            if (csv.FieldCount < columns.Length || Enumerable.Range(0, columns.Length).Any(column => csv.GetString(column).Length == 0))
            {
                fault(line, "A row has a code and both names.");
            }
            else if (!known.Add(csv.GetString(0)))
            {
                fault(line, $"'{csv.GetString(0)}' stands there twice.");
            }
            else
            {
                codes.Add(new(csv.GetString(0), csv.GetString(1), csv.GetString(2)));
            }
        }

        return codes;
    }
}
