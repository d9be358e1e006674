using CityActors.Storage;

namespace CityActors.Silo.Clock;

/// <summary>Where a replay stands and where it was told to go, on disk.</summary>
/// <param name="database">The city's database.</param>
public sealed class ReplayPosition(Database database) : IReplayPosition
{
    private static readonly SqlQuery Select = new("SELECT now, target FROM replay_clock WHERE id = 1");

    private static readonly SqlQuery Upsert = new("""
        INSERT INTO replay_clock (id, now, target) VALUES (1, ?1, ?2)
        ON CONFLICT (id) DO UPDATE
        SET now = CASE WHEN excluded.now > replay_clock.now THEN excluded.now ELSE replay_clock.now END,
            target = CASE WHEN excluded.target > replay_clock.target THEN excluded.target ELSE replay_clock.target END
        """);

    /// <summary>The table.</summary>
    public static SchemaPart Schema { get; } = new("replay-clock", [
        "CREATE TABLE replay_clock (id INTEGER PRIMARY KEY, now INTEGER NOT NULL, target INTEGER NOT NULL);",
    ]);

    /// <inheritdoc/>
    public Task<(DateTimeOffset Now, DateTimeOffset Target)?> Read() => database.Read(session =>
    {
        var row = session.Prepare(Select);
        return row.Step()
            ? (new DateTimeOffset(row.Int64(0), TimeSpan.Zero), new DateTimeOffset(row.Int64(1), TimeSpan.Zero))
            : ((DateTimeOffset, DateTimeOffset)?)null;
    });

    /// <inheritdoc/>
    public Task Write(DateTimeOffset now, DateTimeOffset target, bool isSynced) => database.Write(
        session =>
        {
            session.Prepare(Upsert).Bind(1, now.UtcTicks).Bind(2, target.UtcTicks).Execute();
            return true;
        },
        isSynced: isSynced);
}
