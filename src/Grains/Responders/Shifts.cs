using CityActors.Deadlines;

namespace CityActors.Responders;

/// <summary>When responders are at work.</summary>
public static class Shifts
{
    /// <summary>True while its shift runs; a shift may cross midnight, and one that ends when it starts never ends.</summary>
    public static bool IsOnShift(ResponderCard card, DateTimeOffset now)
    {
        var time = TimeOnly.FromTimeSpan(now.ToOffset(WorkCalendar.Offset).TimeOfDay);
        return card.ShiftStart == card.ShiftEnd || time.IsBetween(card.ShiftStart, card.ShiftEnd);
    }
}
