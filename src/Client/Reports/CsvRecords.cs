using System.Runtime.CompilerServices;
using System.Text;

namespace CityActors.Client.Reports;

/// <summary>Reads comma-separated records (RFC 4180): quoted fields may hold commas, doubled quotes and line ends.</summary>
internal static class CsvRecords
{
    public static async IAsyncEnumerable<IReadOnlyList<string>> Read(TextReader reader, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (await reader.ReadLineAsync(cancellation) is { } line)
        {
            while (HasOpenQuote(line) && await reader.ReadLineAsync(cancellation) is { } more)
            {
                line = $"{line}\n{more}";
            }

            yield return Fields(line);
        }
    }

    internal static IReadOnlyList<string> Fields(string record)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < record.Length; i++)
        {
            var c = record[i];
            if (c == '"' && quoted && i + 1 < record.Length && record[i + 1] == '"')
            {
                field.Append('"');
                i++;
            }
            else if (c == '"')
            {
                quoted = !quoted;
            }
            else if (c == ',' && !quoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else
            {
                field.Append(c);
            }
        }

        fields.Add(field.ToString());
        return fields;
    }

    private static bool HasOpenQuote(string record) => record.AsSpan().Count('"') % 2 == 1;
}
