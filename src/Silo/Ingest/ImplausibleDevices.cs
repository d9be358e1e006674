using System.Globalization;
using CityActors.Storage;

namespace CityActors.Silo.Ingest;

/// <summary>How many readings of each device were refused as implausible, for whoever looks after the devices; kept in the city's database.</summary>
public sealed class ImplausibleDevices(Database database)
{
    private static readonly SqlQuery Upsert = new("""
        INSERT INTO implausible_device (entity, kind, refused, last_at, last_value) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (entity, kind) DO UPDATE SET refused = implausible_device.refused + excluded.refused, last_at = excluded.last_at, last_value = excluded.last_value
        """);

    private static readonly SqlQuery Select = new("""
        SELECT number, entity, kind, refused, last_at, last_value FROM implausible_device WHERE number > ?1
        AND (?3 = '' OR entity IN (SELECT e.id FROM list_entity e WHERE e.area >= ?3 AND e.area < ?3 || 'g')) ORDER BY number LIMIT ?2
        """);

    /// <summary>The table.</summary>
    public static SchemaPart Schema { get; } = new("implausible-device", [
        """
        CREATE TABLE implausible_device (
            number INTEGER PRIMARY KEY AUTOINCREMENT, entity TEXT NOT NULL, kind TEXT NOT NULL, refused INTEGER NOT NULL,
            last_at TEXT NOT NULL, last_value TEXT NOT NULL, UNIQUE (entity, kind));
        """,
    ]);

    /// <summary>Adds what was refused of one batch; completes after the sync to disk.</summary>
    public async Task Note(IReadOnlyCollection<ImplausibleDevice> devices)
    {
        if (devices.Count == 0)
        {
            return;
        }

        await database.Write(session =>
        {
            session.Serialize();
            foreach (var device in devices)
            {
                session.Prepare(Upsert).Bind(1, device.Entity).Bind(2, device.Kind).Bind(3, device.Refused).Bind(4, device.LastAt)
                    .Bind(5, device.LastValue.ToString("R", CultureInfo.InvariantCulture)).Post();
            }

            return true;
        });
    }

    /// <summary>Reads the devices of an area by number.</summary>
    public Task<List<CountedDevice>> Read(string area, long after, int limit) => database.Read(session => session.Prepare(Select).Bind(1, after).Bind(2, limit).Bind(3, area)
        .All(static row => new CountedDevice(
            row.Int64(0), row.Text(1), row.Text(2), row.Int64(3), row.Instant(4), double.Parse(row.Text(5), CultureInfo.InvariantCulture))));
}

/// <summary>What was refused of a device.</summary>
/// <param name="Entity">Which household or terminal.</param>
/// <param name="Kind">The kind of observation.</param>
/// <param name="Refused">How many readings.</param>
/// <param name="LastAt">The time of the last of them, UTC.</param>
/// <param name="LastValue">Its value, in the unit of the kind.</param>
public sealed record ImplausibleDevice(string Entity, string Kind, long Refused, DateTimeOffset LastAt, double LastValue);

/// <summary>A device whose readings were refused as implausible.</summary>
/// <param name="Number">Its place in this list.</param>
/// <param name="Entity">Which household or terminal.</param>
/// <param name="Kind">The kind of observation.</param>
/// <param name="Refused">How many readings, since the beginning.</param>
/// <param name="LastAt">The time of the last of them, UTC.</param>
/// <param name="LastValue">Its value, in the unit of the kind.</param>
public sealed record CountedDevice(long Number, string Entity, string Kind, long Refused, DateTimeOffset LastAt, double LastValue);
