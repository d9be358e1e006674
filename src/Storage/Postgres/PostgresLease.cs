using System.Text;
using Npgsql;

namespace CityActors.Storage.Postgres;

/// <summary>An advisory lock on a connection of its own, which is asked again and again whether it is still there.</summary>
internal sealed class PostgresLease : IDatabaseLease
{
    private static readonly TimeSpan BetweenChecks = TimeSpan.FromSeconds(2);
    private readonly NpgsqlConnection _connection;
    private readonly CancellationTokenSource _lost = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _watching;

    private PostgresLease(NpgsqlConnection connection)
    {
        _connection = connection;
        _watching = Watch();
    }

    public CancellationToken Lost => _lost.Token;

    /// <summary>Takes the lock if nobody has it.</summary>
    public static async Task<PostgresLease?> Try(string connectionString, string name, CancellationToken cancellation)
    {
        var connection = new NpgsqlConnection(connectionString);
        try
        {
            await connection.OpenAsync(cancellation);
            await using var take = new NpgsqlCommand($"SELECT pg_try_advisory_lock({PostgresLocks.Class}, @number)", connection);
            take.Parameters.AddWithValue("number", NumberOf(name));
            if (await take.ExecuteScalarAsync(cancellation) is true)
            {
                return new PostgresLease(connection);
            }
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        await connection.DisposeAsync();
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _watching;
        await _connection.DisposeAsync(); // Which gives the lock back.
        _ending.Dispose();
        _lost.Dispose();
    }

    /// <summary>FNV-1a; negative, so that it is none of the locks that have small numbers.</summary>
    private static int NumberOf(string name)
    {
        var hash = 2166136261u;
        foreach (var one in Encoding.UTF8.GetBytes(name))
        {
            hash = unchecked((hash ^ one) * 16777619u);
        }

        return unchecked((int)(hash | 0x8000_0000u));
    }

    private async Task Watch()
    {
        try
        {
            using var timer = new PeriodicTimer(BetweenChecks, TimeProvider.System);
            while (await timer.WaitForNextTickAsync(_ending.Token))
            {
                await using var ask = new NpgsqlCommand("SELECT 1", _connection) { CommandTimeout = (int)BetweenChecks.TotalSeconds * 5 };
                await ask.ExecuteScalarAsync(_ending.Token);
            }
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            return; // It is given back.
        }
        catch (Exception error) when (PostgresErrors.Knows(error) || error is OperationCanceledException or InvalidOperationException)
        {
            await _lost.CancelAsync();
        }
    }
}
