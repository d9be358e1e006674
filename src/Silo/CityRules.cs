using CityActors.Commits;
using CityActors.Deadlines;
using CityActors.Observations;
using CityActors.Responders;
using CityActors.WorkOrders;
using Microsoft.Extensions.Options;

namespace CityActors.Silo;

/// <summary>Reads the rules that are data.</summary>
internal static class CityRules
{
    public static Catalogue ReadCatalogue(SiloSettings settings)
    {
        var file = Path.Combine(settings.Seeds, "catalogue", "tianxin.json");
        return Catalogue.Parse(ReadText(file), file);
    }

    public static WorkCalendar ReadCalendar(SiloSettings settings)
    {
        var file = Path.Combine(settings.Seeds, "calendars", "china.json");
        return WorkCalendar.Parse(ReadText(file), file);
    }

    public static void AddOptions(IServiceCollection services, SiloSettings settings)
    {
        services.AddCityGrains();
        services.Configure<RouterOptions>(options => options.IsSelfDriven = !settings.IsReplay);
        services.AddSingleton(Options.Create(new DrillOptions { Pace = settings.DrillPace }));
    }

    private static string ReadText(string file) => File.Exists(file)
        ? File.ReadAllText(file)
        : throw new SettingException("Seeds", $"names a folder without '{file}'", "give the repository's seeds folder");
}
