namespace CityActors.Households;

/// <summary>A water register that leapt by more than a pipe can carry was replaced, set anew or rolled over: a fault of the meter, nobody's life.</summary>
/// <remarks>The greatest flow is that of a DN20 meter at its overload flow, 5 m³/h (ISO 4064, Q4), for the time since the reading before, an interval at least and a day at most.</remarks>
internal static class RegisterLeap
{
    private const double MostLitresAnHour = 5_000;
    private const byte Certain = 3;

    private static readonly TimeSpan LongestTime = TimeSpan.FromDays(1);

    /// <summary>Whether so much cannot have been drawn.</summary>
    /// <param name="rhythm">What is remembered of before the reading.</param>
    /// <param name="at">The reading, UTC.</param>
    /// <param name="litres">What it tells.</param>
    /// <param name="interval">How often the home's meters report.</param>
    public static bool Is(LivingRhythm rhythm, DateTime at, double litres, TimeSpan interval) => litres > MostLitresAnHour * (at - Since(rhythm, at, interval)).TotalHours;

    /// <summary>Since when that was drawn, UTC.</summary>
    public static DateTime Since(LivingRhythm rhythm, DateTime at, TimeSpan interval)
    {
        var since = rhythm.WaterAt == default || at <= rhythm.WaterAt ? interval : at - rhythm.WaterAt;
        since = since < interval ? interval : since;
        return at - (since > LongestTime ? LongestTime : since);
    }

    /// <summary>Notes a reading that may be true.</summary>
    public static LivingRhythm Follow(LivingRhythm rhythm) => rhythm.WaterFault == MeterFault.Leapt ? rhythm with { WaterRight = (byte)(rhythm.WaterRight + 1) } : rhythm;

    /// <summary>Whether so many in a row may be true that the meter is right again.</summary>
    public static bool IsBack(LivingRhythm rhythm) => rhythm.WaterFault == MeterFault.Leapt && rhythm.WaterRight >= Certain;
}
