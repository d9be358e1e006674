namespace CityActors.Silo;

/// <summary>Finds the repository, so that <c>data</c> and <c>seeds</c> are the same whatever the current directory.</summary>
public static class RepositoryRoot
{
    /// <summary>The nearest folder above the program or the current directory that holds <c>CityActors.sln</c>; else the program's own.</summary>
    public static string Find() => Above(AppContext.BaseDirectory) ?? Above(Environment.CurrentDirectory) ?? AppContext.BaseDirectory;

    private static string? Above(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CityActors.sln")))
            {
                return folder.FullName;
            }
        }

        return null;
    }
}
