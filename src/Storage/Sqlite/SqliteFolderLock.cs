namespace CityActors.Storage.Sqlite;

/// <summary>Keeps a data folder to one process: an advisory lock on a file in it, which the system drops when the process ends in whatever way.</summary>
internal sealed class SqliteFolderLock : IDisposable
{
    private const string FileName = "city.lock";
    private readonly FileStream _file;

    private SqliteFolderLock(FileStream file) => _file = file;

    /// <exception cref="StorageUnavailableException">Another process, or another database of this one, has the folder.</exception>
    public static SqliteFolderLock Take(string folder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            _ = Directory.CreateDirectory(folder);
            return new SqliteFolderLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException error)
        {
            throw new StorageUnavailableException(
                StorageFault.CannotOpen, $"The data folder {folder} may not be written by this user. Change its rights or choose another data folder.", error);
        }
        catch (IOException error) when (File.Exists(path))
        {
            throw new StorageUnavailableException(
                StorageFault.Locked, $"The data folder {folder} is in use by another CityActors process. End that process, or give this one another data folder.", error);
        }
        catch (IOException error)
        {
            throw new StorageUnavailableException(
                StorageFault.CannotOpen, $"The data folder {folder} cannot be opened: {error.Message} Check the path and the space on its disk.", error);
        }
    }

    public void Dispose() => _file.Dispose();
}
