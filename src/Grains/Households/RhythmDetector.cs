namespace CityActors.Households;

/// <summary>Judges a silence by how active this household usually is at such hours.</summary>
/// <remarks>
/// The score of a silence is Σ −ln(1 − p) over its half hours, p being the learnt odds of activity in that half hour and day type. It is an alarm above the household's own usual highest score, with a floor.
/// </remarks>
internal static class RhythmDetector
{
    private const double HighestOdds = 0.97;
    private const float FadeADay = 0.99f;

    public static int DaysLearnt(LivingRhythm rhythm) => rhythm.WorkDays + rhythm.RestDays;

    public static bool IsLearnt(LivingRhythm rhythm, HouseholdOptions options) => DaysLearnt(rhythm) >= options.LearningDays;

    /// <summary>The score above which a silence is an alarm.</summary>
    public static double Limit(LivingRhythm rhythm, HouseholdOptions options) =>
        Math.Max(options.ScoreFloor, options.ScoreMargin * rhythm.UsualScore);

    public static bool IsAlarm(LivingRhythm rhythm, HouseholdOptions options) =>
        IsLearnt(rhythm, options) && rhythm.Score > Limit(rhythm, options);

    /// <summary>Learnt odds of activity in a half hour, 0 to 1.</summary>
    public static double Odds(LivingRhythm rhythm, int slot) =>
        rhythm.Odds.Length == 0 ? 0.5 : rhythm.Odds[HalfHours.OddsIndex(slot)] / 255.0;

    /// <summary>Ends the present half hour: scores it if it was quiet, and learns from it.</summary>
    /// <param name="rhythm">What is remembered.</param>
    /// <param name="options">The parameters.</param>
    /// <param name="interval">How often the home's meters report; of the mean of a longer one of electricity the half hour before is learnt, too, though scored once.</param>
    public static LivingRhythm CloseSlot(LivingRhythm rhythm, HouseholdOptions options, TimeSpan interval)
    {
        var scored = rhythm.IsSlotActive
            ? rhythm
            : rhythm with { Score = rhythm.Score + (float)-Math.Log(1 - Math.Min(HighestOdds, Odds(rhythm, rhythm.Slot))) };
        var learnt = interval > HalfHours.Length && rhythm.PowerAt != default ? Learn(scored, rhythm.Slot - 1, options) : scored;
        return Learn(learnt, rhythm.Slot, options);
    }

    /// <summary>Somebody is active: what the silence came to is usual from now on.</summary>
    public static LivingRhythm EndSilence(LivingRhythm rhythm, DateTime at) => rhythm with
    {
        UsualScore = Math.Max(rhythm.UsualScore, rhythm.Score),
        UsualQuietMinutes = rhythm.QuietFrom == default
            ? rhythm.UsualQuietMinutes
            : Math.Max(rhythm.UsualQuietMinutes, (float)(at - rhythm.QuietFrom).TotalMinutes),
        Score = 0,
        QuietFrom = at,
    };

    /// <summary>Counts a day that was learnt; the usual fades a little.</summary>
    public static LivingRhythm CloseDay(LivingRhythm rhythm) => rhythm with
    {
        WorkDays = HalfHours.IsRestDay(rhythm.Slot) ? rhythm.WorkDays : (byte)Math.Min(byte.MaxValue, rhythm.WorkDays + 1),
        RestDays = HalfHours.IsRestDay(rhythm.Slot) ? (byte)Math.Min(byte.MaxValue, rhythm.RestDays + 1) : rhythm.RestDays,
        UsualScore = rhythm.UsualScore * FadeADay,
        UsualQuietMinutes = rhythm.UsualQuietMinutes * FadeADay,
        UsualDryMinutes = rhythm.UsualDryMinutes * FadeADay,
    };

    // Rule of succession at first (half plus one of two more days), a decaying mean later.
    private static LivingRhythm Learn(LivingRhythm rhythm, int slot, HouseholdOptions options)
    {
        var odds = rhythm.Odds.Length == 0 ? [.. Enumerable.Repeat((byte)128, 2 * HalfHours.PerDay)] : (byte[])rhythm.Odds.Clone();
        var days = HalfHours.IsRestDay(slot) ? rhythm.RestDays : rhythm.WorkDays;
        var index = HalfHours.OddsIndex(slot);
        var rate = 1.0 / Math.Min(days + 3, options.MemoryDays);
        var target = rhythm.IsSlotActive ? 255 : 0;
        var step = (target - odds[index]) * rate;
        odds[index] = (byte)(odds[index] + (int)(step > 0 ? Math.Ceiling(step) : Math.Floor(step)));
        return rhythm with { Odds = odds };
    }
}
