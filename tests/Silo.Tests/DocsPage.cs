namespace CityActors.Silo.Tests;

/// <summary>A page of the documentation.</summary>
internal static class DocsPage
{
    /// <summary>The repository.</summary>
    public static string Root { get; } = Repository();

    /// <summary>The text of a page, by its path in the repository.</summary>
    public static string Read(string page) => File.ReadAllText(Path.Combine(Root, page));

    /// <summary>The code blocks of a text; of one language, or those that name none.</summary>
    public static IEnumerable<string> Blocks(string text, string language = "")
    {
        var parts = text.ReplaceLineEndings("\n").Split("```"); // What stands between two marks is code.
        return parts.Where((part, number) => number % 2 == 1 && part.StartsWith($"{language}\n", StringComparison.Ordinal)).Select(part => part[(language.Length + 1)..]);
    }

    private static string Repository()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "CityActors.sln")))
        {
            root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("The tests do not run in the repository.");
        }

        return root;
    }
}
