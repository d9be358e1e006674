using CityActors.Deadlines;

namespace CityActors.Households;

/// <summary>The calendar of the rhythm: half hours of China Standard Time (UTC+8, no summer time).</summary>
internal static class HalfHours
{
    public const int PerDay = 48;

    public static readonly TimeSpan Length = TimeSpan.FromMinutes(30);

    /// <summary>The half hour that a time lies in, counted from 0001-01-01.</summary>
    public static int Of(DateTime utc) => (int)((utc.Ticks + WorkCalendar.Offset.Ticks) / (30 * TimeSpan.TicksPerMinute));

    /// <summary>When a half hour begins, UTC.</summary>
    public static DateTime Start(int slot) => new((slot * 30L * TimeSpan.TicksPerMinute) - WorkCalendar.Offset.Ticks, DateTimeKind.Utc);

    public static int Day(int slot) => slot / PerDay;

    public static int OfDay(int slot) => slot % PerDay;

    /// <summary>Saturday or Sunday. Day 0, 0001-01-01, was a Monday.</summary>
    public static bool IsRestDay(int slot) => Day(slot) % 7 >= 5;

    /// <summary>Where a half hour's odds stand: work day first, then weekend.</summary>
    public static int OddsIndex(int slot) => OfDay(slot) + (IsRestDay(slot) ? PerDay : 0);
}
