using System.Globalization;

namespace CityActors.Packs;

/// <summary>When something happens in a scene: <c>18:30</c>, <c>+08:00</c> the day after, <c>00:10-23:30</c> at some time between.</summary>
/// <param name="Least">From when on, since the midnight before the scene begins.</param>
/// <param name="Most">Up to when; the same where it is one time.</param>
public readonly record struct SceneTime(TimeSpan Least, TimeSpan Most)
{
    private const int MostDays = 31;

    /// <summary>Whether chance chooses the time.</summary>
    public bool IsRange => Most > Least;

    /// <summary>Reads one.</summary>
    /// <returns>Null where the text is none.</returns>
    public static SceneTime? Parse(string? text)
    {
        var parts = text?.Split('-') ?? [];
        return parts switch
        {
            [var at] when One(at) is { } time => new SceneTime(time, time),
            [var from, var to] when One(from) is { } least && One(to) is { } most && least < most => new SceneTime(least, most),
            _ => null,
        };
    }

    // A plus sign for each day after the first.
    private static TimeSpan? One(string text)
    {
        var days = text.Length - text.TrimStart('+').Length;
        return days <= MostDays && TimeSpan.TryParseExact(text[days..], "hh\\:mm", CultureInfo.InvariantCulture, out var time) ? time + TimeSpan.FromDays(days) : null;
    }
}
