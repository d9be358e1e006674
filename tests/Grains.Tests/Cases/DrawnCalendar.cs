using System.Text.Json;
using CityActors.Deadlines;

namespace CityActors.Tests.Cases;

/// <summary>Working time that was drawn: as a calendar of the city, and as plain tables that an oracle reads tick by tick.</summary>
internal sealed class DrawnCalendar
{
    private const int MinutesADay = 1_440;
    private static readonly DateOnly firstDay = new(2026, 1, 1);
    private static readonly int[] years = [2026, 2027, 2028, 2029];
    private readonly bool[] isWorkingDay = new bool[(365 * 4) + 1];
    private readonly bool[] isWorkingMinute = new bool[MinutesADay];

    public DrawnCalendar(Random draw)
    {
        var edges = Enumerable.Range(0, 2 * draw.Next(1, 4)).Select(_ => draw.Next(1, MinutesADay)).Distinct().Order().ToArray();
        edges = edges.Length % 2 == 0 ? edges : edges[1..];
        var periods = edges.Chunk(2).ToArray();
        periods = periods.Sum(static period => period[^1] - period[0]) < 60 ? [[540, 1_020]] : periods;
        foreach (var period in periods)
        {
            isWorkingMinute.AsSpan(period[0]..period[1]).Fill(true);
        }

        List<DateOnly> off = [], swapped = [];
        var (restless, busy) = (draw.NextDouble(), draw.NextDouble());
        for (var day = 0; day < isWorkingDay.Length; day++)
        {
            var date = firstDay.AddDays(day);
            var isWeekend = date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
            var isOther = draw.NextDouble() < 0.6 * (isWeekend ? busy : restless);
            isWorkingDay[day] = isWeekend == isOther;
            if (isOther)
            {
                (isWeekend ? swapped : off).Add(date);
            }
        }

        Calendar = WorkCalendar.Parse(JsonSerializer.Serialize(new
        {
            workingPeriods = periods.Select(static period => period.Select(Clock)),
            years = years.Select(year => new { year, holidays = off.Where(day => day.Year == year).Select(static day => new { name = "drawn", from = day, to = day }), workingDays = swapped.Where(day => day.Year == year) }),
        }), "drawn.json");
    }

    /// <summary>As the city counts by it.</summary>
    public WorkCalendar Calendar { get; }

    /// <summary>The first midnight of its year, in the city's time.</summary>
    public static DateTimeOffset Midnight { get; } = new(firstDay.ToDateTime(TimeOnly.MinValue), WorkCalendar.Offset);

    /// <summary>Whether there is work in a minute, counted from that midnight.</summary>
    public bool IsWork(int minute) => isWorkingDay[minute / MinutesADay] && isWorkingMinute[minute % MinutesADay];

    private static string Clock(int minute) => TimeOnly.MinValue.AddMinutes(minute).ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture);
}
