using CityActors.Deadlines;
using CityActors.Storage;
using CityActors.WorkOrders;

namespace CityActors.Silo.Lists;

/// <summary>Which orders cannot go on because the working calendar lacks a year. Pure.</summary>
/// <param name="Until">Suspended ones whose date has come by then.</param>
/// <param name="Categories">Filed or returned ones of these, each between commas: dispatched now, their handling would end in that year.</param>
internal sealed record CalendarWait(DateTimeOffset Until, string Categories)
{
    /// <summary>The filter's name for them.</summary>
    public const string Name = "calendar";

    /// <summary>Those that wait at a time; none while no year is missing.</summary>
    public static CalendarWait At(DateTimeOffset now, WorkCalendar calendar, Catalogue catalogue)
    {
        if (calendar.YearMissingSoon(now) is null)
        {
            return new(DateTimeOffset.MinValue, "");
        }

        var stuck = catalogue.Categories.Where(category => !calendar.Reaches(now, category.Limits.Handling)).Select(static category => category.Code);
        return new(now, $",{string.Join(',', stuck)},");
    }

    /// <summary>Binds the two parameters of the condition on orders; null: whatever an order waits for.</summary>
    public static Statement Bind(Statement statement, int parameter, CalendarWait? wait) =>
        statement.Bind(parameter, wait?.Until).Bind(parameter + 1, wait?.Categories);
}
