using System.Text.Json;
using CityActors.Client.Api;
using Spectre.Console;

namespace CityActors.Client.CommandLine;

/// <summary>Where results and messages go: results to standard output, everything else to standard error.</summary>
internal sealed class CommandOutput
{
    private const int WidthOffTerminal = 220; // A file has no edge; this keeps table cells whole.

    private readonly IAnsiConsole tables;

    public CommandOutput(TextWriter results, TextWriter says, bool resultsOnTerminal, bool saysOnTerminal)
    {
        Results = results;
        Says = says;
        SaysOnTerminal = saysOnTerminal;
        tables = Make(results, resultsOnTerminal);
        Bars = Make(says, saysOnTerminal);
    }

    /// <summary>Standard output.</summary>
    public TextWriter Results { get; }

    /// <summary>Standard error.</summary>
    public TextWriter Says { get; }

    /// <summary>Progress bars are for terminals only.</summary>
    public bool SaysOnTerminal { get; }

    /// <summary>Progress bars on standard error.</summary>
    public IAnsiConsole Bars { get; }

    public static CommandOutput OfProcess() => new(Console.Out, Console.Error, !Console.IsOutputRedirected, !Console.IsErrorRedirected);

    public void Say(string line) => Says.WriteLine(line);

    /// <summary>A result as one JSON object in a line.</summary>
    public void Json<T>(T result) => Results.WriteLine(JsonSerializer.Serialize(result, ApiJson.Options));

    /// <summary>A result for people, or as JSON.</summary>
    public void Write<T>(T result, bool asJson, Action<CommandOutput, T> asText)
    {
        if (asJson)
        {
            Json(result);
        }
        else
        {
            asText(this, result);
        }
    }

    /// <summary>A result as a table of plain texts.</summary>
    public void Table(string[] columns, IEnumerable<string[]> rows, bool wraps = true)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns([.. columns.Select(name => new TableColumn(name) { NoWrap = !wraps })]);
        foreach (var row in rows)
        {
            table.AddRow([.. row.Select(Markup.Escape)]);
        }

        tables.Write(table);
    }

    /// <summary>Results by name, one in a line.</summary>
    public void Figures(params IEnumerable<(string Name, string Text)> figures)
    {
        foreach (var (name, text) in figures)
        {
            Results.WriteLine($"{name,-16}{text}");
        }
    }

    private static IAnsiConsole Make(TextWriter writer, bool onTerminal)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = onTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = onTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = onTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!onTerminal)
        {
            console.Profile.Width = WidthOffTerminal;
        }

        return console;
    }
}
