using System.Text.Json.Serialization;
using CityActors.Deadlines;
using CityActors.Facts;
using CityActors.Places;

namespace CityActors.Terminals;

/// <summary>What a terminal has measured for figures, on days that are not over, or not long. Immutable.</summary>
/// <param name="Open">The days.</param>
/// <param name="Told">Counts the facts told, in whatever service: a later one has the higher version.</param>
/// <param name="Closed">The last day of which nothing is taken any more, or null: none yet.</param>
[GenerateSerializer, Immutable, Alias("day-book")]
public sealed record DayBook(
    [property: Id(0)] IReadOnlyList<DayTally> Open,
    [property: Id(1)] long Told = 0,
    [property: Id(2), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateOnly? Closed = null)
{
    private const double Most = 1e12;

    internal static DayBook Empty { get; } = new([]);

    /// <summary>When something is to be told though nothing more was heard, UTC, or null.</summary>
    internal DateTimeOffset? DueAt => Open.Where(static day => day.IsNews).Min(static day => (DateTimeOffset?)day.DueAt);

    /// <summary>One more reading; of a day that is closed it is none.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="area">Where the terminal stands.</param>
    /// <param name="at">When it was measured.</param>
    /// <param name="value">The reading.</param>
    /// <param name="instead">The reading of the same instant that it displaces, or null.</param>
    internal DayBook With(string kind, string area, DateTimeOffset at, double value, double? instead)
    {
        var day = DateOnly.FromDateTime(at.ToOffset(WorkCalendar.Offset).DateTime);
        if (day <= Closed || !(Math.Abs(value) < Most)) // No range of a kind goes so far.
        {
            return this;
        }

        var known = Open.FirstOrDefault(one => one.Day == day && one.Kind == kind);
        return this with { Open = known is null ? [.. Open, DayTally.Of(kind, area, day, value)] : [.. Open.Select(one => ReferenceEquals(one, known) ? known.With(value, instead) : one)] };
    }

    /// <summary>Tells the news of some days.</summary>
    /// <param name="which">Of which.</param>
    /// <param name="card">The terminal's card; of one that is not public nothing is told.</param>
    internal (DayBook Next, IReadOnlyList<DayMeasured> Facts) Tell(Func<DayTally, bool> which, EntityCard card)
    {
        var (open, facts, told) = (new List<DayTally>(Open.Count), new List<DayMeasured>(), Told);
        foreach (var day in Open)
        {
            var isTold = day.IsNews && which(day);
            open.Add(isTold ? day with { Told = day.Changes } : day);
            if (isTold && card.Privacy == Privacy.Public)
            {
                facts.Add(day.Fact(card, ++told));
            }
        }

        return (this with { Open = open, Told = told }, facts);
    }

    /// <summary>Closes the days that ended up to an instant.</summary>
    internal DayBook Close(DateTimeOffset until) => this with
    {
        Open = [.. Open.Where(day => day.End > until)],
        Closed = Open.Where(day => day.End <= until).Select(static day => (DateOnly?)day.Day).Append(Closed).Max(),
    };
}
