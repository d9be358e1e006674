namespace CityActors.Households;

/// <summary>
/// A low value that the electricity meter repeats to the last digit for half a day, and far longer than it ever did in this home: everything is off that comes and goes by
/// itself, or the meter froze. Whichever it is, nobody is seen any more, so somebody has to look.
/// </summary>
internal static class FrozenMeter
{
    private static readonly TimeSpan least = TimeSpan.FromHours(12);

    /// <summary>Notes how long a value was repeated that another one followed, unless people found that it was no usual silence.</summary>
    public static LivingRhythm Follow(LivingRhythm rhythm)
    {
        var minutes = Math.Min(ushort.MaxValue, (rhythm.PowerAt - rhythm.SameFrom).TotalMinutes);
        var isLonger = minutes > rhythm.LongestSame && rhythm.PowerFault == MeterFault.None && rhythm.Quiet is not { IsConfirmed: true };
        return isLonger ? rhythm with { LongestSame = (ushort)minutes } : rhythm;
    }

    /// <summary>Whether a value is repeated for too long.</summary>
    public static bool IsFrozen(LivingRhythm rhythm, DateTime at)
    {
        var (run, own) = (at - rhythm.SameFrom, TimeSpan.FromMinutes(2.0 * rhythm.LongestSame));
        return own > TimeSpan.Zero && rhythm.SameFrom != default && run >= least && run > own;
    }
}
