namespace CityActors.Storage;

/// <summary>A lease that one process at a time has on a database. Dispose it to give it back.</summary>
public interface IDatabaseLease : IAsyncDisposable
{
    /// <summary>Cancelled when the lease was lost and another process may have it.</summary>
    CancellationToken Lost { get; }
}

/// <summary>A lease where nobody else can ask for one.</summary>
internal sealed class SoleLease : IDatabaseLease
{
    public CancellationToken Lost => CancellationToken.None;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
