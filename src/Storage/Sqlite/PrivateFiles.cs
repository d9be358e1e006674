namespace CityActors.Storage.Sqlite;

/// <summary>What stands in the data folder is for the user that the city runs as, and for nobody else.</summary>
internal static class PrivateFiles
{
    private const UnixFileMode OwnersFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnersFolder = OwnersFile | UnixFileMode.UserExecute;

    /// <summary>Creates a folder if there is none. One that is there already keeps its rights: it may be somebody else's, too.</summary>
    public static void CreateFolder(string folder)
    {
        _ = OperatingSystem.IsWindows() ? Directory.CreateDirectory(folder) : Directory.CreateDirectory(folder, OwnersFolder);
    }

    /// <summary>Opens a file for this process alone, and creates it if there is none.</summary>
    public static FileStream Open(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnersFile;
        }

        return new FileStream(path, options);
    }

    /// <summary>Creates a file if there is none, and takes the rights of others from those of an earlier version. SQLite gives its log the rights of the file.</summary>
    public static void Prepare(string path)
    {
        try
        {
            Open(path).Dispose();
            foreach (var file in (string[])[path, $"{path}-wal", $"{path}-shm", Path.ChangeExtension(path, ".lock")])
            {
                if (!OperatingSystem.IsWindows() && File.Exists(file) && File.GetUnixFileMode(file) != OwnersFile)
                {
                    File.SetUnixFileMode(file, OwnersFile);
                }
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Opening the database comes next, and says what is wrong.
        }
    }
}
