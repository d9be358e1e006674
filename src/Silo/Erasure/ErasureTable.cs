using System.Text;
using System.Text.Json.Nodes;
using CityActors.Observations;
using CityActors.Places;
using CityActors.Silo.ObservationLog;
using CityActors.Storage;

namespace CityActors.Silo.Erasure;

/// <summary>What is to be erased of people, until it is; and the places in the city's database where it stands.</summary>
/// <param name="database">The city's database.</param>
public sealed class ErasureTable(Database database)
{
    private const int BatchesAtOnce = 100;
    private static readonly SqlQuery Upsert = new("""
        INSERT INTO erasure (entity, version, up_to, at, actor, reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        ON CONFLICT (entity) DO UPDATE SET version = excluded.version, up_to = excluded.up_to, at = excluded.at, actor = excluded.actor, reason = excluded.reason
        """);

    private static readonly SqlQuery Select = new("SELECT entity, version, up_to, at, actor, reason FROM erasure ORDER BY entity");
    private static readonly SqlQuery Delete = new("DELETE FROM erasure WHERE entity = ?1");
    private static readonly SqlQuery SelectBatches = new(
        "SELECT first_offset, last_offset, payload FROM observation_log WHERE partition = ?1 AND last_offset > ?2 AND first_offset <= ?3 ORDER BY last_offset LIMIT ?4");

    private static readonly SqlQuery UpdateBatch = new("UPDATE observation_log SET payload = ?3 WHERE partition = ?1 AND last_offset = ?2");
    private static readonly SqlQuery DeletePoison = new("DELETE FROM observation_poison WHERE partition = ?1 AND \"offset\" <= ?2 AND entity_id = ?3");
    private static readonly SqlQuery DeleteImplausible = new("DELETE FROM implausible_device WHERE entity = ?1");
    private static readonly SqlQuery SelectFacts = new("SELECT number, payload FROM fact_log WHERE subject = ?1 AND type = 'entity' ORDER BY number");
    private static readonly SqlQuery SelectOutcomes = new("SELECT number, payload FROM fact_log WHERE type = 'outcome-given' AND subject >= ?1 || '.' AND subject < ?1 || '/' ORDER BY number");
    private static readonly SqlQuery UpdateFact = new("UPDATE fact_log SET payload = ?2 WHERE number = ?1");

    /// <summary>The table.</summary>
    public static SchemaPart Schema { get; } = new("erasure", [
        """
        CREATE TABLE erasure (
            entity TEXT PRIMARY KEY, version INTEGER NOT NULL, up_to INTEGER NOT NULL, at TEXT NOT NULL, actor TEXT NOT NULL, reason TEXT NOT NULL);
        """,
    ]);

    /// <summary>Notes what is to be erased.</summary>
    public Task Put(WantedErasure wanted) => database.Write(session => session.Prepare(Upsert)
        .Bind(1, wanted.Entity).Bind(2, wanted.Retirement.OfVersion).Bind(3, wanted.UpTo).Bind(4, wanted.Retirement.At)
        .Bind(5, wanted.Retirement.Actor).Bind(6, wanted.Retirement.Reason).Execute());

    /// <summary>What is still to be erased.</summary>
    public Task<List<WantedErasure>> Read() => database.Read(static session => session.Prepare(Select).All(static row => new WantedErasure(
        row.Text(0),
        row.Int64(2),
        new Retirement { OfVersion = row.Int64(1), At = row.Instant(3), Actor = row.Text(4), Reason = row.Text(5), IsErased = true })));

    /// <summary>Erases what was observed: items of the log keep their places and say nothing any more.</summary>
    public async Task EraseObservations(string entity, long upTo, CancellationToken cancellation)
    {
        var (partition, id) = (Partitions.Of(entity), Encoding.UTF8.GetBytes(entity));
        for (var after = 0L; ;)
        {
            cancellation.ThrowIfCancellationRequested();
            var batches = await database.Read(session => session.Prepare(SelectBatches).Bind(1, partition).Bind(2, after).Bind(3, upTo).Bind(4, BatchesAtOnce)
                .All(static row => (First: row.Int64(0), Last: row.Int64(1), Payload: row.Blob(2).ToArray())));
            var changed = batches.FindAll(batch => LogPayload.Erase(batch.Payload, id, upTo - batch.First + 1));
            if (changed.Count > 0)
            {
                await database.Write(session =>
                {
                    changed.ForEach(batch => session.Prepare(UpdateBatch).Bind(1, partition).Bind(2, batch.Last).Bind(3, batch.Payload).Post());
                    return true;
                }, changed.Sum(static batch => batch.Payload.Length));
            }

            if (batches.Count < BatchesAtOnce)
            {
                break;
            }

            after = batches[^1].Last;
        }

        await database.Write(session =>
        {
            session.Prepare(DeletePoison).Bind(1, partition).Bind(2, upTo).Bind(3, entity).Post();
            session.Prepare(DeleteImplausible).Bind(1, entity).Post();
            return true;
        });
    }

    /// <summary>Erases in the fact log where the entity stood, and what was found there.</summary>
    public async Task ErasePlaces(string entity)
    {
        var outcomes = await database.Read(session => session.Prepare(SelectOutcomes).Bind(1, entity).All(static row => (Number: row.Int64(0), Payload: row.Text(1))));
        var facts = await database.Read(session => session.Prepare(SelectFacts).Bind(1, entity).All(static row => (Number: row.Int64(0), Payload: row.Text(1))));
        await database.Write(session =>
        {
            foreach (var (number, payload) in facts)
            {
                var fact = JsonNode.Parse(payload)!;
                fact["entity"]!["position"] = new JsonObject { ["longitude"] = 0, ["latitude"] = 0 };
                session.Prepare(UpdateFact).Bind(1, number).Bind(2, fact.ToJsonString(Facts.FactRecords.Json)).Post();
            }

            foreach (var (number, payload) in outcomes)
            {
                var fact = JsonNode.Parse(payload)!;
                fact["outcome"] = null;
                session.Prepare(UpdateFact).Bind(1, number).Bind(2, fact.ToJsonString(Facts.FactRecords.Json)).Post();
            }

            return true;
        });
    }

    /// <summary>All of it is erased.</summary>
    public Task Remove(string entity) => database.Write(session => session.Prepare(Delete).Bind(1, entity).Execute());
}

/// <summary>What is to be erased.</summary>
/// <param name="Entity">Of whom.</param>
/// <param name="UpTo">The last offset of its partition that was given then: what is later is of a new registration.</param>
/// <param name="Retirement">Who wanted it, when and why.</param>
public sealed record WantedErasure(string Entity, long UpTo, Retirement Retirement);
