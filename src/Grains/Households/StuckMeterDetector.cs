namespace CityActors.Households;

/// <summary>A meter that repeats one value to the last digit while somebody seems active is broken, not a busy home.</summary>
/// <remarks>
/// A value at the base load may well repeat in a quiet home, so it is left to the rules of inactivity; so is, once the home's usual power is learnt, one below a
/// day's mean, and an exact zero, which may be a power cut.
/// </remarks>
internal static class StuckMeterDetector
{
    /// <summary>How long one active value may repeat: an hour, or longer where this home showed so by itself.</summary>
    public static TimeSpan Limit(LivingRhythm rhythm, HouseholdOptions options)
    {
        if (!RhythmDetector.IsLearnt(rhythm, options))
        {
            return options.StuckAfterWhileLearning;
        }

        var own = TimeSpan.FromMinutes(2 * rhythm.SameMinutes);
        return own > options.StuckAfter ? own : options.StuckAfter;
    }

    /// <summary>Follows the run of equal values; a run that ended unreported was this home's own doing.</summary>
    public static LivingRhythm Follow(LivingRhythm rhythm, double watts, DateTime at, HouseholdOptions options)
    {
        if (watts == rhythm.Watts && rhythm.SameFrom != default)
        {
            return rhythm;
        }

        rhythm = rhythm.SameFrom == default ? rhythm : FrozenMeter.Follow(rhythm);
        var run = (rhythm.PowerAt - rhythm.SameFrom).TotalMinutes;
        var isOwn = rhythm.PowerFault == MeterFault.None && run > rhythm.SameMinutes && BaseLoad.IsActive(rhythm, rhythm.Watts, options);
        return rhythm with
        {
            Watts = watts,
            SameFrom = at,
            SameMinutes = isOwn ? (ushort)Math.Min(ushort.MaxValue, run) : rhythm.SameMinutes,
        };
    }

    public static bool IsStuck(LivingRhythm rhythm, DateTime at, HouseholdOptions options) =>
        BaseLoad.IsActive(rhythm, rhythm.Watts, options) && !IsLow(rhythm) && at - rhythm.SameFrom > Limit(rhythm, options);

    private static bool IsLow(LivingRhythm rhythm) =>
        rhythm.Quiet is { } quiet && quiet.Days >= QuietJudge.Shipped.LearningDays && LogScale.Log((float)rhythm.Watts) < quiet.Level;
}
