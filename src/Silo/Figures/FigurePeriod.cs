using System.Globalization;
using System.Text.RegularExpressions;

namespace CityActors.Silo.Figures;

/// <summary>Days in a row.</summary>
/// <param name="From">The first.</param>
/// <param name="Until">The first that is none of them.</param>
internal readonly partial record struct FigurePeriod(DateOnly From, DateOnly Until)
{
    /// <summary>What a period looks like.</summary>
    public const string Form = "a year, quarter, month or day: 2026, 2026-Q1, 2026-03, 2026-03-31";

    /// <summary>The same days of the year before; 29 February is the 28th there.</summary>
    public FigurePeriod YearBefore => new(From.AddYears(-1), Until.AddYears(-1));

    /// <summary>Whether a text is a period.</summary>
    public static bool IsOne(string text) => Parse(text) is not null;

    /// <summary>Reads a period; null: it is none.</summary>
    public static FigurePeriod? Parse(string text)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day == DateOnly.MaxValue || day.Year < 2 ? null : new(day, day.AddDays(1));
        }

        if (Text().Match(text) is not { Success: true } match || int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) is not (>= 2 and <= 9998 and var year))
        {
            return null;
        }

        var (quarter, month) = (match.Groups[2].Value, match.Groups[3].Value);
        var (first, months) = quarter.Length > 0 ? ((3 * (quarter[0] - '1')) + 1, 3) : month.Length > 0 ? (int.Parse(month, CultureInfo.InvariantCulture), 1) : (1, 12);
        var from = new DateOnly(year, first, 1);
        return new(from, from.AddMonths(months));
    }

    /// <summary>The month that a day lies in.</summary>
    public static FigurePeriod MonthOf(DateOnly day) => new(new DateOnly(day.Year, day.Month, 1), new DateOnly(day.Year, day.Month, 1).AddMonths(1));

    [GeneratedRegex(@"^([0-9]{4})(?:-Q([1-4])|-(0[1-9]|1[0-2]))?$")]
    private static partial Regex Text();
}
