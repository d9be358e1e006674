using CityActors.Client.CommandLine;
using CityActors.Client.Silos;

namespace CityActors.Client.Tests.CommandLine;

/// <summary>Tests of <c>city pack</c> on the shipped packs and on copies of them that are spoilt.</summary>
public abstract class PackTool : IDisposable
{
    /// <summary>The folder of the shipped packs.</summary>
    private protected static readonly string packs = Path.Combine(SiloLocator.Root()!, "seeds", "packs");

    private protected readonly DirectoryInfo copies = Directory.CreateTempSubdirectory();
    private protected readonly StringWriter results = new();
    private protected readonly StringWriter says = new();

    public void Dispose()
    {
        results.Dispose();
        says.Dispose();
        copies.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Types a command.</summary>
    private protected Task<ExitCode> City(params string[] line) =>
        CityCommand.Run(line, new CommandOutput(results, says, resultsOnTerminal: false, saysOnTerminal: false), TestContext.Current.CancellationToken);

    /// <summary>A copy of a shipped pack.</summary>
    private protected string Copy(string name)
    {
        var (from, to) = (Path.Combine(packs, name), Path.Combine(copies.FullName, name));
        foreach (var path in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, path));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(path, target);
        }

        return to;
    }

    /// <summary>Puts other words into a file of a copy.</summary>
    private protected static void Change(string folder, string file, string what, string by)
    {
        var path = Path.Combine(folder, file);
        var text = File.ReadAllText(path);
        Assert.Contains(what, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(what, by, StringComparison.Ordinal));
    }
}
