using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using CityActors.Storage;

namespace CityActors.Silo.Api;

/// <summary>Checks whether the city's database can be written now, by writing to it: a disk that can be read may well be full.</summary>
/// <param name="database">The city's database.</param>
/// <param name="settings">Says where its files are.</param>
public sealed class StorageProbe(Database database, SiloSettings settings)
{
    private const int Bytes = 64 << 10; // As much as some hundreds of observations.
    private const long LeastFree = 8 << 20; // SQLite's log has room of its own for a while, when the disk has none any more.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(1); // However many ask.

    private static readonly SqlQuery Upsert = new("""
        INSERT INTO storage_probe (id, filler) VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET filler = excluded.filler
        """);

    private readonly Lock gate = new();
    private readonly long row = BitConverter.ToInt64(SHA256.HashData(Encoding.UTF8.GetBytes($"{Environment.MachineName} {settings.Urls}"))); // One per Silo: none waits for another.
    private Task<int> last = Task.FromResult(0);
    private long begun;

    /// <summary>The table.</summary>
    public static SchemaPart Schema { get; } = new("storage-probe", ["CREATE TABLE storage_probe (id INTEGER PRIMARY KEY, filler BLOB NOT NULL);"]);

    /// <summary>Stores something.</summary>
    /// <returns>Null when it was stored, else why not.</returns>
    public async Task<string?> WhyNot(CancellationToken cancellation)
    {
        if (settings.Store.Length == 0 && new DriveInfo(settings.Data).AvailableFreeSpace is < LeastFree and var free)
        {
            return $"The disk with {settings.Data} has {free >> 10} KiB left; make room.";
        }

        try
        {
            await Probe().WaitAsync(Patience, cancellation);
            return null;
        }
        catch (StorageUnavailableException fault)
        {
            return fault.Message;
        }
        catch (TimeoutException)
        {
            return $"The database {database.Place} has not answered a write for {Patience.TotalSeconds:0} seconds.";
        }
    }

    /// <summary>One at a time: on a disk that does not answer, they would pile up.</summary>
    private Task<int> Probe()
    {
        lock (gate)
        {
            if (last.IsCompleted && (!last.IsCompletedSuccessfully || Stopwatch.GetElapsedTime(begun) >= GoodFor))
            {
                begun = Stopwatch.GetTimestamp();
                last = Write();
            }

            return last;
        }
    }

    private Task<int> Write() => database.Write(session => session.Prepare(Upsert).Bind(1, row).Bind(2, new byte[Bytes]).Execute(), Bytes);
}
