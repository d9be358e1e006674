using System.Globalization;
using System.Text.Json;
using CityActors.Alerts;
using CityActors.Facts;
using CityActors.Storage;

namespace CityActors.Districts;

/// <summary>From which districts the city was generated, in its database; written before anything of one is registered.</summary>
/// <param name="database">The city's database.</param>
/// <param name="time">For the time of a beginning.</param>
public sealed class Expansions(Database database, TimeProvider time)
{
    private const string IsReal = "payload NOT LIKE '%\"drill\":true%'"; // A text cannot hold this: its quotes are written with a backslash.

    private static readonly SqlQuery SelectAll = new("SELECT name, code, outline, scale, seed, drill, counts FROM district_expansion ORDER BY name");

    private static readonly SqlQuery Insert = new("""
        INSERT INTO district_expansion (name, code, outline, scale, seed, drill, begun_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
        ON CONFLICT (name) DO NOTHING
        """);

    private static readonly SqlQuery Finish = new("UPDATE district_expansion SET counts = ?2 WHERE name = ?1");

    private static readonly SqlQuery CountReal = new($"""
        SELECT
            (SELECT count(*) FROM list_area WHERE {IsReal}), (SELECT count(*) FROM list_entity WHERE {IsReal}), (SELECT count(*) FROM list_responder WHERE {IsReal}),
            (SELECT min(id) FROM list_entity WHERE {IsReal}), (SELECT min(id) FROM list_responder WHERE {IsReal}), (SELECT min(id) FROM list_area WHERE {IsReal})
        """);

    // A city of before this table: its district says so.
    private static readonly SqlQuery SelectDrill = new("""
        SELECT CASE
            WHEN EXISTS (SELECT 1 FROM district_expansion WHERE drill = 1) THEN 1
            WHEN EXISTS (SELECT 1 FROM district_expansion) THEN 0
            WHEN EXISTS (SELECT 1 FROM list_area WHERE level = 'district' AND payload LIKE '%"drill":true%') THEN 1
            ELSE 0 END
        """);

    private bool isDrill;

    /// <summary>The table.</summary>
    public static SchemaPart Schema { get; } = new("district-expansion", [
        """
        CREATE TABLE district_expansion (
            name TEXT PRIMARY KEY, code TEXT NOT NULL, outline TEXT NOT NULL, scale TEXT NOT NULL, seed INTEGER NOT NULL, drill INTEGER NOT NULL,
            begun_at TEXT NOT NULL, counts TEXT);
        """,
    ]);

    /// <summary>Whether a drill was generated into the city: then every answer says so.</summary>
    public bool IsDrill => Volatile.Read(ref isDrill);

    /// <summary>Looks whether a drill was generated into the city, perhaps at another Silo.</summary>
    public async Task LookForDrill()
    {
        if (!IsDrill)
        {
            Volatile.Write(ref isDrill, await database.Read(static session => session.Prepare(SelectDrill).First(static row => row.Int64(0) != 0)));
        }
    }

    /// <summary>Notes that a district is being generated; of two at once, one is first.</summary>
    /// <param name="wanted">How. The lists must hold everything that was registered before.</param>
    /// <returns>Why it may not be, or the expansion as it was begun, now or before.</returns>
    internal async Task<(Refusal? Refusal, Expansion? Begun, bool IsNew)> Begin(Expansion wanted)
    {
        var begun = await database.Write<(Refusal?, Expansion?, bool)>(session =>
        {
            session.Serialize();
            var known = session.Prepare(SelectAll).All(Read);
            if (ExpansionRules.WhyNot(wanted, known, ReadReal(session)) is { } refusal)
            {
                return (refusal, null, false);
            }

            if (known.Find(other => other.Name == wanted.Name) is { } before)
            {
                return (null, before, false);
            }

            session.Prepare(Insert).Bind(1, wanted.Name).Bind(2, wanted.Code).Bind(3, wanted.Outline)
                .Bind(4, wanted.Scale.ToString("R", CultureInfo.InvariantCulture)).Bind(5, wanted.Seed).Bind(6, wanted.Drill ? 1 : 0).Bind(7, time.GetUtcNow()).Post();
            return (null, wanted, true);
        });
        await LookForDrill();
        return begun;
    }

    /// <summary>All of them, by name.</summary>
    internal Task<List<Expansion>> Read() => database.Read(static session => session.Prepare(SelectAll).All(Read));

    /// <summary>Notes that everything of a district is registered.</summary>
    internal Task Complete(string name, PlanCounts counts) => database.Write(session =>
        session.Prepare(Finish).Bind(1, name).Bind(2, JsonSerializer.Serialize(counts, FactRecords.Json)).Execute());

    /// <summary>Why an outline may not be kept under a name, or null.</summary>
    /// <param name="name">The name.</param>
    /// <param name="outline">The hash of its seed.</param>
    /// <param name="kept">The hash of the seed kept under that name, or null.</param>
    internal Task<Refusal?> WhyNotImport(string name, string outline, string? kept) => database.Read(session =>
        ExpansionRules.WhyNotImport(name, outline, kept, session.Prepare(SelectAll).All(Read), ReadReal(session)));

    private static RealThings ReadReal(DatabaseSession session) => session.Prepare(CountReal).First(static row =>
        new RealThings(row.Int64(0), row.Int64(1), row.Int64(2), new[] { row.Text(3), row.Text(4), row.Text(5) }.FirstOrDefault(static id => id.Length > 0) ?? ""))!;

    private static Expansion Read(Statement row) =>
        new(row.Text(0), row.Text(1), row.Text(2), double.Parse(row.Text(3), CultureInfo.InvariantCulture), row.Int64(4), row.Int64(5) != 0)
        {
            Counts = row.IsNull(6) ? null : JsonSerializer.Deserialize<PlanCounts>(row.Text(6), FactRecords.Json),
        };
}
