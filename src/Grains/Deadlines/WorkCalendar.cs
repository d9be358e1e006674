using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CityActors.Deadlines;

/// <summary>Working time in China: periods of the day, weekends, public holidays and swapped working days. Immutable.</summary>
/// <remarks>
/// Every instant has a place on the line of working time: the working time since the start of the table. Limits are
/// added and spans are measured there, so nothing is ever counted by stepping. Midnights are those of China Standard
/// Time, which is eight hours ahead of UTC the whole year.
/// </remarks>
public sealed class WorkCalendar
{
    private readonly DateOnly first;
    private readonly WorkingPeriod[] periods;
    private readonly bool[] isWorkingDay;
    private readonly long[] workedBefore; // Ticks of working time before each day; one more entry for the end.

    internal WorkCalendar(DateOnly first, bool[] isWorkingDay, WorkingPeriod[] periods)
    {
        this.first = first;
        this.isWorkingDay = isWorkingDay;
        this.periods = periods;
        var dayTicks = periods.Sum(static period => period.Ticks);
        workedBefore = new long[isWorkingDay.Length + 1];
        for (var day = 0; day < isWorkingDay.Length; day++)
        {
            workedBefore[day + 1] = workedBefore[day] + (isWorkingDay[day] ? dayTicks : 0);
        }
    }

    /// <summary>China Standard Time.</summary>
    public static TimeSpan Offset { get; } = TimeSpan.FromHours(8);

    /// <summary>When it took the place of another one in this city, UTC, or null: every deadline was counted by it.</summary>
    public DateTimeOffset? CorrectedAt { get; private init; }

    /// <summary>What it says, as a SHA-256 in hex: the same for files that say the same in other words.</summary>
    public string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"{first:O} {string.Join(',', periods.Select(static period => $"{period.Start}-{period.End}"))} {string.Concat(isWorkingDay.Select(static works => works ? '1' : '0'))}"))));

    /// <summary>The same calendar, known to have taken the place of another one.</summary>
    public WorkCalendar TakenAt(DateTimeOffset at) => new(first, isWorkingDay, periods) { CorrectedAt = at.ToUniversalTime() };

    /// <summary>Reads a calendar from its JSON text.</summary>
    /// <param name="json">The text, as in <c>seeds/calendars/china.json</c>.</param>
    /// <param name="source">The file's name, for messages.</param>
    /// <exception cref="FormatException">The text is not a calendar; the message names file, line and entry.</exception>
    public static WorkCalendar Parse(string json, string source) => WorkCalendarFile.Parse(json, source);

    /// <summary>Whether there is working time on that day.</summary>
    /// <exception cref="CalendarYearMissingException">The year's holidays are not known.</exception>
    public bool IsWorkingDay(DateOnly day) => isWorkingDay[DayIndex(day)];

    /// <summary>The first instant at which the limit has passed since the start, UTC.</summary>
    /// <exception cref="CalendarYearMissingException">Working time of a year is needed whose holidays are not known.</exception>
    public DateTimeOffset DeadlineAt(DateTimeOffset start, TimeLimit limit) => DeadlineAt(start, limit.Unit, limit.Length);

    /// <summary>The first instant at which so much time has passed since the start, by the hours of the unit, UTC.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative.</exception>
    /// <exception cref="CalendarYearMissingException">Working time of a year is needed whose holidays are not known.</exception>
    public DateTimeOffset DeadlineAt(DateTimeOffset start, LimitUnit unit, TimeSpan length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, TimeSpan.Zero);
        return length == TimeSpan.Zero || !new TimeLimit(1, unit).IsWorkingTime
            ? start.ToUniversalTime() + length
            : InstantOf(WorkedAt(start) + length.Ticks);
    }

    /// <summary>The time that passed between two instants, by the hours of the unit; negative where they are reversed.</summary>
    /// <exception cref="CalendarYearMissingException">Working time of a year is needed whose holidays are not known.</exception>
    public TimeSpan Elapsed(DateTimeOffset from, DateTimeOffset to, LimitUnit unit) =>
        new TimeLimit(1, unit).IsWorkingTime ? TimeSpan.FromTicks(WorkedAt(to) - WorkedAt(from)) : to - from;

    /// <summary>How long before a year begins it should be known: State Council notices come in November.</summary>
    public static TimeSpan Notice { get; } = TimeSpan.FromDays(60);

    /// <summary>The last day that is known.</summary>
    public DateOnly LastDay => first.AddDays(isWorkingDay.Length - 1);

    /// <summary>The year that is missing now or within the notice, or null: none is.</summary>
    public int? YearMissingSoon(DateTimeOffset now) =>
        DateOnly.FromDateTime((now + Notice).ToOffset(Offset).DateTime) > LastDay ? LastYear + 1 : null;

    /// <summary>Whether a limit that begins to run at a time ends before the first year that is missing.</summary>
    public bool Reaches(DateTimeOffset start, TimeLimit limit) => Reaches(start, limit.Unit, limit.Length);

    /// <summary>Whether so much time, by the hours of the unit, passes since the start before the first year that is missing.</summary>
    public bool Reaches(DateTimeOffset start, LimitUnit unit, TimeSpan length)
    {
        var day = DateOnly.FromDateTime(start.ToOffset(Offset).DateTime);
        return !new TimeLimit(1, unit).IsWorkingTime || (day >= first && day <= LastDay && WorkedAt(start) + length.Ticks <= workedBefore[^1]);
    }

    private int LastYear => first.AddDays(isWorkingDay.Length - 1).Year;

    private CalendarYearMissingException YearMissing(int year) => new(year, first.Year, LastYear);

    private long WorkedAt(DateTimeOffset at)
    {
        var local = at.ToOffset(Offset);
        var day = DayIndex(DateOnly.FromDateTime(local.DateTime));
        var worked = workedBefore[day];
        if (isWorkingDay[day])
        {
            var time = local.TimeOfDay.Ticks;
            foreach (var period in periods)
            {
                worked += Math.Clamp(time - period.Start, 0, period.Ticks);
            }
        }

        return worked;
    }

    // The first instant with that much working time behind it: the last tick of it belongs to a working period.
    private DateTimeOffset InstantOf(long worked)
    {
        if (worked > workedBefore[^1])
        {
            throw YearMissing(LastYear + 1);
        }

        var found = Array.BinarySearch(workedBefore, worked);
        var day = found >= 0 ? found : ~found;
        while (workedBefore[day - 1] == worked)
        {
            day--; // Days without work share their value with the day before: the earliest one counts.
        }

        day--;
        var left = worked - workedBefore[day];
        foreach (var period in periods)
        {
            if (left <= period.Ticks)
            {
                var local = first.AddDays(day).ToDateTime(TimeOnly.MinValue).AddTicks(period.Start + left);
                return new DateTimeOffset(local, Offset).ToUniversalTime();
            }

            left -= period.Ticks;
        }

        throw new InvalidOperationException("The table of working days is inconsistent: it promises more working time than a day has.");
    }

    private int DayIndex(DateOnly day)
    {
        var index = day.DayNumber - first.DayNumber;
        return index >= 0 && index < isWorkingDay.Length
            ? index
            : throw YearMissing(day.Year);
    }
}

/// <summary>A stretch of a working day, in ticks since midnight.</summary>
internal readonly record struct WorkingPeriod(long Start, long End)
{
    public long Ticks => End - Start;
}

/// <summary>A working-time deadline needs a year whose public holidays are not in the calendar.</summary>
public sealed class CalendarYearMissingException(int year, int firstYear, int lastYear) : Exception(
    $"The working calendar knows {firstYear} to {lastYear}, not {year}: add that year's public holidays and swapped working days " +
    "(State Council notice, published in the November before) to seeds/calendars/china.json and restart.")
{
    /// <summary>The year that is missing.</summary>
    public int Year { get; } = year;
}
