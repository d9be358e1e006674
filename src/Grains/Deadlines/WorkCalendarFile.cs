using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CityActors.Deadlines;

/// <summary>The JSON form of a working calendar.</summary>
internal sealed record WorkCalendarFile(string[][]? WorkingPeriods = null, WorkCalendarFile.Year[]? Years = null)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        AllowTrailingCommas = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        RespectRequiredConstructorParameters = true,
    };

    public static WorkCalendar Parse(string json, string source)
    {
        WorkCalendarFile file;
        try
        {
            file = JsonSerializer.Deserialize<WorkCalendarFile>(json, Format) ?? new();
        }
        catch (JsonException fault)
        {
            throw new FormatException($"{source}, line {fault.LineNumber + 1}: not a calendar: {fault.Message}", fault);
        }

        var periods = PeriodsOf(file, source);
        var years = file.Years is { Length: > 0 } given
            ? given.OrderBy(static year => year.Number).ToArray()
            : throw new FormatException($"{source}: 'years' is missing: give each year with its holidays and working days.");
        if (years.Zip(years.Skip(1)).FirstOrDefault(static pair => pair.Second.Number != pair.First.Number + 1) is ({ } before, { } after))
        {
            throw new FormatException($"{source}: after year {before.Number} comes {after.Number}: each year once, none left out.");
        }

        var first = new DateOnly(years[0].Number, 1, 1);
        var days = new bool[new DateOnly(years[^1].Number + 1, 1, 1).DayNumber - first.DayNumber];
        foreach (var year in years)
        {
            Mark(year, first, days, source);
        }

        return new WorkCalendar(first, days, periods);
    }

    private static WorkingPeriod[] PeriodsOf(WorkCalendarFile file, string source)
    {
        if (file.WorkingPeriods is not { Length: > 0 } pairs)
        {
            throw new FormatException($"{source}: 'workingPeriods' is missing: give pairs such as [\"08:00\", \"12:00\"].");
        }

        var periods = new WorkingPeriod[pairs.Length];
        for (var i = 0; i < pairs.Length; i++)
        {
            if (pairs[i] is not { Length: 2 } pair
                || !TimeOnly.TryParseExact(pair[0], "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var start)
                || !TimeOnly.TryParseExact(pair[1], "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var end)
                || start >= end
                || (i > 0 && start.Ticks < periods[i - 1].End))
            {
                throw new FormatException($"{source}: working period {i + 1} must be [\"HH:mm\", \"HH:mm\"], start before end, after the period before it.");
            }

            periods[i] = new WorkingPeriod(start.Ticks, end.Ticks);
        }

        return periods;
    }

    private static void Mark(Year year, DateOnly first, bool[] days, string source)
    {
        for (var day = new DateOnly(year.Number, 1, 1); day.Year == year.Number; day = day.AddDays(1))
        {
            days[day.DayNumber - first.DayNumber] = day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);
        }

        var off = new HashSet<DateOnly>();
        foreach (var holiday in year.Holidays ?? throw new FormatException($"{source}: year {year.Number} lacks 'holidays'."))
        {
            if (holiday.From.Year != year.Number || holiday.To.Year != year.Number || holiday.To < holiday.From)
            {
                throw new FormatException($"{source}: year {year.Number}, holiday '{holiday.Name}': from {holiday.From:O} to {holiday.To:O} must lie in the year and not be reversed.");
            }

            for (var day = holiday.From; day <= holiday.To; day = day.AddDays(1))
            {
                off.Add(day);
                days[day.DayNumber - first.DayNumber] = false;
            }
        }

        foreach (var day in year.WorkingDays ?? throw new FormatException($"{source}: year {year.Number} lacks 'workingDays'."))
        {
            if (day.Year != year.Number || off.Contains(day) || day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
            {
                throw new FormatException($"{source}: year {year.Number}, working day {day:O}: a swapped working day is a Saturday or Sunday of that year outside its holidays.");
            }

            days[day.DayNumber - first.DayNumber] = true;
        }
    }

    internal sealed record Holiday(DateOnly From, DateOnly To, string Name = "");

    internal sealed record Year([property: JsonPropertyName("year")] int Number, Holiday[]? Holidays = null, DateOnly[]? WorkingDays = null);
}
