using System.Text;

namespace CityActors.Packs;

/// <summary>Packs as folders of files, for tests.</summary>
internal static class SeedPacks
{
    public static string Seeds { get; } = FindSeeds();

    public static Dictionary<string, ReadOnlyMemory<byte>> Read(string name)
    {
        var folder = Path.Combine(Seeds, "packs", name);
        return Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .ToDictionary(path => Path.GetRelativePath(folder, path).Replace('\\', '/'), static path => (ReadOnlyMemory<byte>)File.ReadAllBytes(path));
    }

    public static Dictionary<string, ReadOnlyMemory<byte>> With(this Dictionary<string, ReadOnlyMemory<byte>> files, string path, string text) =>
        new(files) { [path] = Encoding.UTF8.GetBytes(text) };

    public static Dictionary<string, ReadOnlyMemory<byte>> Replace(this Dictionary<string, ReadOnlyMemory<byte>> files, string path, string what, string by)
    {
        var text = Encoding.UTF8.GetString(files[path].Span);
        return text.Contains(what, StringComparison.Ordinal) ? files.With(path, text.Replace(what, by, StringComparison.Ordinal)) : throw new ArgumentException($"{path} has no '{what}'.");
    }

    private static string FindSeeds()
    {
        var folder = AppContext.BaseDirectory;
        while (!Directory.Exists(Path.Combine(folder, "seeds")) || !File.Exists(Path.Combine(folder, "CityActors.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("The tests do not run within the repository.");
        }

        return Path.Combine(folder, "seeds");
    }
}
