namespace CityActors.Silo.Tests;

/// <summary>The small town, with one Silo for all tests of a class: for tests that leave nothing behind which another would meet.</summary>
public sealed class SharedTown : IAsyncLifetime
{
    private readonly TempFolder folder = new();

    /// <summary>The town's Silo.</summary>
    internal CityProcess City { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        City = await CityProcess.StartReplay(folder.Path, SmallTown.Start);
        await SmallTown.Register(City);
    }

    public async ValueTask DisposeAsync()
    {
        await City.DisposeAsync();
        folder.Dispose();
    }
}
