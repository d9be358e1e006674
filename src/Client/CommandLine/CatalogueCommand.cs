using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CityActors.Packs;
using CityActors.Tables;
using CityActors.WorkOrders;

namespace CityActors.Client.CommandLine;

/// <summary><c>city pack catalogue</c>: the categories of a pack as a table, out and in.</summary>
internal static class CatalogueCommand
{
    private const string FileName = "catalogue.json";
    private const string Place = "$.categories[";

    public static Command Make(CommandOutput output)
    {
        var folder = new Argument<string>("folder") { Description = "The pack's folder, for example seeds/packs/orders." };
        var from = new Option<string?>("--from") { Description = "A table that takes the place of the pack's categories; comma-separated, UTF-8, its first row names the columns." };
        var beside = new Option<string?>("--beside") { Description = "The folder of the packs that stand beside it. Default: the folder that the pack's folder is in." };
        var command = new Command("catalogue", "Prints the categories of a pack as a table for spreadsheets, or takes them from one: all of it or nothing. What is wrong is told by row and column; exit code 5.") { folder, from, beside };
        command.SetAction(line => (int)PackCommands.Read(line.GetValue(folder)!, output, pack => line.GetValue(from) is { } table
            ? Take(line.GetValue(folder)!, pack, table, line.GetValue(beside), output)
            : Print(pack, output)));
        return command;
    }

    private static ExitCode Print(PackFiles pack, CommandOutput output)
    {
        output.Results.Write(CatalogueTable.Write(pack.Catalogue.Categories));
        return ExitCode.Ok;
    }

    private static ExitCode Take(string path, PackFiles pack, string table, string? beside, CommandOutput output)
    {
        if (!File.Exists(table))
        {
            throw new UsageException($"--from: there is no file '{table}'.");
        }

        var categories = CatalogueTable.Read(File.ReadAllText(table), out var rows, out var unreadable);
        if (unreadable.Count > 0)
        {
            return Refuse(unreadable.Select(static fault => (fault.Row, fault.Column, fault.English)), [], output);
        }

        var text = With(pack, categories);
        var next = PackReader.Read(new Dictionary<string, ReadOnlyMemory<byte>>(pack.Sources, StringComparer.Ordinal) { [FileName] = text }, out var faults);
        if (next is not null)
        {
            var others = PackCommands.Beside(beside ?? Path.Combine(Path.GetFullPath(path), ".."), path, output);
            faults = [.. PackCheck.Run(next, others), .. OfOthers(pack, next, others)];
        }

        if (faults.Count > 0)
        {
            var told = faults.ToLookup(static fault => fault.File == FileName && fault.Path.StartsWith(Place, StringComparison.Ordinal));
            return Refuse(told[true].Select(fault => Told(fault, rows)), told[false], output);
        }

        var (before, after) = (pack.Catalogue.Categories.ToDictionary(static one => one.Code, static one => one, StringComparer.Ordinal), next!.Catalogue.Categories);
        var added = after.Count(one => !before.ContainsKey(one.Code));
        var changed = after.Count(one => before.TryGetValue(one.Code, out var known) && CatalogueTable.Write([known]) != CatalogueTable.Write([one]));
        output.Say($"{FileName} has {after.Count} categories: {added} new, {changed} changed, {before.Count + added - after.Count} gone.");
        if (CatalogueTable.Write(pack.Catalogue.Categories) != CatalogueTable.Write(after))
        {
            File.WriteAllBytes(Path.Combine(path, FileName), text);
            output.Say("Raise the version in pack.json before you install it.");
        }

        return ExitCode.Ok;
    }

    // Another pack may send orders to a category that is gone.
    private static IEnumerable<PackFault> OfOthers(PackFiles before, PackFiles after, PackSet others) => others.All.SelectMany(other =>
        PackCheck.Run(other, others.With(after)).Except(PackCheck.Run(other, others.With(before))).Select(fault => fault with { File = $"{other.Name}/{fault.File}" }));

    private static (int Row, string Column, string What) Told(PackFault fault, IReadOnlyList<CsvRow> rows)
    {
        var end = fault.Path.IndexOf(']', StringComparison.Ordinal);
        var number = int.Parse(fault.Path.AsSpan(Place.Length, end - Place.Length), NumberStyles.None, CultureInfo.InvariantCulture);
        return (rows[number].Line, CatalogueTable.ColumnOf(fault.Path[(end + 1)..]), $"{fault.Code} {fault.What}");
    }

    private static ExitCode Refuse(IEnumerable<(int Row, string Column, string What)> faults, IEnumerable<PackFault> rest, CommandOutput output)
    {
        var lines = faults.OrderBy(static fault => fault.Row).Select(static fault => $"row {fault.Row}{(fault.Column.Length > 0 ? $", {fault.Column}" : "")}: {fault.What}").Concat(rest.Select(static fault => fault.ToString())).ToArray();
        foreach (var line in lines)
        {
            output.Results.WriteLine(line);
        }

        output.Say($"Nothing was taken: {(lines.Length == 1 ? "1 fault" : $"{lines.Length} faults")}.");
        return ExitCode.CheckFailed;
    }

    /// <summary>The file with other categories; everything else in it, comments too, stays as it is.</summary>
    private static byte[] With(PackFiles pack, IReadOnlyList<JsonObject> categories)
    {
        var list = $"[\n    {string.Join(",\n    ", categories.Select(CatalogueTable.Line))}\n  ]";
        if (!pack.Sources.TryGetValue(FileName, out var known))
        {
            return Encoding.UTF8.GetBytes($"{{\n  \"categories\": {list}\n}}\n");
        }

        var (from, until, isFound, isFirst) = Categories(known.Span);
        var text = isFound ? list : $"{(isFirst ? "" : ",")}\n  \"categories\": {list}\n";
        return [.. known.Span[..from], .. Encoding.UTF8.GetBytes(text), .. known.Span[until..]];
    }

    // Where the list stands; where there is none, the end of the file's one object.
    private static (int From, int Until, bool IsFound, bool IsFirst) Categories(ReadOnlySpan<byte> json)
    {
        var mark = json.StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        var reader = new Utf8JsonReader(json[mark..], new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip });
        var isFirst = true;
        while (reader.Read() && reader is not { CurrentDepth: 0, TokenType: JsonTokenType.EndObject })
        {
            if (reader is { CurrentDepth: 1, TokenType: JsonTokenType.PropertyName } && reader.ValueTextEquals("categories"))
            {
                reader.Read();
                var from = mark + (int)reader.TokenStartIndex;
                reader.Skip();
                return (from, mark + (int)reader.BytesConsumed, true, false);
            }

            isFirst &= reader.CurrentDepth == 0;
        }

        var end = mark + (int)reader.TokenStartIndex;
        return (end, end, false, isFirst);
    }
}
