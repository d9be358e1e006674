using CityActors.Storage;

namespace CityActors.Silo;

/// <summary><c>db migrate</c>: brings the city's database up to date and ends, for those who let no running program change tables.</summary>
internal static class MigrateCommand
{
    /// <summary>Whether the command line asks for it.</summary>
    public static bool IsAsked(string[] args) => args is ["db", "migrate", ..];

    /// <summary>Creates what is missing; to be called any number of times.</summary>
    /// <exception cref="SettingException">A setting is wrong.</exception>
    /// <exception cref="StorageUnavailableException">The database cannot be used.</exception>
    public static async Task Run(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args[2..]);
        var settings = SiloSettings.Read(builder.Configuration, isDevelopment: false);
        await using var database = CityHost.OpenDatabase(settings);
        Console.WriteLine($"The database {database.Place} is up to date.");
    }
}
