using CityActors.Testing;
using Npgsql;
using Xunit;

namespace CityActors.Storage.Tests;

/// <summary>Leases: one process at a time, given back, lost with the connection.</summary>
public sealed class LeaseTests(ScratchPostgres server)
{
    private const string Name = "duties";

    [Fact]
    public async Task TryLease_OnSqlite_IsAlwaysHad()
    {
        using var store = new SqliteStore();
        await using var database = Database.Open(store.Options([]));

        await using var lease = await database.TryLease(Name, TestContext.Current.CancellationToken);

        Assert.NotNull(lease);
        Assert.False(lease.Lost.CanBeCanceled);
    }

    [Fact]
    public async Task TryLease_HeldByAnotherProcess_IsHadWhenThatGivesItBack()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var store = new PostgresStore(server);
        await using var one = Open(store);
        await using var other = Open(store);

        var first = await one.TryLease(Name, cancellation);
        var refused = await other.TryLease(Name, cancellation);
        await using var unlike = await other.TryLease("another", cancellation);
        await first!.DisposeAsync();
        await using var second = await other.TryLease(Name, cancellation);

        Assert.Null(refused);
        Assert.NotNull(unlike);
        Assert.NotNull(second);
        Assert.False(first.Lost.IsCancellationRequested, "Given back is not lost.");
    }

    [Fact]
    public async Task Lease_ConnectionCutByTheServer_IsLostAndFree()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var store = new PostgresStore(server);
        await using var one = Open(store);
        await using var other = Open(store);
        await using var lease = await one.TryLease(Name, cancellation);
        var lost = new TaskCompletionSource();
        await using var telling = lease!.Lost.Register(lost.SetResult);

        await using (var connection = new NpgsqlConnection(store.Store))
        {
            await connection.OpenAsync(cancellation);
            await using var cut = new NpgsqlCommand("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE '%lease%' AND datname = current_database()", connection);
            await cut.ExecuteNonQueryAsync(cancellation);
        }

        await lost.Task.WaitAsync(TimeSpan.FromMinutes(1), cancellation);
        await using var taken = await other.TryLease(Name, cancellation);
        Assert.NotNull(taken);
    }

    private static Database Open(PostgresStore store) => Database.Open(store.Options([]) with { Sharing = DatabaseSharing.Shared });
}
