using System.Collections.Concurrent;
using System.Diagnostics;
using CityActors.Silo.People;
using CityActors.Storage;

namespace CityActors.Silo.Access;

/// <summary>All credentials of the city, by the hashes of their secrets, as they stand in the database.</summary>
/// <remarks>Each change counts a revision up, so that the other Silos of a cluster see with one small read whether there is anything to read anew.</remarks>
/// <param name="database">The city's database.</param>
/// <param name="time">The wall's time: a replay's clock would let a key live for years, or end at once.</param>
public sealed class Credentials(Database database, TimeProvider time)
{
    private static readonly SqlQuery SelectRevision = new("SELECT number FROM access_revision WHERE id = 1");
    private static readonly SqlQuery CountUp = new("UPDATE access_revision SET number = number + 1 WHERE id = 1");
    private static readonly TimeSpan LongestTrust = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<CredentialWatch, byte> watches = new();
    private readonly SemaphoreSlim oneReads = new(1);
    private readonly Lock taking = new();
    private Snapshot known = new(-1, new Dictionary<string, Credential>(StringComparer.Ordinal));
    private long readAt;

    /// <summary>The table of the revision.</summary>
    public static SchemaPart Schema { get; } = new("access-revision", [
        """
        CREATE TABLE access_revision (id INTEGER PRIMARY KEY, number INTEGER NOT NULL);
        INSERT INTO access_revision (id, number) VALUES (1, 0);
        """,
    ]);

    /// <summary>Now, UTC.</summary>
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>What a hash stands for as far as this Silo knows, or null. Asks no database.</summary>
    public Credential? Known(string hash) => Volatile.Read(ref known).ByHash.GetValueOrDefault(hash);

    /// <summary>What a hash stands for, or null. What another Silo has just made is found, too.</summary>
    public async ValueTask<Credential?> Find(string hash)
    {
        if (database.ChangesOutside && (Known(hash) is null || Stopwatch.GetElapsedTime(Volatile.Read(ref readAt)) >= LongestTrust))
        {
            await RefreshSince(Stopwatch.GetTimestamp());
        }

        return Known(hash);
    }

    /// <summary>Changes credentials: here at once, and on every other Silo within a second.</summary>
    public async Task<T> Change<T>(Func<DatabaseSession, T> change)
    {
        var result = await database.Write(session =>
        {
            session.Serialize();
            var changed = change(session);
            session.Prepare(CountUp).Post();
            return changed;
        });
        await Refresh();
        EndWatches();
        return result;
    }

    /// <summary>Reads what others have changed.</summary>
    public async Task Refresh()
    {
        var begun = Stopwatch.GetTimestamp();
        var revision = Volatile.Read(ref known).Revision;
        var read = await database.Read(session =>
            session.Prepare(SelectRevision).First(static row => row.Int64(0)) is var number && number == revision ? null : new Snapshot(number, ReadAll(session)));
        lock (taking)
        {
            if (read is not null && read.Revision > known.Revision)
            {
                Volatile.Write(ref known, read);
            }
        }

        Volatile.Write(ref readAt, begun);
    }

    /// <summary>Watches over the credential of a request that lasts.</summary>
    public CredentialWatch Watch(SignedIn signedIn)
    {
        var watch = new CredentialWatch(signedIn, ended => watches.TryRemove(ended, out _));
        watches[watch] = 0;
        EndIfOver(watch); // It may have ended since the request came.
        return watch;
    }

    /// <summary>Follows the database and the clock for those who watch.</summary>
    internal async Task Follow()
    {
        if (database.ChangesOutside)
        {
            await Refresh();
        }

        EndWatches();
    }

    /// <summary>Ends each watch whose credential has ended or now stands for another caller.</summary>
    internal void EndWatches()
    {
        foreach (var (watch, _) in watches)
        {
            EndIfOver(watch);
        }
    }

    private static Dictionary<string, Credential> ReadAll(DatabaseSession session) =>
        ApiKeys.ReadAll(session).Concat(Sessions.ReadAll(session)).ToDictionary(StringComparer.Ordinal);

    /// <summary>Reads once for all who came before the reading began.</summary>
    private async Task RefreshSince(long cameAt)
    {
        await oneReads.WaitAsync();
        try
        {
            if (Volatile.Read(ref readAt) < cameAt)
            {
                await Refresh();
            }
        }
        finally
        {
            oneReads.Release();
        }
    }

    private void EndIfOver(CredentialWatch watch)
    {
        var (hash, before) = watch.Over;
        if (Known(hash) is not { } now || now.StateAt(Now) != CredentialState.Valid || now.Caller != before.Caller)
        {
            watch.End();
        }
    }

    private sealed record Snapshot(long Revision, Dictionary<string, Credential> ByHash);
}
