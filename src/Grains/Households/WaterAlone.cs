namespace CityActors.Households;

/// <summary>While the electricity meter of a home tells nothing, its water meter judges alone: by the floor only, since the rhythm was learnt from both.</summary>
/// <remarks>The floor rises with the longest time without water that the home has shown by itself. The silence counts from the last activity by either meter.</remarks>
internal static class WaterAlone
{
    /// <summary>Whether water is all that tells of a home that has an electricity meter.</summary>
    /// <param name="rhythm">What is remembered.</param>
    /// <param name="isPowerMute">Whether its electricity meter tells nothing.</param>
    public static bool Judges(LivingRhythm rhythm, bool isPowerMute) => isPowerMute && rhythm.PowerAt != default && rhythm.PowerFault != MeterFault.Swapped
        && rhythm.WateredAt != default && rhythm.WaterFault is MeterFault.None or MeterFault.Leapt && !MeterReversal.IsFault(rhythm.WaterBack)
        && !StuckWaterDetector.IsRepeatSince(rhythm, rhythm.WaterAt);

    /// <summary>Notes that somebody drew water.</summary>
    public static LivingRhythm Drew(LivingRhythm rhythm, DateTime at) => at <= rhythm.WateredAt ? rhythm : rhythm with
    {
        UsualDryMinutes = rhythm.WateredAt == default ? 0 : Math.Max(rhythm.UsualDryMinutes, (float)(at - rhythm.WateredAt).TotalMinutes),
        WateredAt = at,
    };

    /// <summary>The meter tells again of water, and nobody knows what was drawn before.</summary>
    public static LivingRhythm Anew(LivingRhythm rhythm, DateTime from) => rhythm.WateredAt == default || from <= rhythm.WateredAt ? rhythm : rhythm with { WateredAt = from };

    /// <summary>Since when nothing tells of anybody, UTC.</summary>
    public static DateTime Since(LivingRhythm rhythm) => rhythm.WateredAt > rhythm.ActiveAt ? rhythm.WateredAt : rhythm.ActiveAt;

    /// <summary>How long that may last.</summary>
    public static TimeSpan Limit(LivingRhythm rhythm, HouseholdOptions options)
    {
        var own = TimeSpan.FromMinutes(rhythm.UsualDryMinutes * options.QuietMargin);
        return own > options.QuietFloor ? own : options.QuietFloor;
    }

    public static bool IsAlarm(LivingRhythm rhythm, DateTime at, HouseholdOptions options) => at - Since(rhythm) >= Limit(rhythm, options);
}
