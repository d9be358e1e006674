using CityActors.Storage;

namespace CityActors.Silo.Stores;

/// <summary>How far the reactions are, and which letters wait: tables and statements.</summary>
internal static class ReactionTables
{
    public static readonly SchemaPart Schema = new("city-reactions", [
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

    /// <summary>The cursor never goes back.</summary>
    public static readonly SqlQuery Advance = new("""
        INSERT INTO reaction_cursor (partition, number) VALUES (?1, ?2)
        ON CONFLICT (partition) DO UPDATE SET number = excluded.number WHERE reaction_cursor.number < excluded.number
        """);

    /// <summary>The cursor, and each held letter beside it, in one statement: both are of one moment on every database.</summary>
    public static readonly SqlQuery Read = new($"""
        SELECT {Columns}, coalesce(c.number, 0) FROM (SELECT ?1 AS partition) p
        LEFT JOIN reaction_cursor c ON c.partition = p.partition LEFT JOIN held_letter h ON h.partition = p.partition
        ORDER BY h.number, h.target
        """);

    /// <summary>All letters of the last fact, so that whoever goes on after its number misses none.</summary>
    public static readonly SqlQuery ReadHeld = new($"""
        SELECT {Columns} FROM held_letter h
        WHERE h.number > ?1 AND h.number <= (
            SELECT coalesce(max(number), 0) FROM (SELECT number FROM held_letter WHERE number > ?1 ORDER BY number LIMIT ?2) page)
        ORDER BY h.number, h.target
        """);

    public static readonly SqlQuery Hold = new("""
        INSERT INTO held_letter (number, target, partition, subject, attempts, failing_since, error, is_dead)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
        ON CONFLICT (number, target) DO UPDATE
        SET attempts = excluded.attempts, failing_since = excluded.failing_since, error = excluded.error, is_dead = excluded.is_dead
        """);

    public static readonly SqlQuery Release = new("DELETE FROM held_letter WHERE number = ?1 AND target = ?2");

    private const string Columns = "h.number, h.target, h.partition, h.subject, h.attempts, h.failing_since, h.error, h.is_dead";
}
