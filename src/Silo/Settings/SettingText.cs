using System.Globalization;
using System.Net;
using CityActors.Alerts;

namespace CityActors.Silo.Settings;

/// <summary>The values of settings as text, and back.</summary>
internal static class SettingText
{
    private const string NoSteps = "none";
    private static readonly string[] TimeForms = [@"hh\:mm\:ss", @"d\.hh\:mm\:ss", @"hh\:mm\:ss\.FFFFFFF", @"d\.hh\:mm\:ss\.FFFFFFF"];

    private static readonly Dictionary<Type, (string Name, Func<string, object> Parse)> Known = new()
    {
        [typeof(string)] = ("text", static text => text),
        [typeof(bool)] = ("true or false", static text => bool.Parse(text)),
        [typeof(int)] = ("whole number", static text => int.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)),
        [typeof(long)] = ("whole number", static text => long.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)),
        [typeof(double)] = ("number", static text => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)),
        [typeof(TimeSpan)] = ("time", static text => ParseTime(text)),
        [typeof(DateTimeOffset)] = ("point in time", static text =>
            DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal)),
        [typeof(IPAddress)] = ("IP address", IPAddress.Parse),
        [typeof(IReadOnlyList<IPNetwork>)] = ("IP addresses or networks such as '10.0.0.5, 172.28.0.0/16'", ParseNetworks),
        [typeof(IReadOnlyList<LadderStep>)] = ("steps such as '00:00:30 home-call, 00:04:00 community', or none", ParseSteps),
    };

    /// <summary>Whether values of a type are written as one text.</summary>
    public static bool Knows(Type type) => Known.ContainsKey(type) || type.IsEnum;

    /// <summary>What values of a type are, for people.</summary>
    public static string NameOf(Type type) => type.IsEnum
        ? string.Join(", ", Enum.GetNames(type)[..^1]).ToLowerInvariant() + " or " + Enum.GetNames(type)[^1].ToLowerInvariant()
        : Known[type].Name;

    /// <summary>Reads a value.</summary>
    /// <exception cref="FormatException">It is none of that type.</exception>
    /// <exception cref="OverflowException">It is too large for the type.</exception>
    public static object Parse(Type type, string text) => type.IsEnum ? ParseName(type, text) : Known[type].Parse(text);

    /// <summary>Writes a value as it is read.</summary>
    public static string Write(object? value) => value switch
    {
        TimeSpan { Days: > 0 } days => days.ToString(TimeForms[3], CultureInfo.InvariantCulture).TrimEnd('.'),
        TimeSpan time => time.ToString(TimeForms[2], CultureInfo.InvariantCulture).TrimEnd('.'),
        IReadOnlyList<IPNetwork> networks => string.Join(", ", networks),
        IReadOnlyList<LadderStep> { Count: 0 } => NoSteps,
        IReadOnlyList<LadderStep> steps => string.Join(", ", steps.Select(static step => $"{Write(step.After)} {step.Receiver}")),
        Enum named => named.ToString().ToLowerInvariant(),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private static object ParseName(Type type, string text) =>
        Array.Find(Enum.GetNames(type), name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } name
            ? Enum.Parse(type, name)
            : throw new FormatException();

    // Only the full form: "5" would be five days, and nobody would guess it.
    private static TimeSpan ParseTime(string text) => TimeSpan.ParseExact(text, TimeForms, CultureInfo.InvariantCulture);

    private static IPNetwork[] ParseNetworks(string text) =>
        [.. text.Split(',', StringSplitOptions.TrimEntries).Select(static one => one.Contains('/', StringComparison.Ordinal) ? IPNetwork.Parse(one) : Alone(IPAddress.Parse(one)))];

    private static IPNetwork Alone(IPAddress address) => new(address, address.GetAddressBytes().Length * 8);

    private static LadderStep[] ParseSteps(string text) => text == NoSteps ? [] : [.. text.Split(',').Select(ParseStep)];

    private static LadderStep ParseStep(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var after, var receiver]
        ? new LadderStep(ParseTime(after), receiver)
        : throw new FormatException();
}
