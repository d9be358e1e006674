namespace CityActors.Storage;

/// <summary>Brings the tables of a database up to what the program knows: forwards only, one transaction for all.</summary>
internal static class SchemaMigration
{
    private const string StepsTable = "CREATE TABLE IF NOT EXISTS schema_part (name TEXT PRIMARY KEY, steps INTEGER NOT NULL)";
    private static readonly SqlQuery ReadSteps = new("SELECT steps FROM schema_part WHERE name = ?1");
    private static readonly SqlQuery WriteSteps = new(
        "INSERT INTO schema_part (name, steps) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET steps = excluded.steps");

    /// <summary>Applies the missing steps of every part.</summary>
    /// <exception cref="InvalidOperationException">A part was written by a newer version; nothing is changed.</exception>
    public static void Apply(DatabaseSession session, string place, IReadOnlyList<SchemaPart> parts)
    {
        session.Begin();
        try
        {
            session.Serialize();
            session.RunStep(StepsTable);
            foreach (var part in parts)
            {
                Apply(session, place, part);
            }

            session.Commit();
        }
        finally
        {
            session.Rollback(); // Nothing is left to undo after a commit.
        }
    }

    private static void Apply(DatabaseSession session, string place, SchemaPart part)
    {
        if (session.ScriptsOf(part) is { } scripts)
        {
            foreach (var script in scripts)
            {
                session.RunScript(script);
            }

            return;
        }

        var read = session.Prepare(ReadSteps).Bind(1, part.Name);
        var done = read.Step() ? read.Int32(0) : 0;
        session.EndOperation();
        if (done > part.Steps.Count)
        {
            throw new InvalidOperationException(
                $"The tables \"{part.Name}\" in {place} are at step {done}; this program knows {part.Steps.Count}. They were written by a newer CityActors: start that one, or restore an older backup.");
        }

        for (var step = done; step < part.Steps.Count; step++)
        {
            session.RunStep(part.Steps[step]);
        }

        _ = session.Prepare(WriteSteps).Bind(1, part.Name).Bind(2, part.Steps.Count).Execute();
    }
}
