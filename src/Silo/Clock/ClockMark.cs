using CityActors.Storage;

namespace CityActors.Silo.Clock;

/// <summary>Keeps wall-clock data and replay data apart: a database belongs to the clock it was begun with.</summary>
internal static class ClockMark
{
    private static readonly SqlQuery Begin = new("INSERT INTO clock_mark (id, mode) VALUES (1, ?1) ON CONFLICT (id) DO NOTHING");
    private static readonly SqlQuery Select = new("SELECT mode FROM clock_mark WHERE id = 1");

    /// <summary>The table.</summary>
    public static SchemaPart Schema { get; } = new("clock-mark", ["CREATE TABLE clock_mark (id INTEGER PRIMARY KEY, mode TEXT NOT NULL);"]);

    /// <summary>Marks a new database, or compares with the mark.</summary>
    /// <exception cref="SettingException">The database belongs to the other clock.</exception>
    public static async Task Check(Database database, SiloSettings settings)
    {
        var mode = settings.IsReplay ? "replay" : "wall";
        var begun = await database.Write(session =>
        {
            session.Prepare(Begin).Bind(1, mode).Execute();
            var row = session.Prepare(Select);
            return row.Step() ? row.Text(0) : mode;
        });
        if (begun != mode)
        {
            throw new SettingException("Clock:Mode", $"is '{mode}', but {database.Place} was begun with '{begun}'", "give another data folder or database, or the other mode");
        }
    }
}
