using System.Globalization;
using CityActors.Packs;
using CityActors.WorkOrders;

namespace CityActors.Client.Tests.CommandLine;

/// <summary><c>city pack catalogue</c>: the categories of a pack as a table, out and in.</summary>
public sealed class CatalogueCommandTests : PackTool
{
    private const int Rows = 200;

    [Fact]
    public async Task Table_OutAndIn_IsTheSameCatalogue()
    {
        var folder = Copy("orders");
        var before = Text(folder);
        Assert.Equal(ExitCode.Ok, await Run(folder));
        var table = Table(results.ToString());

        Assert.Equal(ExitCode.Ok, await Run(folder, "--from", table, "--beside", packs));

        Assert.Contains($"{Pack(folder).Catalogue.Categories.Count} categories: 0 new, 0 changed, 0 gone.", says.ToString(), StringComparison.Ordinal);
        Assert.Equal(before, Text(folder));
    }

    [Fact]
    public async Task Table_OfTwoHundredRows_IsTaken()
    {
        var folder = Copy("orders");
        var (before, rows) = (Text(folder), Generated(folder));

        var code = await Run(folder, "--from", Table(string.Join('\n', rows)), "--beside", packs);

        Assert.True(code == ExitCode.Ok, $"{results}{says}");
        Assert.Equal(Rows, Pack(folder).Catalogue.Categories.Count);
        Assert.StartsWith(before[..before.IndexOf("\"categories\"", StringComparison.Ordinal)], Text(folder), StringComparison.Ordinal); // Comments, units and limits.
        Assert.Equal(string.Join("\r\n", rows), CatalogueTable.Write(Pack(folder).Catalogue.Categories).TrimEnd());
        Assert.Equal(ExitCode.Ok, await City("pack", "check", folder, "--beside", packs));
    }

    [Fact]
    public async Task Table_WithMistakesAmongTwoHundredRows_NamesEachByRowAndColumnAndTakesNothing()
    {
        var folder = Copy("orders");
        var before = Text(folder);
        var rows = Generated(folder);
        (string Column, string Cell)[] mistakes =
        [
            ("unit", "moon"), ("skills", "acrobat"), ("skills", ""), ("handling", "soon"), ("accept", "-1 hours"), ("urgent", "perhaps"), ("merge-metres", "near"), ("zh", ""), ("code", rows[^1].Split(',')[0]), ("code", "Not A Code"), ("case", "novel"), ("alerts", "sunshine"),
        ];
        var expected = new List<string>();
        foreach (var ((column, cell), number) in mistakes.Select(static (mistake, i) => (mistake, (i * 11) + 60)))
        {
            var cells = rows[number].Split(',');
            cells[CatalogueTable.Columns.ToList().IndexOf(column)] = cell;
            rows[number] = string.Join(',', cells);
            expected.Add($"row {number + 1}, {column}");
        }

        // What cannot be read at all is told first, the rest once every cell can be read.
        var told = await Told(folder, rows);
        Assert.Equal(["row 83, skills", "row 116, urgent", "row 127, merge-metres", "row 127, merge-within", "row 138, zh"], told);
        foreach (var number in (int[])[82, 115, 126, 137])
        {
            rows[number] = Generated(folder)[number];
        }

        told = await Told(folder, rows);
        string[] mended = ["row 83, skills", "row 116, urgent", "row 127, merge-metres", "row 138, zh"];
        Assert.Equal([.. expected.Except(mended).Except(["row 149, code"]), "row 201, code"], told); // Of two with one code the second is the wrong one.
        Assert.Equal(before, Text(folder));
    }

    [Theory]
    [InlineData("code,en\nx,y", "row 1, zh: The column 'zh' is missing: the first row names the columns.")]
    [InlineData("code,en,zh,colour\nx,y,z,red", "row 1, colour: There is no column 'colour'")]
    [InlineData("code,en,zh,condition-en,condition-zh,unit,skills\na,b", "row 2: The row has 2 cells, the head 7.")]
    public async Task Table_ThatIsNone_IsRefused(string table, string fault)
    {
        Assert.Equal(ExitCode.CheckFailed, await Run(Copy("orders"), "--from", Table(table)));
        Assert.Contains(fault, results.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Category_ThatAnotherPackSendsOrdersTo_CannotGo()
    {
        var folder = Copy("orders");
        var needed = PackFolder.ReadAll(packs).All.SelectMany(static pack => pack.Watch.Alerts).Select(static alert => alert.Category).First(category => category is not null && Pack(folder).Catalogue.Categories.Any(one => one.Code == category));
        var table = Table(CatalogueTable.Write(Pack(folder).Catalogue.Categories.Where(one => one.Code != needed)));

        Assert.Equal(ExitCode.CheckFailed, await Run(folder, "--from", table, "--beside", packs));
        Assert.Contains($"'{needed}'", results.ToString(), StringComparison.Ordinal);
    }

    private static PackFiles Pack(string folder) => PackFolder.Read(folder, out _)!;

    private static string Text(string folder) => File.ReadAllText(Path.Combine(folder, "catalogue.json"));

    /// <summary>The head, the categories that there are, and others up to two hundred.</summary>
    private static List<string> Generated(string folder)
    {
        var known = Pack(folder).Catalogue.Categories;
        var random = new Random(7);
        var units = Pack(folder).Catalogue.Units.Select(static unit => unit.Unit).ToArray();
        var added = Enumerable.Range(known.Count, Rows - known.Count).Select(number => known[0] with
        {
            Code = string.Create(CultureInfo.InvariantCulture, $"event.other.kind-{number:D3}"),
            Name = new($"Kind {number}", $"第{number}类"),
            Condition = new($"It is of kind {number}", $"属于第{number}类"),
            Unit = units[random.Next(units.Length)],
            Handling = $"{random.Next(1, 72)} working-hours",
            Urgent = random.Next(4) == 0,
            Citizens = random.Next(2) == 0,
            Merge = random.Next(3) == 0 ? new(random.Next(1, 200), "2 hours") : null,
        });
        return [.. CatalogueTable.Write(known.Concat(added)).TrimEnd().Split("\r\n")];
    }

    private async Task<string[]> Told(string folder, List<string> rows)
    {
        results.GetStringBuilder().Clear();
        Assert.Equal(ExitCode.CheckFailed, await Run(folder, "--from", Table(string.Join('\n', rows)), "--beside", packs));
        return [.. results.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line.Split(':')[0])];
    }

    private string Table(string text)
    {
        var path = Path.Combine(copies.FullName, "table.csv");
        File.WriteAllText(path, text);
        return path;
    }

    private Task<ExitCode> Run(string folder, params string[] rest) => City(["pack", "catalogue", folder, .. rest]);
}
