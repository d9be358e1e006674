using Npgsql;

namespace CityActors.Storage.Postgres;

/// <summary>A lease held by a connection of its own: the server takes it back when the connection ends, in whatever way.</summary>
internal sealed class PostgresLease : IDatabaseLease
{
    private readonly NpgsqlConnection _connection;
    private readonly CancellationTokenSource _lost = new();
    private readonly CancellationTokenSource _given = new();
    private readonly Task _watch;

    private PostgresLease(NpgsqlConnection connection)
    {
        _connection = connection;
        Lost = _lost.Token;
        _watch = Watch();
    }

    public CancellationToken Lost { get; }

    /// <summary>Takes the lease, where nobody has it.</summary>
    /// <exception cref="StorageUnavailableException">The server cannot be asked.</exception>
    public static async Task<PostgresLease?> Try(string connectionString, string place, string name, CancellationToken cancellation)
    {
        var connection = new NpgsqlConnection(connectionString);
        try
        {
            await connection.OpenAsync(cancellation);
            await using var take = new NpgsqlCommand(PostgresLocks.Lease, connection) { Parameters = { new NpgsqlParameter { Value = name } } };
            if (await take.ExecuteScalarAsync(cancellation) is true)
            {
                return new PostgresLease(connection);
            }
        }
        catch (Exception error) when (PostgresErrors.Knows(error))
        {
            await connection.DisposeAsync();
            throw PostgresErrors.From(error, place, PostgresLocks.Lease);
        }
        catch (OperationCanceledException)
        {
            await connection.DisposeAsync();
            throw;
        }

        await connection.DisposeAsync();
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        await _given.CancelAsync();
        await _watch;
        await _connection.DisposeAsync();
        _given.Dispose();
        _lost.Dispose();
    }

    /// <summary>Waits on the connection, which the driver asks for a sign of life when it is silent.</summary>
    private async Task Watch()
    {
        try
        {
            while (true)
            {
                await _connection.WaitAsync(_given.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // Given back.
        }
        catch (Exception error) when (PostgresErrors.Knows(error) || error is InvalidOperationException)
        {
            await _lost.CancelAsync();
        }
    }
}
