using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.FileProviders;

namespace CityActors.Silo.Settings;

/// <summary>A city's own rules: the file <c>city.json</c> beside its data, which need not be there.</summary>
internal static class CityFile
{
    /// <summary>The file's name.</summary>
    public const string Name = "city.json";

    /// <summary>Adds what the file says; environment and command line have the last word.</summary>
    /// <exception cref="SettingException">The file cannot be read, or holds something else than rules.</exception>
    public static void Add(ConfigurationManager configuration, string folder)
    {
        if (!File.Exists(Path.Combine(folder, Name)))
        {
            return;
        }

        var source = new JsonConfigurationSource { Path = Name, FileProvider = new PhysicalFileProvider(folder) };
        if (Read(source, folder).GetChildren().FirstOrDefault(static section => !IsRules(section)) is { } stranger)
        {
            throw new SettingException(stranger.Key, $"stands in {Path.Combine(folder, Name)}", $"a city's file holds {RuleSettings.Section} only");
        }

        var sources = configuration.Sources;
        var environment = sources.ToList().FindLastIndex(static source => source is EnvironmentVariablesConfigurationSource { Prefix: null or "" });
        sources.Insert(environment < 0 ? sources.Count : environment, source);
    }

    private static bool IsRules(IConfigurationSection section) => section.Key.Equals(RuleSettings.Section, StringComparison.OrdinalIgnoreCase);

    private static IConfigurationRoot Read(JsonConfigurationSource source, string folder)
    {
        try
        {
            return new ConfigurationBuilder().Add(source).Build();
        }
        catch (InvalidDataException fault)
        {
            var why = fault.GetBaseException().Message.TrimEnd('.');
            throw new SettingException("Data", $"names the folder '{folder}', whose {Name} cannot be read ({why})", "correct the file, or remove it");
        }
    }
}
