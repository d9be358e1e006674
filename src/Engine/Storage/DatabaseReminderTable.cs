using System.Globalization;
using CityActors.Engine.Reminders;
using CityActors.Storage;
using Orleans.Runtime;

namespace CityActors.Engine.Storage;

/// <summary>Reminders in the city's database, in the columns of Orleans' ADO.NET provider: grain id as <c>type/key</c>, period in milliseconds.</summary>
public sealed class DatabaseReminderTable : IReminderTable
{
    private const string Columns = "SELECT GrainId, ReminderName, StartTime, Period, Version FROM OrleansRemindersTable WHERE ServiceId = ?1";

    private static readonly SqlQuery SelectAll = new(Columns);

    private static readonly SqlQuery SelectGrain = new($"{Columns} AND GrainId = ?2");

    private static readonly SqlQuery Store = new("""
        INSERT INTO OrleansRemindersTable (ServiceId, GrainId, ReminderName, StartTime, Period, GrainHash, Version)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0)
        ON CONFLICT (ServiceId, GrainId, ReminderName) DO UPDATE
        SET StartTime = excluded.StartTime, Period = excluded.Period, GrainHash = excluded.GrainHash, Version = OrleansRemindersTable.Version + 1
        RETURNING Version
        """);

    private static readonly SqlQuery Delete = new("""
        DELETE FROM OrleansRemindersTable
        WHERE ServiceId = ?1 AND GrainId = ?2 AND ReminderName = ?3 AND (?4 IS NULL OR Version = ?4)
        """);

    private readonly Database _database;
    private readonly string _serviceId;

    /// <summary>Creates the table's access on a database that has it.</summary>
    /// <param name="database">The city's database.</param>
    /// <param name="serviceId">Orleans' service id; rows of other services are not seen.</param>
    public DatabaseReminderTable(Database database, string serviceId)
    {
        _database = database;
        _serviceId = serviceId;
    }

    /// <summary>The table, for <see cref="DatabaseOptions.Schema"/>.</summary>
    public static SchemaPart Schema { get; } = new("reminders", [
        """
        CREATE TABLE OrleansRemindersTable (
            ServiceId VARCHAR(150) NOT NULL,
            GrainId VARCHAR(150) NOT NULL,
            ReminderName VARCHAR(150) NOT NULL,
            StartTime TEXT NOT NULL,
            Period BIGINT NOT NULL,
            GrainHash INT NOT NULL,
            Version INT NOT NULL,
            PRIMARY KEY (ServiceId, GrainId, ReminderName)
        );
        """,
    ]);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ReminderEntry>> ReadAll(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _database.Read(session => Entries(session.Prepare(SelectAll).Bind(1, _serviceId)));
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ReminderEntry>> Read(GrainId grain, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _database.Read(session => Entries(session.Prepare(SelectGrain).Bind(1, _serviceId).Bind(2, grain.ToString())));
    }

    /// <inheritdoc/>
    public Task<string> Upsert(ReminderEntry entry, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _database.Write(session => Upsert(session, entry));
    }

    /// <inheritdoc/>
    public Task<bool> Remove(GrainId grain, string name, string? eTag, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        long? version = null;
        if (eTag is not null)
        {
            if (!int.TryParse(eTag, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed))
            {
                return Task.FromResult(false); // No row has such a version.
            }

            version = parsed;
        }

        return _database.Write(session => session.Prepare(Delete)
            .Bind(1, _serviceId)
            .Bind(2, grain.ToString())
            .Bind(3, name)
            .Bind(4, version)
            .Execute() > 0);
    }

    private static IReadOnlyList<ReminderEntry> Entries(Statement rows)
    {
        var entries = new List<ReminderEntry>();
        while (rows.Step())
        {
            var grain = GrainId.Parse(rows.Text(0));
            entries.Add(new ReminderEntry(
                grain.Type.ToString(),
                grain.Key.ToString(),
                rows.Text(1),
                rows.Instant(2),
                TimeSpan.FromMilliseconds(rows.Int64(3)),
                GrainStateConflict.Tag(rows.Int32(4))));
        }

        // Not the database's order: "type/key" sorts differently from type, then key.
        return [.. entries
            .OrderBy(entry => entry.GrainType, StringComparer.Ordinal)
            .ThenBy(entry => entry.GrainKey, StringComparer.Ordinal)
            .ThenBy(entry => entry.Name, StringComparer.Ordinal)];
    }

    private string Upsert(DatabaseSession session, ReminderEntry entry)
    {
        var store = session.Prepare(Store)
            .Bind(1, _serviceId)
            .Bind(2, entry.GrainId.ToString())
            .Bind(3, entry.Name)
            .BindTimestamp(4, entry.StartUtc)
            .Bind(5, (long)Math.Ceiling(entry.Period.TotalMilliseconds))
            .Bind(6, (int)entry.GrainId.GetUniformHashCode());
        _ = store.Step();
        return GrainStateConflict.Tag(store.Int32(0));
    }
}
