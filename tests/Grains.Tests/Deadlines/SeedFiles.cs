using System.Runtime.CompilerServices;
using CityActors.Packs;

namespace CityActors.Deadlines;

/// <summary>The data files of the repository, found from this source file's place.</summary>
internal static class SeedFiles
{
    public static string Path(string relative) => System.IO.Path.Combine(Root(), "seeds", relative);

    public static string TestPath(string relative) => System.IO.Path.Combine(Root(), "tests", "Grains.Tests", relative);

    public static WorkCalendar Calendar() => WorkCalendar.Parse(File.ReadAllText(Path("calendars/china.json")), "china.json");

    public static WorkOrders.Catalogue Catalogue() =>
        new(PackFolder.ReadAll(Path("packs")));

    private static string Root([CallerFilePath] string here = "") =>
        System.IO.Path.GetFullPath(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(here)!, "..", "..", ".."));
}
