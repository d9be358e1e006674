using CityActors.Deadlines;
using CityActors.Places;

namespace CityActors.Silo.Overviews;

/// <summary>Of what and when an overview is.</summary>
/// <param name="Area">The code of the area or the beginning of one; empty: the whole city.</param>
/// <param name="Now">The city's time, UTC.</param>
internal sealed record OverviewSpan(string Area, DateTimeOffset Now)
{
    private static readonly (int Digits, AreaLevel Level)[] Levels =
        [(6, AreaLevel.District), (9, AreaLevel.Street), (12, AreaLevel.Community), (15, AreaLevel.Cell)];

    private readonly DateTimeOffset local = Now.ToOffset(WorkCalendar.Offset);

    /// <summary>When today began, China Standard Time.</summary>
    public DateTimeOffset Midnight => new(local.Date, WorkCalendar.Offset);

    /// <summary>The second of today.</summary>
    public long SecondOfDay => local.TimeOfDay.Ticks / TimeSpan.TicksPerSecond;

    /// <summary>The level of the areas directly below, or null: a cell has none.</summary>
    public AreaLevel? PartLevel => Levels.Where(level => level.Digits > Area.Length).Select(static level => (AreaLevel?)level.Level).FirstOrDefault();

    /// <summary>How many digits their codes have; a cell is its own part.</summary>
    public int PartDigits => Levels.Select(static level => level.Digits).FirstOrDefault(digits => digits > Area.Length, Levels[^1].Digits);

    /// <summary>Whether it is of less than a community: then it tells nothing of homes.</summary>
    public bool IsWithinCommunity => Area.Length > 12;

    /// <summary>Whether its parts are cells: then none of them tells anything of homes.</summary>
    public bool HasCells => PartDigits == Levels[^1].Digits;
}
