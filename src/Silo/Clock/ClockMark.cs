namespace CityActors.Silo.Clock;

/// <summary>Keeps a wall's data and a replay's apart: a folder belongs to the clock that it was begun with.</summary>
internal static class ClockMark
{
    private const string FileName = "clock-mode.txt";

    /// <summary>Marks a new data folder, or compares with the mark.</summary>
    /// <exception cref="SettingException">The folder belongs to the other clock.</exception>
    public static void Check(SiloSettings settings)
    {
        var mode = settings.IsReplay ? "replay" : "wall";
        var begun = ReadOrBegin(settings.Data, mode);
        if (begun != mode)
        {
            throw new SettingException("Clock:Mode", $"is '{mode}', but the data folder {settings.Data} was begun with '{begun}'", "give another data folder (Data), or the other mode");
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
