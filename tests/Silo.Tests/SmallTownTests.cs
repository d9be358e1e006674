namespace CityActors.Silo.Tests;

/// <summary>Tests on a replay of the small town, a Silo of its own for each.</summary>
public abstract class SmallTownTests : IAsyncLifetime
{
    private readonly TempFolder folder = new();

    /// <summary>The town's Silo.</summary>
    private protected CityProcess City { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        City = await CityProcess.StartReplay(folder.Path, SmallTown.Start);
        await SmallTown.Register(City);
    }

    public async ValueTask DisposeAsync()
    {
        await City.DisposeAsync();
        folder.Dispose();
        GC.SuppressFinalize(this);
    }
}
