namespace CityActors.Storage.Tests;

/// <summary>Keeps a database's writer busy, so that what is given meanwhile waits together.</summary>
internal sealed class HeldWriter : IDisposable
{
    private readonly ManualResetEventSlim hold = new();
    private readonly Task<int> first;

    /// <summary>From now on.</summary>
    public HeldWriter(Database database) => first = database.Write(_ =>
    {
        hold.Wait();
        return 0;
    });

    /// <summary>It goes on; completes when what held it is committed.</summary>
    public Task Release()
    {
        hold.Set();
        return first;
    }

    public void Dispose() => hold.Dispose();
}
