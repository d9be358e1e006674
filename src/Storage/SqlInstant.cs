using System.Globalization;

namespace CityActors.Storage;

/// <summary>Instants as text: UTC, fixed width, to the 100 ns, so that they sort as text and read well in a database shell.</summary>
public static class SqlInstant
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    /// <summary>The instant as text, such as <c>2025-10-10T09:30:00.0000000Z</c>.</summary>
    public static string ToText(DateTimeOffset instant) => instant.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>The instant that <see cref="ToText"/> wrote.</summary>
    /// <exception cref="FormatException">The text is not an instant in this form.</exception>
    public static DateTimeOffset Parse(string text) => DateTimeOffset.ParseExact(
        text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
