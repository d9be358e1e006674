using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Json;

namespace CityActors.Silo.Settings;

/// <summary>Where a setting was given.</summary>
internal static class SettingOrigin
{
    /// <summary>Nowhere.</summary>
    public const string Default = "default";

    /// <summary>Where the value that counts was given: the last place that has the key.</summary>
    public static string Of(IConfiguration configuration, string key)
    {
        foreach (var provider in ((IConfigurationRoot)configuration).Providers.Reverse())
        {
            if (provider.TryGet(key, out var value))
            {
                return value is { Length: > 0 } ? NameOf(provider) : Default;
            }
        }

        return Default;
    }

    private static string NameOf(IConfigurationProvider provider) => provider switch
    {
        CommandLineConfigurationProvider => "command line",
        EnvironmentVariablesConfigurationProvider => "environment",
        JsonConfigurationProvider { Source.Path: CityFile.Name } => "city",
        _ => "settings file",
    };
}
