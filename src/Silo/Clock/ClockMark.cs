using CityActors.Storage;

namespace CityActors.Silo.Clock;

/// <summary>Keeps a wall's data and a replay's apart: a city belongs to the clock that it was begun with. In a data folder the mark is a file.</summary>
internal static class ClockMark
{
    private const string FileName = "clock-mode.txt";

    private static readonly SqlQuery Begin = new("INSERT INTO clock_mark (id, mode) VALUES (1, ?1) ON CONFLICT (id) DO NOTHING");

    private static readonly SqlQuery Read = new("SELECT mode FROM clock_mark WHERE id = 1");

    /// <summary>The mark of a city on PostgreSQL.</summary>
    public static SchemaPart Schema { get; } = new("clock-mark", ["CREATE TABLE clock_mark (id INTEGER PRIMARY KEY, mode TEXT NOT NULL);"]);

    /// <summary>Marks a new data folder, or compares with the mark. Done before the folder's database is touched.</summary>
    /// <exception cref="SettingException">The folder belongs to the other clock.</exception>
    public static void Check(SiloSettings settings)
    {
        if (settings.Store.Length == 0)
        {
            Compare(settings, ReadOrBegin(settings.Data, ModeOf(settings)), $"the data folder {settings.Data}", "give another data folder (Data), or the other mode");
        }
    }

    /// <summary>Marks a new database on PostgreSQL, or compares with the mark.</summary>
    /// <exception cref="SettingException">The database belongs to the other clock.</exception>
    public static async Task Check(SiloSettings settings, Database database)
    {
        if (settings.Store.Length > 0)
        {
            var begun = await database.Write(session =>
            {
                session.Prepare(Begin).Bind(1, ModeOf(settings)).Execute();
                var row = session.Prepare(Read);
                row.Step();
                return row.Text(0);
            });
            Compare(settings, begun, $"the database {database.Place}", "give another database (Store), or the other mode");
        }
    }

    private static string ModeOf(SiloSettings settings) => settings.IsReplay ? "replay" : "wall";

    private static void Compare(SiloSettings settings, string begun, string place, string mend)
    {
        if (begun != ModeOf(settings))
        {
            throw new SettingException("Clock:Mode", $"is '{ModeOf(settings)}', but {place} was begun with '{begun}'", mend);
        }
    }

    private static string ReadOrBegin(string folder, string mode)
    {
        try
        {
            var file = Path.Combine(Directory.CreateDirectory(folder).FullName, FileName);
            if (File.Exists(file))
            {
                return File.ReadAllText(file).Trim();
            }

            File.WriteAllText(file, mode);
            return mode;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new SettingException("Data", $"names '{folder}', which cannot be written ({fault.Message})", "give a folder of your own on a disk with space");
        }
    }
}
