namespace CityActors.Households;

/// <summary>A water meter that repeats one value to the last digit is stuck, or water runs without end: neither is somebody's life.</summary>
/// <remarks>
/// Of equal readings in a row only the first is known to be somebody's doing: the others say nothing, from the second on, so nothing has to be taken back
/// when the meter is found to be stuck. Zero, and what is less than anybody's doing, may well repeat. Meters count whole litres, so a few equal readings
/// are ordinary use: it takes twelve, and three hours.
/// </remarks>
internal static class StuckWaterDetector
{
    private const int LeastReadings = 12;
    private const double MostTrickleLitresAnHour = 3;

    private static readonly TimeSpan LeastTime = TimeSpan.FromHours(3);

    /// <summary>How long one value may repeat: three hours, or longer where this home showed so by itself.</summary>
    public static TimeSpan Limit(LivingRhythm rhythm, HouseholdOptions options)
    {
        if (!RhythmDetector.IsLearnt(rhythm, options))
        {
            return options.StuckAfterWhileLearning;
        }

        var own = TimeSpan.FromMinutes(2 * (rhythm.WaterRun?.LongestMinutes ?? 0));
        var least = options.StuckAfter > LeastTime ? options.StuckAfter : LeastTime;
        return own > least ? own : least;
    }

    /// <summary>Follows the run of equal values; a run that ended unreported was this home's own doing.</summary>
    /// <param name="rhythm">What is remembered.</param>
    /// <param name="litres">The reading.</param>
    /// <param name="isUse">Whether it is more than what runs away anyhow and what counts for nothing.</param>
    /// <param name="at">When, UTC.</param>
    public static LivingRhythm Follow(LivingRhythm rhythm, double litres, bool isUse, DateTime at)
    {
        var run = rhythm.WaterRun;
        if (run is null && !isUse)
        {
            return rhythm;
        }

        run ??= WaterRun.None;
        if (isUse && litres == run.Litres)
        {
            // After a gap the run counts anew, but what is the same as before the gap is still no new use.
            return rhythm with
            {
                WaterRun = rhythm.WaterFault == MeterFault.Silent ? run with { From = at, RepeatAt = at, Readings = 1 } : run with { RepeatAt = at, Readings = run.Readings + 1 },
            };
        }

        var isOwn = run.Readings > 1 && rhythm.WaterFault != MeterFault.Stuck && rhythm.PowerFault != MeterFault.Swapped;
        var minutes = isOwn ? (run.RepeatAt - run.From).TotalMinutes : 0;
        return rhythm with
        {
            WaterRun = run with
            {
                Litres = isUse ? litres : 0,
                From = isUse ? at : default,
                Readings = isUse ? 1 : 0,
                LongestMinutes = minutes > run.LongestMinutes ? (int)minutes : run.LongestMinutes,
            },
        };
    }

    /// <summary>Whether the newest reading that repeats the one before is of this time or later. What comes late of before it shows nothing.</summary>
    public static bool IsRepeatSince(LivingRhythm rhythm, DateTime at) => rhythm.WaterRun?.RepeatAt >= at;

    /// <summary>Whether the run is so little, in whole litres, that it is a tap or a cistern that drips. A register of whole litres repeats that for many hours.</summary>
    public static bool IsTrickle(LivingRhythm rhythm, TimeSpan interval) => rhythm.WaterRun is { Readings: > 1, Litres: var litres }
        && litres == Math.Floor(litres) && litres <= MostTrickleLitresAnHour * interval.TotalHours;

    /// <summary>Whether one value that is not known to run away is repeated, so that it may be the meter.</summary>
    public static bool IsRun(LivingRhythm rhythm) => rhythm.WaterFault == MeterFault.Stuck || rhythm.WaterRun is { Readings: > 2 };

    /// <summary>Whether one value is repeated for so long that nobody can say what of it is true, be it told or not.</summary>
    public static bool IsLongRun(LivingRhythm rhythm) => rhythm.WaterFault == MeterFault.Stuck || rhythm.WaterRun is { Readings: >= LeastReadings };

    public static bool IsFault(LivingRhythm rhythm, HouseholdOptions options, TimeSpan interval) =>
        rhythm.WaterFault == MeterFault.None && rhythm.PowerFault != MeterFault.Swapped && !IsTrickle(rhythm, interval)
        && rhythm.WaterRun is { Readings: >= LeastReadings } run && run.RepeatAt - run.From > Limit(rhythm, options);

    /// <summary>Whether the ticket ends: the meter shows another value.</summary>
    public static bool IsBack(LivingRhythm rhythm) => rhythm.WaterFault == MeterFault.Stuck && rhythm.WaterRun is { Readings: <= 1 };
}

/// <summary>The run of equal water readings.</summary>
/// <param name="Litres">What they repeat, litres; 0: there is no run.</param>
/// <param name="From">The first of them, UTC.</param>
/// <param name="Readings">How many they are.</param>
/// <param name="RepeatAt">The newest reading of this run or an earlier one that repeated the one before it, UTC, or the default: none did.</param>
/// <param name="LongestMinutes">Longest run that this home showed by itself, minutes.</param>
[GenerateSerializer, Immutable, Alias("water-run")]
public sealed record WaterRun(
    [property: Id(0)] double Litres = 0,
    [property: Id(1)] DateTime From = default,
    [property: Id(2)] int Readings = 0,
    [property: Id(3)] DateTime RepeatAt = default,
    [property: Id(4)] int LongestMinutes = 0)
{
    /// <summary>There is none.</summary>
    public static WaterRun None { get; } = new();
}
