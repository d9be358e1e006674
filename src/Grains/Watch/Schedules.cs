using CityActors.Deadlines;

namespace CityActors.Watch;

/// <summary>The same hours of every day, in China Standard Time. From midnight to midnight, or any other time to itself: always.</summary>
/// <param name="From">When it opens.</param>
/// <param name="To">When it closes; earlier than <paramref name="From"/>: the next day.</param>
internal sealed record DailyHours(TimeOnly From, TimeOnly To) : ISchedule
{
    public bool IsOpen(DateTimeOffset at)
    {
        var time = TimeOnly.FromTimeSpan(at.ToOffset(WorkCalendar.Offset).TimeOfDay);
        return From == To || time.IsBetween(From, To);
    }

    public DateTimeOffset? NextEdge(DateTimeOffset after)
    {
        if (From == To)
        {
            return null;
        }

        var local = after.ToOffset(WorkCalendar.Offset);
        var (opens, closes) = (Next(local, From), Next(local, To));
        return (opens < closes ? opens : closes).ToUniversalTime();
    }

    private static DateTimeOffset Next(DateTimeOffset local, TimeOnly time)
    {
        var midnight = new DateTimeOffset(local.Date, WorkCalendar.Offset);
        var today = midnight + time.ToTimeSpan();
        return today > local ? today : midnight.AddDays(1) + time.ToTimeSpan();
    }
}

/// <summary>The same months of every year, in China Standard Time. From a month to the one before it: always.</summary>
/// <param name="First">The first month, 1 to 12.</param>
/// <param name="Last">The last month, 1 to 12; less than <paramref name="First"/>: of the next year.</param>
internal sealed record Months(int First, int Last) : ISchedule
{
    private bool IsAlways => After(Last) == First;

    public bool IsOpen(DateTimeOffset at)
    {
        var month = at.ToOffset(WorkCalendar.Offset).Month;
        return First <= Last ? month >= First && month <= Last : month >= First || month <= Last;
    }

    public DateTimeOffset? NextEdge(DateTimeOffset after)
    {
        if (IsAlways)
        {
            return null;
        }

        var local = after.ToOffset(WorkCalendar.Offset);
        var (opens, closes) = (Next(local, First), Next(local, After(Last)));
        return (opens < closes ? opens : closes).ToUniversalTime();
    }

    private static int After(int month) => month == 12 ? 1 : month + 1;

    private static DateTimeOffset Next(DateTimeOffset local, int month)
    {
        var thisYear = new DateTimeOffset(local.Year, month, 1, 0, 0, 0, WorkCalendar.Offset);
        return thisYear > local ? thisYear : thisYear.AddYears(1);
    }
}

/// <summary>Schedules joined by <c>and</c> or <c>or</c>.</summary>
/// <param name="IsAll">Whether all must be open; false: any.</param>
/// <param name="Parts">The schedules.</param>
internal sealed record JoinedSchedule(bool IsAll, IReadOnlyList<ISchedule> Parts) : ISchedule
{
    // Of months and hours no more than three years of edges lie between two edges of both.
    private const int MostEdges = 4_096;

    public bool IsOpen(DateTimeOffset at) => IsAll ? Parts.All(part => part.IsOpen(at)) : Parts.Any(part => part.IsOpen(at));

    public DateTimeOffset? NextEdge(DateTimeOffset after)
    {
        var wasOpen = IsOpen(after);
        for (var (edge, i) = (after, 0); i < MostEdges && Step(edge) is { } next; i++)
        {
            if (IsOpen(next) != wasOpen)
            {
                return next;
            }

            edge = next;
        }

        return null;
    }

    // While one part alone keeps the whole shut (or, with "or", open), nothing changes before that part does.
    private DateTimeOffset? Step(DateTimeOffset at)
    {
        var deciding = Parts.Where(part => part.IsOpen(at) != IsAll).Select(part => part.NextEdge(at)).ToList();
        return deciding.Count > 0
            ? deciding.Contains(null) ? null : deciding.Max()
            : Parts.Select(part => part.NextEdge(at)).Min();
    }
}
