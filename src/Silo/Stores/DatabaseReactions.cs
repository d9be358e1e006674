using CityActors.Reactions;
using CityActors.Storage;

namespace CityActors.Silo.Stores;

/// <summary>How far the reactions are, and which letters wait, in the city's database.</summary>
/// <param name="database">The city's database, with <see cref="CityTables.Schema"/>.</param>
public sealed class DatabaseReactions(Database database) : IReactionPositions
{
    internal static readonly SchemaPart Schema = new("city-reactions", [
        """
        CREATE TABLE reaction_cursor (
            partition INTEGER PRIMARY KEY,
            number INTEGER NOT NULL
        );
        CREATE TABLE held_letter (
            number INTEGER NOT NULL,
            target TEXT NOT NULL,
            partition INTEGER NOT NULL,
            subject TEXT NOT NULL,
            attempts INTEGER NOT NULL,
            failing_since TEXT,
            error TEXT NOT NULL,
            is_dead INTEGER NOT NULL,
            PRIMARY KEY (number, target)
        );
        CREATE INDEX held_letter_partition ON held_letter (partition, number);
        """,
    ]);

    private const string Columns = "h.number, h.target, h.partition, h.subject, h.attempts, h.failing_since, h.error, h.is_dead";

    /// <summary>The cursor never goes back.</summary>
    private static readonly SqlQuery Advance = new("""
        INSERT INTO reaction_cursor (partition, number) VALUES (?1, ?2)
        ON CONFLICT (partition) DO UPDATE SET number = excluded.number WHERE reaction_cursor.number < excluded.number
        """);

    /// <summary>The cursor, and each held letter beside it, in one statement: both are of one moment on every database.</summary>
    private static readonly SqlQuery SelectPosition = new($"""
        SELECT {Columns}, coalesce(c.number, 0) FROM (SELECT ?1 AS partition) p
        LEFT JOIN reaction_cursor c ON c.partition = p.partition LEFT JOIN held_letter h ON h.partition = p.partition
        ORDER BY h.number, h.target
        """);

    /// <summary>All letters of the last fact, so that whoever goes on after its number misses none.</summary>
    private static readonly SqlQuery SelectHeld = new($"""
        SELECT {Columns} FROM held_letter h
        WHERE h.number > ?1 AND h.number <= (
            SELECT coalesce(max(number), 0) FROM (SELECT number FROM held_letter WHERE number > ?1 ORDER BY number LIMIT ?2) page)
        ORDER BY h.number, h.target
        """);

    private static readonly SqlQuery Hold = new("""
        INSERT INTO held_letter (number, target, partition, subject, attempts, failing_since, error, is_dead)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
        ON CONFLICT (number, target) DO UPDATE
        SET attempts = excluded.attempts, failing_since = excluded.failing_since, error = excluded.error, is_dead = excluded.is_dead
        """);

    private static readonly SqlQuery Release = new("DELETE FROM held_letter WHERE number = ?1 AND target = ?2");

    /// <inheritdoc/>
    /// <exception cref="StorageUnavailableException">The database cannot be read now.</exception>
    public Task<ReactionPosition> Read(int partition) => database.Read(session =>
    {
        var rows = session.Prepare(SelectPosition).Bind(1, partition)
            .All(static row => (Cursor: row.Int64(8), Letter: row.IsNull(0) ? null : Letter(row)));
        return new ReactionPosition(rows[0].Cursor, [.. rows.Select(static row => row.Letter).OfType<HeldLetter>()]);
    });

    /// <inheritdoc/>
    /// <exception cref="StorageUnavailableException">Nothing was stored.</exception>
    public Task Save(int partition, long cursor, IReadOnlyList<HeldLetter> held, IReadOnlyList<LetterKey> released) => database.Write(session =>
    {
        session.Prepare(Advance).Bind(1, partition).Bind(2, cursor).Post();
        foreach (var letter in held)
        {
            session.Prepare(Hold)
                .Bind(1, letter.Number).Bind(2, letter.Target).Bind(3, letter.Partition).Bind(4, letter.Subject).Bind(5, letter.Attempts)
                .Bind(6, letter.FailingSince).Bind(7, letter.Error).Bind(8, letter.IsDead ? 1 : 0).Post();
        }

        foreach (var key in released)
        {
            session.Prepare(Release).Bind(1, key.Number).Bind(2, key.Target).Post();
        }

        return true;
    });

    /// <inheritdoc/>
    /// <exception cref="StorageUnavailableException">The database cannot be read now.</exception>
    public Task<IReadOnlyList<HeldLetter>> ReadHeld(long afterNumber, int max)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        return database.Read<IReadOnlyList<HeldLetter>>(session => session.Prepare(SelectHeld).Bind(1, afterNumber).Bind(2, max).All(Letter));
    }

    private static HeldLetter Letter(Statement row) => new()
    {
        Number = row.Int64(0),
        Target = row.Text(1),
        Partition = row.Int32(2),
        Subject = row.Text(3),
        Attempts = row.Int32(4),
        FailingSince = row.IsNull(5) ? null : row.Instant(5),
        Error = row.Text(6),
        IsDead = row.Int64(7) != 0,
    };
}
