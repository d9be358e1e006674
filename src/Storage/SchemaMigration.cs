namespace CityActors.Storage;

/// <summary>Brings the tables of a database up to what the program knows: forwards only, one transaction for all.</summary>
internal static class SchemaMigration
{
    private const string StepsTable = "CREATE TABLE IF NOT EXISTS schema_part (name TEXT PRIMARY KEY, steps INTEGER NOT NULL)";
    private static readonly SqlQuery ReadSteps = new("SELECT steps FROM schema_part WHERE name = ?1");
    private static readonly SqlQuery WriteSteps = new(
        "INSERT INTO schema_part (name, steps) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET steps = excluded.steps");

    /// <summary>Applies the missing steps of every part.</summary>
    /// <exception cref="InvalidOperationException">A part was written by a newer version, or by one too old to be read; nothing is changed.</exception>
    public static void Apply(DatabaseSession session, string place, DatabaseOptions options)
    {
        session.Begin(); // What is not committed goes with the connection.
        session.SerializeMigrations();
        session.RunStep(StepsTable);
        foreach (var name in options.RetiredParts)
        {
            RefuseRetired(session, place, name);
        }

        foreach (var part in options.Schema)
        {
            Apply(session, place, part);
        }

        session.Commit();
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

        var done = StepsOf(session, part.Name);
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

    private static void RefuseRetired(DatabaseSession session, string place, string name)
    {
        if (StepsOf(session, name) > 0)
        {
            throw new InvalidOperationException(
                $"{place} was written by an older CityActors (it has the tables \"{name}\"), whose data this version cannot read. It was not touched: give another folder or database, or start the version that wrote it.");
        }
    }

    /// <summary>How many steps of a part were applied; 0 for none.</summary>
    private static int StepsOf(DatabaseSession session, string name)
    {
        var steps = session.Prepare(ReadSteps).Bind(1, name).First(static row => row.Int32(0));
        session.EndOperation();
        return steps;
    }
}
