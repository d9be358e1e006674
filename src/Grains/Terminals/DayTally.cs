using System.Globalization;
using CityActors.Deadlines;
using CityActors.Facts;
using CityActors.Places;

namespace CityActors.Terminals;

/// <summary>What a terminal has measured so far of one kind on one day of the city, for figures. Immutable.</summary>
/// <param name="Kind">The kind.</param>
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
    [property: Id(1)] DateOnly Day,
    [property: Id(2)] int Readings,
    [property: Id(3)] decimal Sum,
    [property: Id(4)] decimal Least,
    [property: Id(5)] decimal Greatest,
    [property: Id(6)] int Changes,
    [property: Id(7)] int Told)
{
    private const int Digits = 6;
    private const double Most = 1e12;

    /// <summary>Who has fallen silent is told of so long after the day's end; whoever goes on is told of once nothing late can follow.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromHours(6);

    /// <summary>The end of the day, UTC.</summary>
    internal DateTimeOffset End => new DateTimeOffset(Day.AddDays(1).ToDateTime(TimeOnly.MinValue), WorkCalendar.Offset).ToUniversalTime();

    /// <summary>When it is told of though nothing more was heard, UTC.</summary>
    internal DateTimeOffset DueAt => End + Patience;

    /// <summary>Whether something was taken that was not told.</summary>
    internal bool IsNews => Told != Changes;

    /// <summary>The day of the city that an instant lies in.</summary>
    internal static DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(at.ToOffset(WorkCalendar.Offset).DateTime);

    /// <summary>Tallies with one more reading.</summary>
    /// <param name="days">The tallies, or null: there are none.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="at">When it was measured.</param>
    /// <param name="value">The reading.</param>
    /// <param name="instead">The reading of the same instant that it displaces, or null.</param>
    internal static IReadOnlyList<DayTally> With(IReadOnlyList<DayTally>? days, string kind, DateTimeOffset at, double value, double? instead)
    {
        if (!(Math.Abs(value) < Most))
        {
            return days ?? []; // No range of a kind goes so far.
        }

        var (day, exact) = (DayOf(at), Exact(value));
        var known = days?.FirstOrDefault(one => one.Day == day && one.Kind == kind);
        var next = known is null
            ? new DayTally(kind, day, 1, exact, exact, exact, 1, 0)
            : known with
            {
                Readings = known.Readings + (instead is null ? 1 : 0),
                Sum = known.Sum + exact - (instead is { } gone ? Exact(gone) : 0),
                Least = Math.Min(known.Least, exact),
                Greatest = Math.Max(known.Greatest, exact),
                Changes = known.Changes + 1,
            };
        return known is null ? [.. days ?? [], next] : [.. days!.Select(one => ReferenceEquals(one, known) ? next : one)];
    }

    /// <summary>The fact of it.</summary>
    /// <param name="card">The terminal's card.</param>
    internal DayMeasured Fact(EntityCard card) => new()
    {
        Subject = string.Create(CultureInfo.InvariantCulture, $"{card.Id}/{Kind}/{Day:yyyy-MM-dd}"),
        Version = Changes,
        At = End,
        Area = card.Cell,
        Entity = card.Id,
        Kind = Kind,
        Day = Day,
        Readings = Readings,
        Sum = Sum,
        Least = Least,
        Greatest = Greatest,
        Privacy = card.Privacy,
    };

    private static decimal Exact(double value) => decimal.Round((decimal)value, Digits);
}
