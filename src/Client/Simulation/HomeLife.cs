using CityActors.Client.Replays;

namespace CityActors.Client.Simulation;

/// <summary>How an invented elder lives, seen through the electricity meter: a rhythm of waking, meals, evening and sleep.</summary>
internal sealed class HomeLife
{
    private const int MinutesPerSlot = 15;

    private readonly Chance chance;
    private readonly double baseWatts;
    private readonly double wobbleWatts;
    private readonly double wakes;
    private readonly double sleeps;
    private readonly double liveliness;

    public HomeLife(int seed, string home)
    {
        Id = home;
        chance = Chance.Of(seed, home);
        baseWatts = chance.Between(35, 90, 1);
        wobbleWatts = chance.Between(3, 8, 2);
        wakes = chance.Between(330, 450, 3);   // 05:30–07:30
        sleeps = chance.Between(1260, 1350, 4); // 21:00–22:30
        liveliness = chance.Between(0.4, 0.7, 5);
    }

    /// <summary>The household's id.</summary>
    public string Id { get; }

    /// <summary>Mean power of a quarter hour, watts.</summary>
    /// <param name="day">Days since the run began.</param>
    /// <param name="slot">Quarter of an hour of the day, 0 to 95.</param>
    /// <param name="isQuiet">Nobody moves: only what runs by itself.</param>
    public double Watts(int day, int slot, bool isQuiet)
    {
        var place = 1000 + (day * 96L) + slot;
        var watts = baseWatts + (wobbleWatts * ((2 * chance.Unit(place, 1)) - 1));
        if (!isQuiet)
        {
            watts += Doings(day, slot * MinutesPerSlot, place);
        }

        return Math.Round(watts, 1);
    }

    /// <summary>Power at a time of China's day, also between quarters of an hour, watts.</summary>
    public double WattsAt(DateTimeOffset at)
    {
        var local = at.ToOffset(ReplayClock.ChinaStandardTime);
        var slot = (int)(local.TimeOfDay.TotalMinutes / MinutesPerSlot);
        var flicker = 2 * chance.Unit(local.Ticks / TimeSpan.TicksPerMillisecond, 8); // No meter shows the same to the last digit.
        return Math.Round(Watts(local.DayOfYear, slot, isQuiet: false) + flicker, 1);
    }

    private double Doings(int day, int minute, long place)
    {
        var (odds, isMeal) = Odds(day, minute);
        if (chance.Unit(place, 2) >= odds)
        {
            return 0;
        }

        var light = chance.Between(60, 200, place, 3);
        return isMeal && chance.Unit(place, 4) < 0.35 ? light + chance.Between(300, 1200, place, 5) : light;
    }

    private (double Odds, bool IsMeal) Odds(int day, int minute)
    {
        var up = wakes + chance.Between(-25, 25, day, 6);
        var bed = sleeps + chance.Between(-30, 30, day, 7);
        if (minute < up || minute >= bed)
        {
            return (0.015, false);
        }

        return minute switch
        {
            _ when minute < up + 60 => (0.95, true),
            >= 660 and < 750 or >= 1020 and < 1110 => (0.9, true),
            >= 1110 => (0.85, false),
            _ => (liveliness, false),
        };
    }
}
