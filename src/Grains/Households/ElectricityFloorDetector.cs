namespace CityActors.Households;

/// <summary>The fixed floor: no activity for 12 hours. The only judge while a home is new.</summary>
internal static class ElectricityFloorDetector
{
    /// <summary>How long this home may be quiet: 12 hours, or longer where it showed so by itself.</summary>
    public static TimeSpan Limit(LivingRhythm rhythm, HouseholdOptions options)
    {
        var own = TimeSpan.FromMinutes(rhythm.UsualQuietMinutes * options.QuietMargin);
        return own > options.QuietFloor ? own : options.QuietFloor;
    }

    public static bool IsAlarm(LivingRhythm rhythm, DateTime at, HouseholdOptions options) =>
        at - rhythm.QuietFrom >= Limit(rhythm, options);
}
