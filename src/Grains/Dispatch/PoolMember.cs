using CityActors.Responders;

namespace CityActors.Dispatch;

/// <summary>A responder as the choice sees it.</summary>
/// <param name="Card">Its card.</param>
/// <param name="Load">The orders it carries or is offered.</param>
internal readonly record struct PoolMember(ResponderCard Card, int Load)
{
    private static readonly TimeSpan ChinaStandardTime = TimeSpan.FromHours(8);

    /// <summary>True while its shift runs; a shift may cross midnight, and one that ends when it starts never ends.</summary>
    public static bool IsOnShift(ResponderCard card, DateTimeOffset now)
    {
        var time = TimeOnly.FromTimeSpan(now.ToOffset(ChinaStandardTime).TimeOfDay);
        return card.ShiftStart == card.ShiftEnd || time.IsBetween(card.ShiftStart, card.ShiftEnd);
    }

    /// <summary>When its shift begins next after the time given, UTC.</summary>
    public static DateTimeOffset NextShiftStart(ResponderCard card, DateTimeOffset now)
    {
        var local = now.ToOffset(ChinaStandardTime);
        var start = new DateTimeOffset(local.Date + card.ShiftStart.ToTimeSpan(), ChinaStandardTime);
        return (start > now ? start : start.AddDays(1)).ToUniversalTime();
    }
}
