using CityActors.Storage;

namespace CityActors.Silo.ObservationLog;

/// <summary>Tables and statements of the observation log.</summary>
internal static class ObservationLogSql
{
    /// <summary>Counters stand apart from the batches, so that an offset is never given twice even when all batches were trimmed.</summary>
    public static readonly SchemaPart Schema = new("observation-log", [
        """
        CREATE TABLE observation_partition (
            partition INTEGER PRIMARY KEY,
            last_offset INTEGER NOT NULL,
            batches INTEGER NOT NULL,
            bytes INTEGER NOT NULL
        );
        CREATE TABLE observation_log (
            partition INTEGER NOT NULL,
            first_offset INTEGER NOT NULL,
            last_offset INTEGER NOT NULL,
            count INTEGER NOT NULL,
            min_at TEXT NOT NULL,
            max_at TEXT NOT NULL,
            appended_at TEXT NOT NULL,
            payload BLOB NOT NULL,
            PRIMARY KEY (partition, last_offset)
        );
        CREATE TABLE router_checkpoint (
            partition INTEGER PRIMARY KEY,
            "offset" INTEGER NOT NULL,
            clock_at TEXT NOT NULL,
            saved_at TEXT NOT NULL,
            due BLOB NOT NULL
        );
        CREATE TABLE observation_poison (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT,
            partition INTEGER NOT NULL,
            "offset" INTEGER NOT NULL,
            entity_id TEXT NOT NULL,
            reason TEXT NOT NULL,
            stored_at TEXT NOT NULL,
            payload BLOB NOT NULL,
            UNIQUE (partition, "offset")
        );
        CREATE TABLE idempotency (
            caller TEXT NOT NULL,
            key TEXT NOT NULL,
            request_hash TEXT NOT NULL,
            status INTEGER NOT NULL,
            stored_at TEXT NOT NULL,
            body BLOB NOT NULL,
            PRIMARY KEY (caller, key)
        );
        CREATE INDEX idempotency_stored_at ON idempotency (stored_at);
        """,
    ]);

    /// <summary>Numbers the items of a batch: the row is the only place where offsets are given, and is locked until the commit.</summary>
    public static readonly SqlQuery Advance = new("""
        INSERT INTO observation_partition (partition, last_offset, batches, bytes) VALUES (?1, ?2, 1, ?3)
        ON CONFLICT (partition) DO UPDATE
        SET last_offset = observation_partition.last_offset + ?2, batches = observation_partition.batches + 1, bytes = observation_partition.bytes + ?3
        RETURNING last_offset
        """);

    /// <summary>Stores a batch under the numbers just given.</summary>
    public static readonly SqlQuery Insert = new("""
        INSERT INTO observation_log (partition, first_offset, last_offset, count, min_at, max_at, appended_at, payload)
        SELECT ?1, last_offset - ?2 + 1, last_offset, ?2, ?3, ?4, ?5, ?6 FROM observation_partition WHERE partition = ?1
        """);

    public static readonly SqlQuery Read = new("""
        SELECT first_offset, last_offset, payload FROM observation_log
        WHERE partition = ?1 AND last_offset > ?2 ORDER BY last_offset LIMIT ?3
        """);

    public static readonly SqlQuery LastOffsets = new("SELECT partition, last_offset FROM observation_partition");

    public static readonly SqlQuery LastOffset = new("SELECT last_offset FROM observation_partition WHERE partition = ?1");

    public static readonly SqlQuery FindIdempotent = new(
        "SELECT request_hash, status, body FROM idempotency WHERE caller = ?1 AND key = ?2 AND stored_at > ?3");

    public static readonly SqlQuery InsertIdempotent = new("""
        INSERT INTO idempotency (caller, key, request_hash, status, stored_at, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        ON CONFLICT (caller, key) DO UPDATE
        SET request_hash = excluded.request_hash, status = excluded.status, stored_at = excluded.stored_at, body = excluded.body
        """);

    public static readonly SqlQuery ForgetIdempotent = new("DELETE FROM idempotency WHERE caller = ?1 AND key = ?2 AND request_hash = ?3");

    public static readonly SqlQuery TrimIdempotent = new("""
        DELETE FROM idempotency WHERE (caller, key) IN (SELECT caller, key FROM idempotency WHERE stored_at <= ?1 ORDER BY stored_at LIMIT ?2)
        """);

    public static readonly SqlQuery ReadCheckpoint = new("""SELECT "offset", clock_at, due FROM router_checkpoint WHERE partition = ?1""");

    public static readonly SqlQuery SaveCheckpoint = new("""
        INSERT INTO router_checkpoint (partition, "offset", clock_at, saved_at, due) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (partition) DO UPDATE
        SET "offset" = excluded."offset", clock_at = excluded.clock_at, saved_at = excluded.saved_at, due = excluded.due
        """);

    public static readonly SqlQuery FindTrimmable = new("""
        SELECT last_offset, count, length(payload), appended_at FROM observation_log
        WHERE partition = ?1 AND last_offset <= ?2 ORDER BY last_offset LIMIT ?3
        """);

    public static readonly SqlQuery Delete = new("DELETE FROM observation_log WHERE partition = ?1 AND last_offset <= ?2");

    public static readonly SqlQuery Discount = new(
        "UPDATE observation_partition SET batches = batches - ?2, bytes = bytes - ?3 WHERE partition = ?1");

    public static readonly SqlQuery StorePoison = new("""
        INSERT INTO observation_poison (partition, "offset", entity_id, reason, stored_at, payload) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        ON CONFLICT (partition, "offset") DO NOTHING
        """);

    public static readonly SqlQuery ReadPoison = new("""
        SELECT sequence, partition, "offset", entity_id, reason, stored_at, payload FROM observation_poison
        WHERE sequence > ?1 ORDER BY sequence LIMIT ?2
        """);

    public static readonly SqlQuery Status = new("""
        SELECT p.partition, p.last_offset, coalesce(c."offset", 0), p.batches, p.bytes
        FROM observation_partition p LEFT JOIN router_checkpoint c ON c.partition = p.partition
        """);
}
