namespace CityActors.Benchmarks.Cities;

/// <summary>The programs that are started as processes of their own; they were built with the benchmarks, to the folder beside.</summary>
internal static class BuiltPrograms
{
    /// <summary>The Silo.</summary>
    public static string Silo => Find("Silo");

    /// <summary>The command <c>city</c>.</summary>
    public static string Client => Find("Client");

    // artifacts/bin/Benchmarks/release/ → artifacts/bin/Silo/release/
    private static string Find(string project)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Path.Combine(own.Parent!.Parent!.FullName, project, own.Name, $"CityActors.{project}.dll");
        return File.Exists(program) ? program : throw new InvalidOperationException($"There is no '{program}'. Build the benchmarks: that builds it, too.");
    }
}
