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

    /// <summary>True while its shift runs or it carries an order: then the city may know where it is.</summary>
    public static bool IsAtWork(ResponderCard card, DateTimeOffset now) => card.Orders.Count > 0 || IsOnShift(card, now);
}
