using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using CityActors.Silo.Settings;

namespace CityActors.Silo;

/// <summary>Reads settings into records: by the names of their properties, checked by their annotations, whose message says what to give.</summary>
internal static class SettingBinder
{
    /// <summary>Reads a record; what is not given, or empty, keeps its default.</summary>
    /// <param name="configuration">All that is given.</param>
    /// <param name="section">The record's section; empty: none.</param>
    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static T Bind<T>(IConfiguration configuration, string section = "")
        where T : new()
    {
        var bound = new T();
        foreach (var setting in SettingsOf(bound, section))
        {
            setting.Take(configuration);
        }

        return bound;
    }

    /// <summary>What can be set in a record, and in the entries of its tables.</summary>
    public static IEnumerable<Setting> SettingsOf(object record, string section) => record.GetType().GetProperties()
        .Where(static property => property.CanWrite)
        .SelectMany(property => SettingsOf(record, section, property));

    private static IEnumerable<Setting> SettingsOf(object record, string section, PropertyInfo property)
    {
        var name = property.GetCustomAttribute<ConfigurationKeyNameAttribute>()?.Name ?? property.Name;
        var key = section.Length == 0 ? name : ConfigurationPath.Combine(section, name);
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (SettingText.Knows(type))
        {
            return [new Setting(key, type, property, () => property.GetValue(record), value => property.SetValue(record, value))];
        }

        return property.GetValue(record) is IDictionary table
            ? table.Keys.Cast<string>().ToList().SelectMany(entry => SettingsOf(table, entry, ConfigurationPath.Combine(key, entry), property))
            : [];
    }

    private static IEnumerable<Setting> SettingsOf(IDictionary table, string entry, string key, PropertyInfo property) =>
        SettingText.Knows(table[entry]!.GetType())
            ? [new Setting(key, table[entry]!.GetType(), property, () => table[entry], value => table[entry] = value)]
            : SettingsOf(table[entry]!, key);
}

/// <summary>One thing that can be set.</summary>
/// <param name="Key">Its key, with those of the sections around it.</param>
/// <param name="Type">What its value is.</param>
/// <param name="Property">Where it is declared, with what its value must be.</param>
/// <param name="Get">Reads its value.</param>
/// <param name="Set">Changes its value.</param>
internal sealed record Setting(string Key, Type Type, PropertyInfo Property, Func<object?> Get, Action<object> Set)
{
    /// <summary>What its value must be, or null.</summary>
    public ValidationAttribute? Rule { get; } = Property.GetCustomAttribute<ValidationAttribute>();

    /// <summary>Its value as text.</summary>
    public string Text => SettingText.Write(Get());

    /// <summary>Takes what is given, if anything is.</summary>
    /// <exception cref="SettingException">It is wrong.</exception>
    public void Take(IConfiguration configuration)
    {
        if (configuration[Key] is not { Length: > 0 } text)
        {
            return;
        }

        try
        {
            if (SettingText.Parse(Type, text) is var value && Rule?.IsValid(value) != false)
            {
                Set(value);
                return;
            }
        }
        catch (Exception fault) when (fault is FormatException or OverflowException)
        {
            // Reported below, like a value out of range.
        }

        // Only secrets have a least length, and are not repeated.
        var wrong = Rule is MinLengthAttribute shortest ? $"is shorter than {shortest.Length} characters" : $"is '{text}'";
        throw new SettingException(Key, $"{wrong} ({SettingOrigin.Of(configuration, Key)})", Mend);
    }

    private string Mend => Rule switch
    {
        { ErrorMessage: not null } rule => rule.FormatErrorMessage(Key),
        RangeAttribute range => $"give a {SettingText.NameOf(Type)} from {SettingText.Write(range.Minimum)} to {SettingText.Write(range.Maximum)}",
        _ => $"give {SettingText.NameOf(Type)}",
    };
}

/// <summary>A setting is wrong; the start ends here.</summary>
/// <param name="key">The setting's key.</param>
/// <param name="wrong">What is wrong with it.</param>
/// <param name="mend">What to do.</param>
public sealed class SettingException(string key, string wrong, string mend)
    : Exception($"The setting {key} {wrong}: {mend}.");
