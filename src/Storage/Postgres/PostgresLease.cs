using Npgsql;

namespace CityActors.Storage.Postgres;

/// <summary>A lease: an advisory lock on a connection of its own, which the server drops when the connection or the process ends.</summary>
internal sealed class PostgresLease : IDatabaseLease
{
    /// <summary>So that the server notices within half a minute that a machine is gone, and gives the lease to another.</summary>
    private const string Watchful = "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3; SET tcp_user_timeout = 25000";

    private const string TryTake = $"SELECT pg_try_advisory_lock({PostgresLocks.LeaseClass}, hashtext($1))";
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(2);

    private readonly NpgsqlConnection _connection;
    private readonly CancellationTokenSource _lost = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _watching;

    private PostgresLease(NpgsqlConnection connection)
    {
        _connection = connection;
        Lost = _lost.Token;
        _watching = Watch();
    }

    /// <inheritdoc/>
    public CancellationToken Lost { get; }

    /// <summary>Asks for a lease.</summary>
    /// <returns>Null where another connection has it.</returns>
    /// <exception cref="StorageUnavailableException">The server cannot be asked.</exception>
    public static async Task<IDatabaseLease?> TryLease(string connectionString, string place, string name, CancellationToken cancellation)
    {
        var connection = new NpgsqlConnection(connectionString);
        PostgresLease? lease = null;
        try
        {
            await connection.OpenAsync(cancellation);
            await using var watchful = new NpgsqlCommand(Watchful, connection);
            await watchful.ExecuteNonQueryAsync(cancellation);
            await using var ask = new NpgsqlCommand(TryTake, connection) { Parameters = { new() { Value = name } } };
            return lease = await ask.ExecuteScalarAsync(cancellation) is true ? new PostgresLease(connection) : null;
        }
        catch (Exception error) when (PostgresErrors.Knows(error))
        {
            throw PostgresErrors.From(error, place, "lease");
        }
        finally
        {
            if (lease is null)
            {
                PostgresStore.End(connection);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_ended.IsCancellationRequested)
        {
            return;
        }

        await _ended.CancelAsync();
        await _watching;
        PostgresStore.End(_connection);
        _ended.Dispose();
        _lost.Dispose();
    }

    /// <summary>The lock lives as long as the connection; whether that still lives is only known by asking.</summary>
    private async Task Watch()
    {
        try
        {
            await using var ask = new NpgsqlCommand("SELECT 1", _connection) { CommandTimeout = 5 };
            while (true)
            {
                await Task.Delay(BetweenLooks, _ended.Token);
                _ = await ask.ExecuteScalarAsync(_ended.Token);
            }
        }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested)
        {
            // Given back.
        }
        catch (Exception error) when (PostgresErrors.Knows(error) || error is OperationCanceledException)
        {
            await _lost.CancelAsync();
        }
    }
}
