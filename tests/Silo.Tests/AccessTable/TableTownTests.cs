namespace CityActors.Silo.Tests.AccessTable;

/// <summary>Tests on a town that has one of everything, a Silo of its own for each.</summary>
public abstract class TableTownTests : IAsyncLifetime
{
    private readonly TempFolder folder = new();

    /// <summary>The town's Silo.</summary>
    private protected CityProcess City { get; private set; } = null!;

    /// <summary>What is in the town.</summary>
    private protected TableTown Town { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        City = await CityProcess.StartReplay(folder.Path, SmallTown.Start);
        Town = await TableTown.Settle(City);
    }

    public async ValueTask DisposeAsync()
    {
        await City.DisposeAsync();
        folder.Dispose();
        GC.SuppressFinalize(this);
    }
}
