using System.Globalization;

namespace CityActors.Storage.Sqlite;

/// <summary>The form of the file as a whole; 1 means "parts with steps, listed in schema_part".</summary>
internal static class SqliteFormat
{
    private const int Known = 1;

    /// <summary>Refuses a file of a later form, and marks a new one.</summary>
    /// <exception cref="InvalidOperationException">The file was written by a newer version.</exception>
    public static void Check(SqliteSession session, string file)
    {
        var format = int.Parse(session.RunOnce("PRAGMA user_version"), CultureInfo.InvariantCulture);
        if (format > Known)
        {
            throw new InvalidOperationException(
                $"The database {file} has file format {format}; this program knows {Known}. It was written by a newer CityActors: start that one, or restore an older backup.");
        }

        if (format < Known)
        {
            _ = session.RunOnce($"PRAGMA user_version = {Known}");
        }
    }
}
