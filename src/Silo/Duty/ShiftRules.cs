namespace CityActors.Silo.Duty;

/// <summary>Counts what happened in the area of whoever was on duty, while it was.</summary>
internal static class ShiftRules
{
    /// <summary>Counts a shift.</summary>
    /// <param name="begin">The line by which it began.</param>
    /// <param name="until">When it ended; null: it goes on.</param>
    /// <param name="alerts">Alerts that changed since it began.</param>
    /// <param name="orders">Orders that did.</param>
    public static DutyShift Count(DutyEntry begin, DateTimeOffset? until, IEnumerable<Matter> alerts, IEnumerable<Matter> orders)
    {
        var (alertsOpened, alertsEnded) = Count(begin, until, alerts);
        var (ordersOpened, ordersEnded) = Count(begin, until, orders);
        return new DutyShift(begin.Actor, begin.Area, begin.At, until, alertsOpened, alertsEnded, ordersOpened, ordersEnded);
    }

    private static (int Opened, int Ended) Count(DutyEntry begin, DateTimeOffset? until, IEnumerable<Matter> matters)
    {
        var (opened, ended) = (0, 0);
        foreach (var matter in matters)
        {
            if (matter.Area.StartsWith(begin.Area, StringComparison.Ordinal))
            {
                opened += IsWithin(matter.OpenedAt) ? 1 : 0;
                ended += matter.EndedAt is { } at && IsWithin(at) ? 1 : 0;
            }
        }

        return (opened, ended);

        bool IsWithin(DateTimeOffset at) => at >= begin.At && (until is null || at < until);
    }
}

/// <summary>An alert or order, as far as a shift is counted by it.</summary>
/// <param name="Area">The code of its cell.</param>
/// <param name="OpenedAt">When it began, UTC.</param>
/// <param name="EndedAt">When it last changed, if it has ended.</param>
internal sealed record Matter(string Area, DateTimeOffset OpenedAt, DateTimeOffset? EndedAt);

/// <summary>Somebody's time on duty, and what happened in its area meanwhile.</summary>
/// <param name="Actor">Who.</param>
/// <param name="Area">The area that it answered for.</param>
/// <param name="Since">When it began, UTC.</param>
/// <param name="Until">When it ended, UTC; null: it goes on.</param>
/// <param name="AlertsOpened">How many alerts were opened.</param>
/// <param name="AlertsEnded">How many ended.</param>
/// <param name="OrdersOpened">How many matters were reported.</param>
/// <param name="OrdersEnded">How many orders ended.</param>
public sealed record DutyShift(
    string Actor, string Area, DateTimeOffset Since, DateTimeOffset? Until, int AlertsOpened, int AlertsEnded, int OrdersOpened, int OrdersEnded);
