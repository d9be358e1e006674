using System.Globalization;
using CityActors.Deadlines;
using CityActors.Facts;
using CityActors.Places;

namespace CityActors.Terminals;

/// <summary>What a terminal has measured so far of one kind on one day of the city. Immutable.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Area">Where it stood at the first reading.</param>
/// <param name="Day">The day.</param>
/// <param name="Readings">How many readings.</param>
/// <param name="Sum">Their sum, each rounded to millionths, so that no order of adding makes a difference.</param>
/// <param name="Least">The least of them.</param>
/// <param name="Greatest">The greatest of them.</param>
/// <param name="Changes">Counts what was taken, from 1.</param>
/// <param name="Told">Up to which of <paramref name="Changes"/> it was told; 0: not yet.</param>
[GenerateSerializer, Immutable, Alias("day-tally")]
public sealed record DayTally(
    [property: Id(0)] string Kind,
    [property: Id(1)] string Area,
    [property: Id(2)] DateOnly Day,
    [property: Id(3)] int Readings,
    [property: Id(4)] decimal Sum,
    [property: Id(5)] decimal Least,
    [property: Id(6)] decimal Greatest,
    [property: Id(7)] int Changes = 1,
    [property: Id(8)] int Told = 0)
{
    private const int Digits = 6;

    /// <summary>Who has fallen silent is told of so long after the day's end; whoever goes on is told of once nothing late can follow.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromHours(6);

    /// <summary>The end of the day, UTC.</summary>
    internal DateTimeOffset End => new DateTimeOffset(Day.AddDays(1).ToDateTime(TimeOnly.MinValue), WorkCalendar.Offset).ToUniversalTime();

    /// <summary>When it is told of though nothing more was heard, UTC.</summary>
    internal DateTimeOffset DueAt => End + Patience;

    /// <summary>Whether something was taken that was not told.</summary>
    internal bool IsNews => Told != Changes;

    /// <summary>A day with its first reading.</summary>
    internal static DayTally Of(string kind, string area, DateOnly day, double value) => new(kind, area, day, 1, Exact(value), Exact(value), Exact(value));

    /// <summary>The day with one more reading, or with one in the place of another.</summary>
    internal DayTally With(double value, double? instead) => this with
    {
        Readings = Readings + (instead is null ? 1 : 0),
        Sum = Sum + Exact(value) - (instead is { } gone ? Exact(gone) : 0),
        Least = Math.Min(Least, Exact(value)),
        Greatest = Math.Max(Greatest, Exact(value)),
        Changes = Changes + 1,
    };

    /// <summary>The fact of it.</summary>
    internal DayMeasured Fact(EntityCard card, long version) => new()
    {
        Subject = string.Create(CultureInfo.InvariantCulture, $"{card.Id}/{Kind}/{Day:yyyy-MM-dd}"),
        Version = version,
        At = End,
        Area = Area,
        Entity = card.Id,
        Kind = Kind,
        Day = Day,
        Readings = Readings,
        Sum = Sum,
        Least = Least,
        Greatest = Greatest,
        Drill = card.Drill,
    };

    private static decimal Exact(double value) => decimal.Round((decimal)value, Digits);
}
