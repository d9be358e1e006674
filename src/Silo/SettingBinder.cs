using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Net;
using System.Reflection;

namespace CityActors.Silo;

/// <summary>Reads settings into records: by the names of their properties, checked by their annotations, whose message says what to give.</summary>
internal static class SettingBinder
{
    private static readonly Dictionary<Type, Func<string, object>> Parsers = new()
    {
        [typeof(string)] = static text => text,
        [typeof(bool)] = static text => bool.Parse(text),
        [typeof(int)] = static text => int.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
        [typeof(long)] = static text => long.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
        [typeof(double)] = static text => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
        [typeof(DateTimeOffset)] = static text =>
            DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal),
        [typeof(IPAddress)] = IPAddress.Parse,
    };

    /// <summary>Reads a record; what is not given, or empty, keeps its default.</summary>
    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static T Bind<T>(IConfiguration configuration)
        where T : new()
    {
        var bound = new T();
        foreach (var property in typeof(T).GetProperties().Where(static property => property.CanWrite))
        {
            var setting = configuration.GetSection(property.GetCustomAttribute<ConfigurationKeyNameAttribute>()?.Name ?? property.Name);
            var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            if (Parsers.TryGetValue(type, out var parse) && setting.Value is { Length: > 0 } text)
            {
                property.SetValue(bound, Read(setting.Path, text, parse, property.GetCustomAttribute<ValidationAttribute>()));
            }
        }

        return bound;
    }

    private static object Read(string key, string text, Func<string, object> parse, ValidationAttribute? rule)
    {
        try
        {
            if (parse(text) is var value && rule?.IsValid(value) != false)
            {
                return value;
            }
        }
        catch (Exception fault) when (fault is FormatException or OverflowException)
        {
            // Reported below, like a value out of range.
        }

        // Only secrets have a least length, and are not repeated.
        var wrong = rule is MinLengthAttribute shortest ? $"is shorter than {shortest.Length} characters" : $"is '{text}'";
        throw new SettingException(key, wrong, rule?.FormatErrorMessage(key) ?? "give true or false");
    }
}

/// <summary>A setting is wrong; the start ends here.</summary>
/// <param name="key">The setting's key.</param>
/// <param name="wrong">What is wrong with it.</param>
/// <param name="mend">What to do.</param>
public sealed class SettingException(string key, string wrong, string mend)
    : Exception($"The setting {key} {wrong}: {mend}.");
