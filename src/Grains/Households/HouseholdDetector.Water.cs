using CityActors.Alerts;

namespace CityActors.Households;

/// <summary>What a water meter tells.</summary>
internal readonly partial struct HouseholdDetector
{
    private LivingRhythm Water(LivingRhythm rhythm, DateTime at, double litres, ref List<Finding>? findings)
    {
        var isTrue = rhythm.PowerFault != MeterFault.Swapped && !MeterReversal.IsFault(rhythm.WaterBack) && !RegisterLeap.Is(rhythm, at, litres, interval);
        var isActive = isTrue && LeakDetector.Above(rhythm, at, litres, interval, LeakDetector.MayRunAway(rhythm)) > options.ActiveAboveLitres;
        if (at <= rhythm.WaterAt)
        {
            return isActive && !StuckWaterDetector.IsRepeatSince(rhythm, at) ? WaterAlone.Drew(LateActivity(rhythm, at, ref findings), at) : rhythm;
        }

        if (RegisterLeap.Is(rhythm, at, litres, interval))
        {
            return Judge(EnterSlot(Leapt(rhythm, at, litres, ref findings), at, false, ref findings) with { WaterAt = at }, at, false, ref findings);
        }

        // What is known to run away does not tell of a meter that is stuck, either.
        var isUse = litres > options.ActiveAboveLitres && !LeakDetector.IsAlone(rhythm, at, litres, interval);
        var followed = RegisterLeap.Follow(StuckWaterDetector.Follow(MeterSwapDetector.FollowWater(rhythm, litres, at), litres, isUse, at))
            with
        { WaterBack = MeterReversal.Forth(rhythm.WaterBack, litres) };
        var isLoose = StuckWaterDetector.IsBack(followed);
        if (isLoose || RegisterLeap.IsBack(followed) || (rhythm.WaterFault == MeterFault.Silent && !MeterReversal.IsFault(followed.WaterBack)))
        {
            Add(ref findings, AlertKinds.DataGap, WaterZone, FindingAct.Clear, at, DataGap.Back);
            followed = followed with { WaterFault = MeterFault.None };
            followed = rhythm.WaterFault == MeterFault.Leapt ? followed : WaterAlone.Anew(followed, at - interval);
        }

        var isBack = rhythm.PowerAt == default && (isLoose || MeterReversal.IsOver(rhythm.WaterBack, followed.WaterBack));
        var next = EnterSlot(followed, at, isBack, ref findings) with { WaterAt = at };
        if (StuckWaterDetector.IsFault(next, options, interval))
        {
            Add(ref findings, AlertKinds.DataGap, WaterZone, FindingAct.Open, at, HouseholdTexts.StuckWater(next));
            next = next with { WaterFault = MeterFault.Stuck };
        }

        next = isTrue ? LeakDetector.Follow(next, rhythm.WaterAt, at, litres, interval, ref findings) : next;

        // What only repeats is neither life nor silence; what trickles is silence.
        return StuckWaterDetector.IsRepeatSince(next, at)
            ? StuckWaterDetector.IsTrickle(next, interval) ? Judge(next, at, false, ref findings) : next
            : Judge(isActive ? WaterAlone.Drew(next, at) : next, at, isActive, ref findings);
    }

    /// <summary>Whether no meter of a home can be judged by, because of a fault or silence.</summary>
    internal static bool IsMute(LivingRhythm rhythm) => rhythm.PowerAt == default
        ? rhythm.WaterFault is MeterFault.Stuck or MeterFault.Silent || IsReversed(rhythm)
        : (IsDoubtful(rhythm) || IsReversed(rhythm)) && !WaterAlone.Judges(rhythm, isPowerMute: true);

    // Whether an electricity meter, which the home has, cannot be judged by.
    private static bool IsPowerMute(LivingRhythm rhythm) => rhythm.PowerAt != default && (IsDoubtful(rhythm) || IsReversed(rhythm));

    private LivingRhythm JudgeWater(LivingRhythm rhythm, DateTime at, ref List<Finding>? findings)
    {
        if (rhythm.IsReported || rhythm.ActiveAt == default || interval > HouseholdLimits.LongestInterval || !WaterAlone.IsAlarm(rhythm, at, options))
        {
            return rhythm;
        }

        Add(ref findings, AlertKinds.Inactivity, HomeZone, FindingAct.Open, at, HouseholdTexts.WithoutWater(rhythm, at, options), WaterAlone.Since(rhythm));
        return rhythm with { IsReported = true };
    }

    private LivingRhythm Leapt(LivingRhythm rhythm, DateTime at, double litres, ref List<Finding>? findings)
    {
        if (rhythm.WaterFault == MeterFault.Leapt)
        {
            return rhythm with { WaterRight = 0 };
        }

        if (rhythm.WaterFault != MeterFault.None)
        {
            Add(ref findings, AlertKinds.DataGap, WaterZone, FindingAct.Clear, at, DataGap.Back);
        }

        Add(ref findings, AlertKinds.DataGap, WaterZone, FindingAct.Open, at, HouseholdTexts.Leapt(at - RegisterLeap.Since(rhythm, at, interval), litres));
        return rhythm with { WaterFault = MeterFault.Leapt, WaterRight = 0 };
    }
}
