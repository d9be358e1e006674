namespace CityActors.Households;

/// <summary>Two meters of a home whose readings are exchanged say nothing about anybody: the water that never stops is the refrigerator, the power that comes and goes is the tap.</summary>
/// <remarks>
/// Both must show it. A leak leaves the electricity meter as it was, and a power cut has no power that comes and goes, so neither is an exchange, nor are both together.
/// </remarks>
internal static class MeterSwapDetector
{
    private const double LeastBaseWatts = 5;
    private const double NoBaseWatts = 1;
    private const double LeastLitresUnknown = 10;
    private const int LeastReadings = 12;
    private const int LeastDraws = 3;
    private const int EnoughRight = 4;

    private static readonly TimeSpan After = TimeSpan.FromHours(6);
    private static readonly TimeSpan AfterUnknown = TimeSpan.FromHours(24);

    /// <summary>Notes a water reading: a run of them begins, goes on or ends that are as much as the home's base load.</summary>
    public static LivingRhythm FollowWater(LivingRhythm rhythm, double litres, DateTime at)
    {
        var isMuch = litres >= Least(rhythm);
        if (rhythm.PowerFault == MeterFault.Swapped)
        {
            return rhythm with { Swap = isMuch ? MeterSwap.None : rhythm.Swap! with { IsDry = true } };
        }

        if (!isMuch)
        {
            return rhythm.Swap is null ? rhythm : rhythm with { Swap = null };
        }

        var swap = rhythm.Swap ?? MeterSwap.None with { From = at };
        return rhythm with { Swap = swap with { Wet = swap.Wet + 1 } };
    }

    /// <summary>Notes a power reading that is newer than <see cref="LivingRhythm.Watts"/>, before that is set.</summary>
    public static LivingRhythm FollowPower(LivingRhythm rhythm, double watts)
    {
        if (rhythm.Swap is not { } swap)
        {
            return rhythm;
        }

        if (rhythm.PowerFault == MeterFault.Swapped)
        {
            return rhythm with { Swap = swap with { Right = watts >= (IsKnown(rhythm) ? Least(rhythm) : NoBaseWatts) ? swap.Right + 1 : 0 } };
        }

        var isNone = watts < NoBaseWatts;
        return rhythm with
        {
            Swap = swap with
            {
                Powers = swap.Powers + 1,
                NoPowers = swap.NoPowers + (isNone ? 1 : 0),
                Draws = swap.Draws + (!isNone && swap.NoPowers > 0 && rhythm.Watts < NoBaseWatts ? 1 : 0),
            },
        };
    }

    /// <summary>Whether the readings are exchanged: for 6 hours against the learnt base load, for 24 where there is none.</summary>
    public static bool IsFault(LivingRhythm rhythm, DateTime at) => rhythm.PowerFault == MeterFault.None && MayBe(rhythm)
        && at - rhythm.Swap!.From >= (IsKnown(rhythm) ? After : AfterUnknown);

    /// <summary>Whether they may be, but for the time.</summary>
    public static bool MayBe(LivingRhythm rhythm) => rhythm.Swap is { } swap
        && swap.Wet >= LeastReadings && swap.Powers >= LeastReadings && swap.Draws >= LeastDraws && 2 * swap.NoPowers >= swap.Powers;

    /// <summary>Whether they are right again: power goes on and water stops.</summary>
    public static bool IsBack(LivingRhythm rhythm) => rhythm.PowerFault == MeterFault.Swapped && rhythm.Swap is { IsDry: true, Right: >= EnoughRight };

    private static bool IsKnown(LivingRhythm rhythm) => BaseLoad.IsKnown(rhythm) && rhythm.BaseWatts >= LeastBaseWatts;

    private static double Least(LivingRhythm rhythm) => IsKnown(rhythm) ? rhythm.BaseWatts / 2 : LeastLitresUnknown;
}

/// <summary>What tells that the readings of two meters are exchanged; while they are, that they no longer are.</summary>
/// <param name="From">The first water reading of the run, UTC.</param>
/// <param name="Wet">How many water readings in a row are as much as the base load.</param>
/// <param name="Powers">How many power readings came meanwhile.</param>
/// <param name="NoPowers">How many of them are less than any home's base load.</param>
/// <param name="Draws">How often power came after there was none.</param>
/// <param name="Right">How many power readings in a row are right again.</param>
/// <param name="IsDry">Whether a water reading is right again.</param>
[GenerateSerializer, Immutable, Alias("meter-swap")]
public sealed record MeterSwap(
    [property: Id(0)] DateTime From = default,
    [property: Id(1)] int Wet = 0,
    [property: Id(2)] int Powers = 0,
    [property: Id(3)] int NoPowers = 0,
    [property: Id(4)] int Draws = 0,
    [property: Id(5)] int Right = 0,
    [property: Id(6)] bool IsDry = false)
{
    /// <summary>Nothing tells of it.</summary>
    public static MeterSwap None { get; } = new();
}
