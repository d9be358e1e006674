using System.Globalization;
using System.Text.RegularExpressions;

namespace CityActors.Packs;

/// <summary>When a rule judges, as packs write it: <c>22:00-06:00 and 05..09 or 12..02</c>. It is open while all windows of any of its lists are. Immutable.</summary>
/// <param name="AnyOf">Lists of windows, none of them empty: what stands between two <c>or</c>, in the order of the text.</param>
public sealed partial record DuringText(IReadOnlyList<IReadOnlyList<DuringWindow>> AnyOf)
{
    private const int MostWindows = 16;
    private const int MinutesOfADay = 24 * 60;

    /// <summary>Reads a text; <c>and</c> binds tighter than <c>or</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="fault">What is wrong and how to mend it; null where nothing is.</param>
    /// <returns>Null where the text is none, or says always or never.</returns>
    public static DuringText? Parse(string text, out string? fault)
    {
        var anyOf = new List<IReadOnlyList<DuringWindow>>();
        foreach (var part in text.Split(" or "))
        {
            var all = part.Split(" and ");
            var windows = all.Select(Window).ToList();
            if (windows.IndexOf(null) is >= 0 and var wrong)
            {
                fault = $"'{all[wrong]}' is no window: give hours of the day such as 22:00-06:00, or months such as 05..09, joined by 'and' or 'or' with one blank on either side.";
                return null;
            }

            anyOf.Add([.. windows.OfType<DuringWindow>()]);
        }

        var during = new DuringText(anyOf);
        fault = during.AnyOf.Sum(static all => all.Count) > MostWindows ? $"It has more than {MostWindows} windows: make it simpler."
            : during.Open() switch
            {
                0 => "It is never open: no time lies within all of its windows. Join them by 'or'.",
                12 * MinutesOfADay => "It is always open: leave it out.",
                _ => null,
            };
        return fault is null ? during : null;
    }

    /// <summary>Whether it is open.</summary>
    /// <param name="month">The month in the city, 1 to 12.</param>
    /// <param name="time">The time of day in the city.</param>
    public bool IsOpen(int month, TimeOnly time) => AnyOf.Any(all => all.All(window => window.IsOpen(month, time)));

    /// <inheritdoc/>
    public override string ToString() => string.Join(" or ", AnyOf.Select(static all => string.Join(" and ", all)));

    /// <summary>In how many minutes of a day of each month it is open.</summary>
    private int Open() => Enumerable.Range(1, 12).Sum(month => Enumerable.Range(0, MinutesOfADay).Count(minute => IsOpen(month, TimeOnly.MinValue.AddMinutes(minute))));

    private static DuringWindow? Window(string text)
    {
        if (Hours().Match(text) is { Success: true } hours && Time(hours.Groups[1].Value, false) is { } from && Time(hours.Groups[2].Value, true) is { } to)
        {
            return new HoursWindow(from, to);
        }

        return Months().Match(text) is { Success: true } months && Month(months.Groups[1].Value) is { } first && Month(months.Groups[2].Value) is { } last ? new MonthsWindow(first, last) : null;
    }

    private static TimeOnly? Time(string text, bool isEnd) => isEnd && text == "24:00" ? TimeOnly.MinValue
        : TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;

    private static int? Month(string text) => int.Parse(text, CultureInfo.InvariantCulture) is >= 1 and <= 12 and var month ? month : null;

    [GeneratedRegex("^([0-9]{2}:[0-9]{2})-([0-9]{2}:[0-9]{2})$")]
    private static partial Regex Hours();

    [GeneratedRegex(@"^([0-9]{2})\.\.([0-9]{2})$")]
    private static partial Regex Months();
}

/// <summary>A part of every day or of every year.</summary>
public abstract record DuringWindow
{
    /// <summary>Whether it is open.</summary>
    /// <param name="month">The month in the city, 1 to 12.</param>
    /// <param name="time">The time of day in the city.</param>
    public abstract bool IsOpen(int month, TimeOnly time);
}

/// <summary>Hours of every day, in the time of the city.</summary>
/// <param name="From">When it opens.</param>
/// <param name="To">When it closes; earlier than <paramref name="From"/>: the next day; the same: it never does.</param>
public sealed record HoursWindow(TimeOnly From, TimeOnly To) : DuringWindow
{
    /// <inheritdoc/>
    public override bool IsOpen(int month, TimeOnly time) => From == To || time.IsBetween(From, To);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{From:HH:mm}-{To:HH:mm}");
}

/// <summary>Months of every year.</summary>
/// <param name="First">The first, 1 to 12.</param>
/// <param name="Last">The last, 1 to 12; less than <paramref name="First"/>: of the next year.</param>
public sealed record MonthsWindow(int First, int Last) : DuringWindow
{
    /// <inheritdoc/>
    public override bool IsOpen(int month, TimeOnly time) => First <= Last ? month >= First && month <= Last : month >= First || month <= Last;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{First:00}..{Last:00}");
}
