using Spectre.Console;

namespace CityActors.Client.CommandLine;

/// <summary>Where results and talk go: results to standard output, everything else to standard error.</summary>
internal sealed class Talk
{
    private const int WidthOffTerminal = 220; // A file has no edge; this keeps table cells whole.

    public Talk(TextWriter results, TextWriter says, bool resultsOnTerminal, bool saysOnTerminal)
    {
        Results = results;
        Says = says;
        SaysOnTerminal = saysOnTerminal;
        Tables = Make(results, resultsOnTerminal);
        Bars = Make(says, saysOnTerminal);
    }

    /// <summary>Standard output.</summary>
    public TextWriter Results { get; }

    /// <summary>Standard error.</summary>
    public TextWriter Says { get; }

    /// <summary>Progress bars are for terminals only.</summary>
    public bool SaysOnTerminal { get; }

    /// <summary>Tables on standard output.</summary>
    public IAnsiConsole Tables { get; }

    /// <summary>Progress bars on standard error.</summary>
    public IAnsiConsole Bars { get; }

    public static Talk OfProcess() => new(Console.Out, Console.Error, !Console.IsOutputRedirected, !Console.IsErrorRedirected);

    public void Say(string line) => Says.WriteLine(line);

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
