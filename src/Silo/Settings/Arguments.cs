using CityActors.Silo.Limits;
using CityActors.Silo.Orleans;
using CityActors.Silo.People;
using Microsoft.Extensions.Configuration.Json;

namespace CityActors.Silo.Settings;

/// <summary>What stands on the command line and in the settings file: nothing there is passed over in silence.</summary>
internal static class Arguments
{
    /// <summary>What <c>--help</c> prints.</summary>
    public const string Help = """
        CityActors: a city's cluster of live grains behind an HTTP API.

          dotnet CityActors.Silo.dll [--Key=value …]             starts a Silo
          dotnet CityActors.Silo.dll db migrate [--Key=value …]  brings the city's database up to date and ends

          --Urls=http://localhost:8080   the addresses it listens on, with semicolons between
          --Data=data                    the data folder
          --Store="Host=…"               a PostgreSQL database instead of the data folder's
          --Clock:Mode=replay            a clock that moves only when told to

        All settings: docs/settings.md.
        Exit codes: 0 it was stopped, 2 it did not start, 3 it failed after it had started; 2 and 3 with one sentence on standard error.
        """;

    private const string HelpSays = "--help and docs/settings.md say which there are";

    /// <summary>Sections that are checked where they are read, or by the platform.</summary>
    private static readonly string[] Sections = ["Rules", "Notifications", "Logging", "Kestrel"];

    private static readonly HashSet<string> Keys = new(
        [
            .. SettingBinder.SettingsOf(new SiloSettings(), "").Select(static setting => setting.Key),
            .. SettingBinder.SettingsOf(new ClusterSettings(), "Cluster").Select(static setting => setting.Key),
            .. SettingBinder.SettingsOf(new LimitSettings(), "Limits").Select(static setting => setting.Key),
            .. SettingBinder.SettingsOf(new IssuerSettings(), IssuerSettings.Section).Select(static setting => setting.Key),
            "Cluster:Tls:Certificate", "Cluster:Tls:Key", "Cluster:Tls:Authority",
            "environment", "contentRoot", "applicationName", "AllowedHosts",
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether somebody only wants to know how it is called.</summary>
    public static bool AskForHelp(IEnumerable<string> arguments) => arguments.Any(static argument => argument is "--help" or "-h" or "-?" or "/?" or "help");

    /// <summary>Checks that each argument is a setting there is, with a value.</summary>
    /// <exception cref="SettingException">One is not.</exception>
    public static void Check(IReadOnlyList<string> arguments)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            var equals = argument.IndexOf('=', StringComparison.Ordinal);
            if (!argument.StartsWith("--", StringComparison.Ordinal) && equals < 0)
            {
                throw new SettingException($"'{argument}'", "is not known (command line)", $"a setting has the form --Key=value, and {HelpSays}");
            }

            var key = (equals < 0 ? argument : argument[..equals]).TrimStart('-', '/');
            if (!IsKnown(key))
            {
                throw new SettingException(key, "is not known (command line)", HelpSays);
            }

            if (equals < 0 && (++i == arguments.Count || arguments[i].StartsWith("--", StringComparison.Ordinal)))
            {
                throw new SettingException(key, "has no value (command line)", $"give it as --{key}=value");
            }
        }
    }

    /// <summary>Checks that the settings file holds only settings that there are.</summary>
    /// <exception cref="SettingException">It holds another.</exception>
    public static void CheckFiles(ConfigurationManager configuration)
    {
        foreach (var source in configuration.Sources.OfType<JsonConfigurationSource>().Where(static source => source.Path?.StartsWith("appsettings", StringComparison.Ordinal) == true))
        {
            var given = new ConfigurationBuilder().Add(source).Build().AsEnumerable();
            if (given.FirstOrDefault(static entry => entry.Value is not null && !IsKnown(entry.Key)).Key is { } stranger)
            {
                throw new SettingException(stranger, $"is not known ({source.Path})", HelpSays);
            }
        }
    }

    private static bool IsKnown(string key) =>
        Keys.Contains(key) || Sections.Any(section => key.StartsWith($"{section}:", StringComparison.OrdinalIgnoreCase));
}
