using CityActors.Commits;
using CityActors.Storage;

namespace CityActors.Silo.Stores;

/// <summary>Stores grains in the city's database. Commits in flight at the same time share a sync to disk.</summary>
/// <remarks>States stand in the table layout, key hashing and version rule of Orleans' ADO.NET provider; a state is named after its grain's type.</remarks>
/// <param name="database">The city's database, with <see cref="CityTables.Schema"/>.</param>
/// <param name="serviceId">Orleans' service id; states of other services are not seen.</param>
/// <param name="time">Stamps the states, for people's information.</param>
/// <param name="syncsConsequences">Whether what follows from what is stored is synced by itself, or with the next that must be.</param>
public sealed class DatabaseCityStorage(Database database, string serviceId, TimeProvider time, bool syncsConsequences = true) : ICityStorage
{
    /// <summary>Rows that one call of <see cref="Trim"/> removes at most, so that commits do not wait long behind it.</summary>
    public const int TrimLimit = 10_000;

    private static readonly SqlQuery TrimHeard = new("""
        DELETE FROM heard WHERE (target, lane) IN (SELECT target, lane FROM heard WHERE at < ?1 ORDER BY at LIMIT ?2)
        """);

    private volatile Action<CommitNews>? _followers;
    private volatile Action? _doubters;

    /// <summary>Tells every commit of this storage from now on, in their order. Asked for at the start, by one thread.</summary>
    /// <param name="follower">Called after the commit and before its caller goes on, on the writer's thread: quick, and must not throw.</param>
    public void Follow(Action<CommitNews> follower) => _followers += follower;

    /// <summary>Tells every commit that failed and may have been stored nevertheless. Asked for at the start, by one thread.</summary>
    /// <param name="doubter">Quick, and must not throw.</param>
    public void FollowDoubts(Action doubter) => _doubters += doubter;

    /// <inheritdoc/>
    /// <exception cref="StorageUnavailableException">The database cannot be read now.</exception>
    public Task<StoredState> Read(string owner)
    {
        var key = CommitWrite.KeyOf(owner);
        return database.Read(session => Read(session, owner, key));
    }

    /// <inheritdoc/>
    /// <exception cref="StorageUnavailableException">The database cannot be written now. Nothing was acknowledged.</exception>
    /// <exception cref="ArgumentException">The owner is no grain id, or rows come without a state.</exception>
    public async Task<CommitReceipt> Commit(CityCommit commit)
    {
        var write = new CommitWrite(commit, serviceId, time.GetUtcNow());
        try
        {
            return write.Receipt(await database.Write<CommitAnswers, CommitAnswers>(
                write.Ask, write.Decide, write.Bytes, answers => _followers?.Invoke(write.News(answers)), syncsConsequences || !commit.IsConsequence));
        }
        catch (StorageUnavailableException)
        {
            _doubters?.Invoke();
            throw;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="StorageUnavailableException">The database cannot be read now.</exception>
    public Task<long> Heard(string owner, string lane) => database.Read(session => CommitTables.LastHeard(session, owner, lane));

    /// <summary>
    /// Removes what nobody needs any more: notes of letters heard before that time, and internal facts recorded before it whose letters were all
    /// delivered.
    /// </summary>
    /// <param name="before">A time of the declared clock, UTC.</param>
    /// <param name="cancellationToken">Ends it before it begins.</param>
    /// <returns>How many rows were removed; as many as <see cref="TrimLimit"/>: call again.</returns>
    /// <exception cref="StorageUnavailableException">The database cannot be written now.</exception>
    public Task<int> Trim(DateTimeOffset before, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return database.Write(session =>
        {
            var heard = session.Prepare(TrimHeard).Bind(1, before.UtcTicks).Bind(2, TrimLimit).Execute();
            return heard + session.Prepare(FactTable.Trim).Bind(1, before).Bind(2, TrimLimit - heard).Execute();
        });
    }

    private StoredState Read(DatabaseSession session, string owner, GrainStorageKey key)
    {
        var rows = CommitTables.Prepare(session, CommitTables.Read, key, serviceId).Bind(8, owner);
        var (version, head, list) = (0L, (ReadOnlyMemory<byte>?)null, new List<StoredRow>());
        while (rows.Step())
        {
            if (rows.Int32(0) == 1)
            {
                list.Add(new StoredRow(rows.Text(1), rows.Blob(3).ToArray()));
                continue;
            }

            version = rows.Int64(2);
            head = rows.IsNull(3) ? (ReadOnlyMemory<byte>?)null : rows.Blob(3).ToArray();
        }

        return new StoredState(version, head, list);
    }
}
