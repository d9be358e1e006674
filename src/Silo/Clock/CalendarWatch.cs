using CityActors.Deadlines;

namespace CityActors.Silo.Clock;

/// <summary>Says once a day that a year of the working calendar is missing, from 60 days before it begins.</summary>
public sealed class CalendarWatch(WorkCalendar calendar, DeclaredClock clock, ILogger<CalendarWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromDays(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (calendar.CorrectedAt is { } at)
        {
            logger.LogInformation("The working calendar took the place of another one at {At:O}. What that moves stands in the timelines of the orders.", at);
        }

        using var timer = new PeriodicTimer(Every);
        do
        {
            if (calendar.YearMissingSoon(clock.Now) is { } year)
            {
                logger.LogWarning(
                    "The working calendar ends with {LastDay:yyyy-MM-dd}: add the public holidays and swapped working days of {Year} to seeds/calendars/china.json and restart. Until then no order gets a working-time deadline in that year.",
                    calendar.LastDay,
                    year);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
