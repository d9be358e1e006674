namespace CityActors.Storage.Tests;

/// <summary>A data folder of one test, removed with it.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("city-storage-").FullName;

    public string DatabaseFile => System.IO.Path.Combine(Path, "city.db");

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
