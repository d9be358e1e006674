using System.CommandLine;
using System.Globalization;
using CityActors.Client.Replays;

namespace CityActors.Client.CommandLine;

/// <summary>Times on the command line: with their offset, since without one they would mean another moment on each machine.</summary>
internal static class Times
{
    private static readonly string[] forms = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mmK"];

    /// <summary>An option that takes a time as the tables print it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="what">What it is, without a full stop.</param>
    /// <param name="otherwise">What holds where it is not given; null: nothing.</param>
    public static Option<DateTimeOffset?> Option(string name, string what, string? otherwise = null) => new(name)
    {
        Description = $"{what}. A time with its offset (ISO 8601), for example 2026-01-05T14:45:00+08:00.{(otherwise is null ? "" : $" Default: {otherwise}.")}",
        CustomParser = given =>
        {
            var text = given.Tokens is [var only] ? only.Value : "";
            if (DateTimeOffset.TryParseExact(text, forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) && text.AsSpan(10).IndexOfAny("Z+-") >= 0)
            {
                return at;
            }

            given.AddError($"{name} '{text}' is no time with its offset; one looks like 2026-01-05T14:45:00+08:00 or 2026-01-05T06:45:00Z.");
            return null;
        },
    };

    /// <summary>A time in China, or nothing.</summary>
    public static string Local(DateTimeOffset? time) =>
        time?.ToOffset(ReplayClock.ChinaStandardTime).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture) ?? "";
}
