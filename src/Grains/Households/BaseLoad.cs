namespace CityActors.Households;

/// <summary>Learns what a home draws while nobody does anything.</summary>
/// <remarks>
/// One sample of each half hour of the day is kept. When the day is over, the lowest third of them (the hours of sleep) gives the
/// day's base load (their median) and its spread (1.4826 × median absolute deviation). A whole day, not a fixed night, because
/// night storage heating would lift a night's percentile above everything the day shows, and a low percentile because a heat pump
/// or a guest lifts every mean. Days are blended: down faster than up, so that a cold week raises the base and one loud night does not.
/// </remarks>
internal static class BaseLoad
{
    private const int LeastSamples = 40;
    private const double ScaleFrom = 0.5;
    private const double Step = 0.042;
    private const float RiseADay = 0.2f;
    private const float FallADay = 0.4f;

    public static bool IsKnown(LivingRhythm rhythm) => rhythm.BaseDays > 0;

    /// <summary>Power above which somebody is doing something: b + max(30 W, 3σ).</summary>
    public static double ActiveAboveWatts(LivingRhythm rhythm, HouseholdOptions options) =>
        rhythm.BaseWatts + Math.Max(options.ActiveAboveBaseWatts, options.ActiveAboveBaseSigmas * rhythm.BaseSigmaWatts);

    /// <summary>Whether a power is known to be somebody's doing.</summary>
    public static bool IsActive(LivingRhythm rhythm, double watts, HouseholdOptions options) =>
        IsKnown(rhythm) && watts > ActiveAboveWatts(rhythm, options);

    /// <summary>Keeps the sample of its half hour; the last one of a half hour stands. The mean of a longer interval stands for each half hour in which it lies, of the present day.</summary>
    public static LivingRhythm Sample(LivingRhythm rhythm, DateTime at, TimeSpan interval, double watts)
    {
        var today = rhythm.Today.Length == 0 ? new byte[HalfHours.PerDay] : (byte[])rhythm.Today.Clone();
        var sample = Encode(watts);
        today[HalfHours.OfDay(rhythm.Slot)] = sample;
        if (interval > HalfHours.Length && interval <= HouseholdLimits.LongestInterval)
        {
            var (first, end) = (HalfHours.Of(at - interval), HalfHours.Of(at.AddTicks(-1)));
            for (var slot = first; slot <= end; slot++)
            {
                if (HalfHours.Day(slot) == HalfHours.Day(rhythm.Slot))
                {
                    today[HalfHours.OfDay(slot)] = sample;
                }
            }
        }

        return rhythm with { Today = today };
    }

    /// <summary>Learns from the samples of the day that is over, if there are enough, and forgets them.</summary>
    public static LivingRhythm CloseDay(LivingRhythm rhythm)
    {
        var samples = rhythm.Today.Where(static sample => sample != 0).Order().Select(Decode).ToArray();
        if (samples.Length < LeastSamples)
        {
            return rhythm with { Today = [] };
        }

        var asleep = samples.AsSpan(0, samples.Length / 3);
        var middle = asleep[asleep.Length / 2];
        foreach (ref var sample in asleep)
        {
            sample = Math.Abs(sample - middle);
        }

        asleep.Sort();
        var sigma = 1.4826 * asleep[asleep.Length / 2];
        return rhythm with
        {
            Today = [],
            BaseWatts = Blend(rhythm, rhythm.BaseWatts, middle),
            BaseSigmaWatts = Blend(rhythm, rhythm.BaseSigmaWatts, sigma),
            BaseDays = (ushort)Math.Min(ushort.MaxValue, rhythm.BaseDays + 1),
        };
    }

    private static float Blend(LivingRhythm rhythm, float old, double day) =>
        !IsKnown(rhythm) ? (float)day : old + ((day > old ? RiseADay : FallADay) * ((float)day - old));

    // 1…255 stand for 0.5 W × 1.042^n − 0.5 W: 0 W to 17 kW in steps of 4 %.
    internal static byte Encode(double watts) =>
        (byte)Math.Clamp(1 + Math.Round(Math.Log((Math.Max(0, watts) + ScaleFrom) / ScaleFrom) / Step), 1, byte.MaxValue);

    internal static double Decode(byte sample) => ScaleFrom * (Math.Exp((sample - 1) * Step) - 1);
}
