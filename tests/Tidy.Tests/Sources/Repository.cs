namespace CityActors.Tidy;

/// <summary>The repository's own files, read from the folder of the solution.</summary>
internal static class Repository
{
    private static readonly HashSet<string> Passed = ["artifacts", "bin", "obj", "data", "node_modules", "dist", "TestResults"];
    private static readonly Lazy<string> FoundRoot = new(FindRoot);
    private static readonly Lazy<IReadOnlyList<string>> AllFiles = new(() => [.. Walk(FoundRoot.Value).Order(StringComparer.Ordinal)]);
    private static readonly Lazy<IReadOnlyList<SourceFile>> AllSources = new(() => [.. Files(".cs").Select(file => SourceFile.Parse(file, Read(file)))]);

    /// <summary>The folder of the solution.</summary>
    public static string Root => FoundRoot.Value;

    /// <summary>All C# files: src, tests and benchmarks.</summary>
    public static IReadOnlyList<SourceFile> Sources => AllSources.Value;

    /// <summary>C# files under a folder such as <c>src/Grains/</c>.</summary>
    public static IEnumerable<SourceFile> SourcesUnder(params string[] folders) =>
        Sources.Where(file => folders.Any(folder => file.Path.StartsWith(folder, StringComparison.Ordinal)));

    /// <summary>Paths from the root, with slashes, that end so.</summary>
    public static IEnumerable<string> Files(params string[] endings) =>
        AllFiles.Value.Where(file => endings.Any(ending => file.EndsWith(ending, StringComparison.Ordinal)));

    /// <summary>A file's text.</summary>
    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>Whether a file or folder is there.</summary>
    public static bool Has(string path) => Path.Exists(Path.Combine(Root, path));

    private static IEnumerable<string> Walk(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder))
        {
            yield return Path.GetRelativePath(Root, file).Replace('\\', '/');
        }

        foreach (var inner in Directory.EnumerateDirectories(folder))
        {
            var name = Path.GetFileName(inner);
            var isPassed = Passed.Contains(name) || (name.StartsWith('.') && name is not ".ci");
            foreach (var file in isPassed ? [] : Walk(inner))
            {
                yield return file;
            }
        }
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CityActors.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds CityActors.sln: run the tests inside the repository.");
    }
}
