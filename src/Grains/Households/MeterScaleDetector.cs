namespace CityActors.Households;

/// <summary>A meter that is a thousandfold off (set up in kilowatts, or counting watts as such) says nothing about anybody: neither silence nor life.</summary>
/// <remarks>
/// An exact zero may be a power cut and is left to others. A home that never draws as much as a lamp, or never less than a workshop, for a whole day has no
/// base load to compare with; one whose readings leave its own base load a hundredfold is found at the third of them. By day a kettle in kilowatts is more than
/// a hundredth of the base load in watts: what is less than a tenth of it is no silence for a day, in which the third such reading comes.
/// What was off and was right again by itself was another use than the base load tells of (a workshop at night): each time it takes four times as many readings.
/// </remarks>
internal static class MeterScaleDetector
{
    /// <summary>No home's connection carries more, watts.</summary>
    public const double MostWatts = 500_000;

    private const byte Enough = 3;
    private const byte MostEased = 3;
    private const double LeastBaseWatts = 5;
    private const double Hundredfold = 100;
    private const double Tenfold = 10;
    private const double LeastShareWhenRight = 2;
    private const double WorkshopWatts = 30_000;
    private const double LampWatts = 2;
    private const int LeastSamples = 40;

    private static readonly TimeSpan LongestDoubt = TimeSpan.FromHours(24);
    private static readonly TimeSpan LongestSame = TimeSpan.FromHours(2);

    /// <summary>Notes a reading: how many in a row are off, or, while the meter is known to be at fault, are right again.</summary>
    public static LivingRhythm Follow(LivingRhythm rhythm, double watts)
    {
        var counts = rhythm.PowerFault == MeterFault.Scale ? IsRight(rhythm, watts) : IsOff(rhythm, watts);
        var run = counts ? (byte)Math.Min(Wanted(rhythm, watts), rhythm.ScaleRun + 1) : (byte)0;
        return run == rhythm.ScaleRun ? rhythm : rhythm with { ScaleRun = run };
    }

    /// <summary>Notes since when readings are less than a tenth of the base load, or of what the calmest hours usually are.</summary>
    public static LivingRhythm FollowLow(LivingRhythm rhythm, double watts, DateTime at)
    {
        var least = Math.Max(rhythm.BaseWatts, rhythm.Quiet is { Days: > 0 } quiet ? MathF.Exp(quiet.Calm) - LogScale.LiftWatts : 0);
        var isLow = watts > 0 && least >= LeastBaseWatts && watts < least / Tenfold;
        return isLow == (rhythm.LowFrom != default) || (watts == 0 && rhythm.LowFrom != default) ? rhythm : rhythm with { LowFrom = isLow ? at : default };
    }

    /// <summary>Whether a reading is so low that it may be one of another unit, and not so for long. In another unit it would not be the same for hours.</summary>
    public static bool IsDoubtful(LivingRhythm rhythm, DateTime at) =>
        rhythm.LowFrom != default && at - rhythm.LowFrom < LongestDoubt && at - rhythm.SameFrom < LongestSame;

    /// <summary>Whether so many readings in a row were off that the meter is.</summary>
    public static bool IsFault(LivingRhythm rhythm, double watts) => rhythm.PowerFault != MeterFault.Scale && rhythm.ScaleRun >= Wanted(rhythm, watts);

    /// <summary>Whether so many were right that the meter is, again.</summary>
    public static bool IsBack(LivingRhythm rhythm) => rhythm.PowerFault == MeterFault.Scale && rhythm.ScaleRun >= Enough;

    /// <summary>Remembers that the meter was right again by itself.</summary>
    public static LivingRhythm Back(LivingRhythm rhythm) => rhythm with { ScaleEased = (byte)Math.Min(MostEased, rhythm.ScaleEased + 1) };

    /// <summary>Whether a reading cannot be this home's.</summary>
    public static bool IsOff(LivingRhythm rhythm, double watts) => watts > MostWatts || (BaseLoad.IsKnown(rhythm)
        ? rhythm.BaseWatts >= LeastBaseWatts && watts > 0
            && (watts < rhythm.BaseWatts / Hundredfold || (watts > WorkshopWatts && watts > rhythm.BaseWatts * Hundredfold))
        : rhythm.PowerFault == MeterFault.Scale && (watts < LampWatts || watts > WorkshopWatts / 2));

    private static int Wanted(LivingRhythm rhythm, double watts) =>
        rhythm.PowerFault != MeterFault.Scale && watts > WorkshopWatts ? Enough << (2 * rhythm.ScaleEased) : Enough;

    // A kettle in kilowatts is more than a hundredth of the base load in watts, but seldom half of it.
    private static bool IsRight(LivingRhythm rhythm, double watts) =>
        watts > 0 && !IsOff(rhythm, watts) && (!BaseLoad.IsKnown(rhythm) || watts >= rhythm.BaseWatts / LeastShareWhenRight);

    /// <summary>Whether a whole day of a home without a base load was off.</summary>
    public static bool IsDayOff(LivingRhythm rhythm)
    {
        if (BaseLoad.IsKnown(rhythm))
        {
            return false;
        }

        var samples = rhythm.Today.Where(static sample => sample != 0).ToArray();
        return samples.Length >= LeastSamples
            && ((samples.Max() < BaseLoad.Encode(LampWatts) && samples.Max() > BaseLoad.Encode(0)) || samples.Min() == byte.MaxValue);
    }
}
