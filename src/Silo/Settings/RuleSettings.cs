using System.ComponentModel.DataAnnotations;
using CityActors.Alerts;
using CityActors.Cameras;
using CityActors.Dispatch;
using CityActors.Drill;
using CityActors.Households;
using CityActors.Observations;
using CityActors.Places;
using Microsoft.Extensions.Options;

namespace CityActors.Silo.Settings;

/// <summary>The parameters of the rules. Keys under <c>Rules</c>; <c>docs/settings.md</c> lists them.</summary>
internal sealed class RuleSettings
{
    /// <summary>The section of all of them.</summary>
    public const string Section = "Rules";

    private const string OptionsSuffix = "Options";

    private readonly IConfiguration configuration;
    private readonly List<RuleParameter> parameters = [];

    private RuleSettings(IConfiguration configuration) => this.configuration = configuration;

    /// <summary>All of them as they hold.</summary>
    public IReadOnlyList<RuleParameter> Parameters => parameters;

    /// <summary>Reads all of them and adds them as the options of the rules.</summary>
    /// <exception cref="SettingException">One is wrong, not known, or does not fit another.</exception>
    public static RuleSettings Add(IServiceCollection services, IConfiguration configuration, SiloSettings settings)
    {
        var rules = new RuleSettings(configuration);
        services.AddSingleton(rules);
        services.AddSingleton(rules.Read(new HouseholdOptions()));
        services.AddSingleton(rules.Read(new CameraOptions()));
        services.AddSingleton(rules.Read(new AlertOptions()));
        services.AddSingleton(rules.Read(new CorrelationOptions()));
        services.AddSingleton(rules.Read(new DispatchOptions()));
        services.AddSingleton(rules.Read(new DrillOptions { Pace = settings.IsDemo == true ? 20 : 1 })); // Nobody watches a demo for an hour.
        services.AddSingleton(rules.Read(new RouterOptions { IsSelfDriven = !settings.IsReplay }));
        rules.RefuseUnknown();
        return rules;
    }

    private IOptions<TOptions> Read<TOptions>(TOptions options)
        where TOptions : class
    {
        var section = ConfigurationPath.Combine(Section, typeof(TOptions).Name[..^OptionsSuffix.Length]);
        var settings = SettingBinder.SettingsOf(options, section)
            .Where(static setting => setting.Type != typeof(bool)) // Switches are the host's.
            .ToList();
        var defaults = settings.ConvertAll(static setting => setting.Text);
        settings.ForEach(setting => setting.Take(configuration));
        if ((options as IValidatableObject)?.Validate(new ValidationContext(options)).FirstOrDefault() is { } misfit)
        {
            var wrong = settings.First(setting => setting.Key == ConfigurationPath.Combine(section, misfit.MemberNames.First()));
            throw new SettingException(wrong.Key, $"is '{wrong.Text}' ({SettingOrigin.Of(configuration, wrong.Key)})", misfit.ErrorMessage!);
        }

        parameters.AddRange(settings.Zip(defaults, Show));
        return Options.Create(options);
    }

    private RuleParameter Show(Setting setting, string usual) => new(
        setting.Key,
        setting.Text,
        usual,
        setting.Rule is RangeAttribute from ? SettingText.Write(from.Minimum) : null,
        setting.Rule is RangeAttribute to ? SettingText.Write(to.Maximum) : null,
        SettingText.NameOf(setting.Type),
        SettingOrigin.Of(configuration, setting.Key),
        Meanings.Of(setting.Property));

    private void RefuseUnknown()
    {
        var known = parameters.Select(static parameter => parameter.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var given = configuration.GetSection(Section).AsEnumerable().Where(static entry => entry.Value is not null);
        if (given.FirstOrDefault(entry => !known.Contains(entry.Key)).Key is not { } key)
        {
            return;
        }

        var around = key;
        List<string> below;
        do
        {
            around = ConfigurationPath.GetParentPath(around) ?? Section;
            below = [.. known.Where(name => name.StartsWith($"{around}:", StringComparison.OrdinalIgnoreCase))];
        }
        while (below.Count == 0);
        var names = below.Select(name => name[(around.Length + 1)..].Split(':')[0]).Distinct();
        var origin = SettingOrigin.Of(configuration, key);
        throw new SettingException(key, $"is not known ({origin})", $"under {around} there may be {string.Join(", ", names)}");
    }
}
