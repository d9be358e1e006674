namespace CityActors.Engine.Storage.Sqlite;

/// <summary>Brings the tables of a file up to what the program knows: forwards only, one transaction for all.</summary>
internal static class SqliteSchema
{
    /// <summary>The form of the file as a whole; 1 means "parts with steps, listed in schema_part".</summary>
    private const int FileFormat = 1;

    private static readonly SqliteQuery ReadFormat = new("PRAGMA user_version");
    private static readonly SqliteQuery Begin = new("BEGIN IMMEDIATE");
    private static readonly SqliteQuery Commit = new("COMMIT");
    private static readonly SqliteQuery Rollback = new("ROLLBACK");
    private static readonly SqliteQuery ReadSteps = new("SELECT steps FROM schema_part WHERE name = ?1");
    private static readonly SqliteQuery WriteSteps = new(
        "INSERT INTO schema_part (name, steps) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET steps = excluded.steps");

    public static void Migrate(SqliteSession session, string file, IReadOnlyList<SqliteSchemaPart> parts)
    {
        session.Run(Begin);
        try
        {
            CheckFormat(session, file);
            session.RunScript($"CREATE TABLE IF NOT EXISTS schema_part (name TEXT PRIMARY KEY, steps INTEGER NOT NULL); PRAGMA user_version = {FileFormat}");
            foreach (var part in parts)
            {
                Migrate(session, file, part);
            }

            session.Run(Commit);
        }
        finally
        {
            session.EndOperation();
            if (session.InTransaction)
            {
                session.Run(Rollback);
            }
        }
    }

    private static void CheckFormat(SqliteSession session, string file)
    {
        var read = session.Prepare(ReadFormat);
        _ = read.Step();
        var format = read.Int32(0);
        session.EndOperation();
        if (format > FileFormat)
        {
            throw new InvalidOperationException(
                $"The database {file} has file format {format}; this program knows {FileFormat}. It was written by a newer CityActors: start that one, or restore an older backup.");
        }
    }

    private static void Migrate(SqliteSession session, string file, SqliteSchemaPart part)
    {
        var read = session.Prepare(ReadSteps).Bind(1, part.Name);
        var done = read.Step() ? read.Int32(0) : 0;
        session.EndOperation();
        if (done > part.Steps.Count)
        {
            throw new InvalidOperationException(
                $"The tables \"{part.Name}\" in {file} are at step {done}; this program knows {part.Steps.Count}. They were written by a newer CityActors: start that one, or restore an older backup.");
        }

        for (var step = done; step < part.Steps.Count; step++)
        {
            session.RunScript(part.Steps[step]);
        }

        _ = session.Prepare(WriteSteps).Bind(1, part.Name).Bind(2, part.Steps.Count).Execute();
    }
}
