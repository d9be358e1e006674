using CityActors.Reactions;
using CityActors.Storage;

namespace CityActors.Silo.Stores;

/// <summary>How far the reactions are, in the city's database.</summary>
/// <param name="database">The city's database, with <see cref="CityTables.Schema"/>.</param>
public sealed class DatabaseReactions(Database database) : IReactionTable
{
    /// <inheritdoc/>
    /// <exception cref="StorageUnavailableException">The database cannot be read now.</exception>
    public Task<ReactionPosition> Read(int partition) => database.Read(session => Read(session, partition));

    /// <inheritdoc/>
    /// <exception cref="StorageUnavailableException">Nothing was stored.</exception>
    public Task Save(int partition, long cursor, IReadOnlyList<HeldLetter> held, IReadOnlyList<LetterKey> released) =>
        database.Write(session => Save(session, partition, cursor, held, released));

    /// <inheritdoc/>
    /// <exception cref="StorageUnavailableException">The database cannot be read now.</exception>
    public Task<IReadOnlyList<HeldLetter>> ReadHeld(long afterNumber, int max)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        return database.Read(session => ReadHeld(session, afterNumber, max));
    }

    private static ReactionPosition Read(DatabaseSession session, int partition)
    {
        var rows = session.Prepare(ReactionTables.Read).Bind(1, partition);
        var held = new List<HeldLetter>();
        var cursor = 0L;
        while (rows.Step())
        {
            cursor = rows.Int64(8);
            if (!rows.IsNull(0))
            {
                held.Add(Letter(rows));
            }
        }

        return new ReactionPosition(cursor, held);
    }

    private static bool Save(DatabaseSession session, int partition, long cursor, IReadOnlyList<HeldLetter> held, IReadOnlyList<LetterKey> released)
    {
        session.Prepare(ReactionTables.Advance).Bind(1, partition).Bind(2, cursor).Post();
        foreach (var letter in held)
        {
            session.Prepare(ReactionTables.Hold)
                .Bind(1, letter.Number)
                .Bind(2, letter.Target)
                .Bind(3, letter.Partition)
                .Bind(4, letter.Subject)
                .Bind(5, letter.Attempts)
                .Bind(6, letter.FailingSince)
                .Bind(7, letter.Error)
                .Bind(8, letter.IsDead ? 1 : 0)
                .Post();
        }

        foreach (var key in released)
        {
            session.Prepare(ReactionTables.Release).Bind(1, key.Number).Bind(2, key.Target).Post();
        }

        return true;
    }

    private static IReadOnlyList<HeldLetter> ReadHeld(DatabaseSession session, long afterNumber, int max)
    {
        var rows = session.Prepare(ReactionTables.ReadHeld).Bind(1, afterNumber).Bind(2, max);
        var held = new List<HeldLetter>();
        while (rows.Step())
        {
            held.Add(Letter(rows));
        }

        return held;
    }

    private static HeldLetter Letter(Statement row) => new()
    {
        Number = row.Int64(0),
        Target = row.Text(1),
        Partition = (int)row.Int64(2),
        Subject = row.Text(3),
        Attempts = (int)row.Int64(4),
        FailingSince = row.IsNull(5) ? null : row.Instant(5),
        Error = row.Text(6),
        IsDead = row.Int64(7) != 0,
    };
}
