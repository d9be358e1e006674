using System.Text;
using CityActors.Storage;

namespace CityActors.Districts;

/// <summary>District seeds that were imported, in the city's database: every Silo of the city has them.</summary>
public sealed class ImportedSeeds(Database database)
{
    private static readonly SqlQuery Upsert = new("""
        INSERT INTO district_seed (name, payload) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET payload = excluded.payload
        """);

    private static readonly SqlQuery Select = new("SELECT payload FROM district_seed WHERE name = ?1");

    /// <summary>The table.</summary>
    public static SchemaPart Schema { get; } = new("district-seed", ["CREATE TABLE district_seed (name TEXT PRIMARY KEY, payload TEXT NOT NULL);"]);

    /// <summary>Keeps a seed under a name, in place of an earlier one.</summary>
    public Task Put(string name, DistrictSeed seed)
    {
        using var text = new MemoryStream();
        DistrictSeedFile.Write(seed, text);
        var payload = Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
        return database.Write(session => session.Prepare(Upsert).Bind(1, name).Bind(2, payload).Execute(), payload.Length);
    }

    /// <summary>The seed kept under a name, or null.</summary>
    public async Task<DistrictSeed?> Find(string name)
    {
        var payload = await database.Read(session =>
        {
            var row = session.Prepare(Select).Bind(1, name);
            return row.Step() ? row.Text(0) : null;
        });
        return payload is null ? null : DistrictSeedFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(payload)), name);
    }
}
