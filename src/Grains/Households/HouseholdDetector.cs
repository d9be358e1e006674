using CityActors.Alerts;
using CityActors.Observations;
using CityActors.Signals;

namespace CityActors.Households;

/// <summary>Judges a household's readings and silences: base load, then meter faults, then the rhythm and the fixed floor.</summary>
/// <remarks>
/// Pure: time is in the reading or the tick. What it decides depends on the order of readings only, not on how they were batched:
/// a reading first judges the silence before it, as of the due time.
/// </remarks>
internal readonly partial struct HouseholdDetector(TimeSpan interval, HouseholdOptions options, HomeSignals? homeSignals = null, QuietJudge? quietJudge = null)
{
    public const string PowerZone = "power";
    public const string WaterZone = "water";
    public const string HomeZone = "main";

    private readonly TimeSpan gapLimit = DataGap.Limit(interval, options.GapAfter);
    private readonly SharedSignals shared = new(homeSignals ?? HomeSignals.None, interval, DataGap.Limit(interval, options.GapAfter));

    /// <summary>When silence itself becomes an event, or null.</summary>
    public DateTime? NextDue(LivingRhythm rhythm)
    {
        var power = SilentAt(rhythm.PowerAt, rhythm.PowerFault);
        var water = SilentAt(rhythm.WaterAt, rhythm.WaterFault);
        var gap = water is null || power < water ? power : water;
        return shared.SilentAt(rhythm) is { } signal && !(gap < signal) ? signal : gap;
    }

    /// <summary>Judges silence up to and including a time.</summary>
    public DetectorStep<LivingRhythm> Tick(LivingRhythm rhythm, DateTime upTo)
    {
        var findings = default(List<Finding>);
        while (NextDue(rhythm) is { } due && due <= upTo)
        {
            rhythm = Silence(rhythm, due, ref findings);
        }

        return Step(rhythm, findings);
    }

    /// <summary>Takes one reading.</summary>
    public DetectorStep<LivingRhythm> Observe(LivingRhythm rhythm, Observation reading)
    {
        var at = reading.At.UtcDateTime;
        var findings = default(List<Finding>);
        while (NextDue(rhythm) is { } due && due < at)
        {
            rhythm = Silence(rhythm, due, ref findings);
        }

        rhythm = reading.Kind switch
        {
            _ when reading.Value < 0 => Backwards(rhythm, at, reading),
            ObservationKinds.Power => Power(rhythm, at, reading.Value, ref findings),
            ObservationKinds.Water => Water(rhythm, at, reading.Value, ref findings),
            _ => rhythm,
        };
        return Step(rhythm, findings);
    }

    private static DetectorStep<LivingRhythm> Step(LivingRhythm rhythm, List<Finding>? findings) =>
        new(rhythm, findings is null ? [] : findings);

    private static void Add(ref List<Finding>? findings, string kind, string zone, FindingAct act, DateTime at, Explanation why, DateTime since = default) =>
        (findings ??= []).Add(new Finding(kind, zone, act, new DateTimeOffset(at, TimeSpan.Zero), why, Since: since == default ? null : new DateTimeOffset(since, TimeSpan.Zero)));

    // When the silence of a meter becomes a data gap, or null: it never sent anything, or its fault is known already.
    private DateTime? SilentAt(DateTime lastAt, MeterFault fault) => lastAt == default || fault != MeterFault.None ? null : lastAt + gapLimit;

    private LivingRhythm Silence(LivingRhythm rhythm, DateTime due, ref List<Finding>? findings)
    {
        if (shared.SilentAt(rhythm) == due)
        {
            return shared.Fall(rhythm, due, ref findings);
        }

        var isPower = SilentAt(rhythm.PowerAt, rhythm.PowerFault) == due;
        var lastAt = isPower ? rhythm.PowerAt : rhythm.WaterAt;
        var zone = isPower ? PowerZone : WaterZone;
        Add(ref findings, AlertKinds.DataGap, zone, FindingAct.Open, due, HouseholdTexts.Silent(zone, lastAt, gapLimit, interval), lastAt);
        return isPower ? rhythm with { PowerFault = MeterFault.Silent } : rhythm with { WaterFault = MeterFault.Silent };
    }

    private LivingRhythm Power(LivingRhythm rhythm, DateTime at, double watts, ref List<Finding>? findings)
    {
        if (at <= rhythm.PowerAt)
        {
            return watts > MeterScaleDetector.MostWatts ? rhythm : LatePower(rhythm, at, watts, ref findings);
        }

        if (watts > MeterScaleDetector.MostWatts)
        {
            return ImpossiblePower(rhythm, at, watts, ref findings);
        }

        return JudgePower(shared.Follow(rhythm, at, watts, ref findings), at, watts, ref findings);
    }

    private LivingRhythm JudgePower(LivingRhythm rhythm, DateTime at, double watts, ref List<Finding>? findings)
    {
        var followed = MeterScaleDetector.Follow(StuckMeterDetector.Follow(MeterSwapDetector.FollowPower(rhythm, watts), watts, at, options), watts)
            with
        { PowerBack = MeterReversal.Forth(rhythm.PowerBack, watts) };
        var isBack = IsBack(rhythm, followed, at);
        if (isBack)
        {
            Add(ref findings, AlertKinds.DataGap, PowerZone, FindingAct.Clear, at, DataGap.Back);
            followed = (followed.PowerFault == MeterFault.Scale ? MeterScaleDetector.Back(followed) : followed) with { PowerFault = MeterFault.None, SameFrom = at, ScaleRun = 0, Swap = null };
        }

        isBack |= MeterReversal.IsOver(rhythm.PowerBack, followed.PowerBack);
        var next = EnterSlot(followed, at, isBack, ref findings) with { PowerAt = at, Seen = Mark(rhythm, at) };
        (next, var isScored) = Hear(next, at, watts);
        if (IsMeterAtFault(next))
        {
            return next;
        }

        if (MeterSwapDetector.IsFault(next, at))
        {
            Add(ref findings, AlertKinds.DataGap, PowerZone, FindingAct.Open, at, HouseholdTexts.Swapped(next));
            return next with { PowerFault = MeterFault.Swapped, Swap = MeterSwap.None };
        }

        if (MeterScaleDetector.IsOff(next, watts))
        {
            return MeterScaleDetector.IsFault(next, watts) ? OffScale(next, at, ref findings) : next;
        }

        if (StuckMeterDetector.IsStuck(next, at, options))
        {
            Add(ref findings, AlertKinds.DataGap, PowerZone, FindingAct.Open, at, HouseholdTexts.Stuck(next, at), next.SameFrom);
            return next with { PowerFault = MeterFault.Stuck };
        }

        next = MeterScaleDetector.FollowLow(next.IsReported ? next : BaseLoad.Sample(next, at, interval, watts), watts, at);
        return MeterScaleDetector.IsDoubtful(next, at) ? next : JudgeQuiet(next, at, BaseLoad.IsActive(next, watts, options), isScored, ref findings);
    }

    // Whether the ticket of the electricity meter ends. One that counts backwards is not back because it reads zero now and then.
    private static bool IsBack(LivingRhythm before, LivingRhythm now, DateTime at) => before.PowerFault switch
    {
        MeterFault.Silent => !MeterReversal.IsFault(now.PowerBack),
        MeterFault.Stuck => now.SameFrom == at,
        MeterFault.Scale => MeterScaleDetector.IsBack(now),
        MeterFault.Swapped => MeterSwapDetector.IsBack(now),
        _ => false,
    };

    // A reading that fills a hole may show activity and nothing else; one that was taken already changes nothing.
    private LivingRhythm LatePower(LivingRhythm rhythm, DateTime at, double watts, ref List<Finding>? findings)
    {
        var back = Bucket(rhythm.PowerAt) - Bucket(at);
        if (back >= 64 || (rhythm.Seen & (1UL << (int)back)) != 0)
        {
            return rhythm;
        }

        var next = rhythm with { Seen = rhythm.Seen | (1UL << (int)back) };
        var isJudged = !IsMeterAtFault(rhythm) && !MeterScaleDetector.IsOff(rhythm, watts);
        return isJudged && BaseLoad.IsActive(rhythm, watts, options) ? LateActivity(next, at, ref findings) : next;
    }

    // It was refused and is no reading. What is less than anybody's doing may be a check valve that leaks.
    private LivingRhythm Backwards(LivingRhythm rhythm, DateTime at, Observation reading) => reading.Kind switch
    {
        ObservationKinds.Power when at > rhythm.PowerAt => rhythm with { PowerBack = MeterReversal.Back(rhythm.PowerBack) },
        ObservationKinds.Water when at > rhythm.WaterAt && -reading.Value > options.ActiveAboveLitres => rhythm with { WaterBack = MeterReversal.Back(rhythm.WaterBack) },
        _ => rhythm,
    };

    // What the electricity meter says is not true, though it does say something.
    private static bool IsMeterAtFault(LivingRhythm rhythm) =>
        rhythm.PowerFault is MeterFault.Stuck or MeterFault.Scale or MeterFault.Swapped || MeterReversal.IsFault(rhythm.PowerBack);

    private LivingRhythm LateActivity(LivingRhythm rhythm, DateTime at, ref List<Finding>? findings)
    {
        if (at <= rhythm.ActiveAt || at <= rhythm.QuietFrom)
        {
            return rhythm;
        }

        if (IsJudgedByScore(rhythm))
        {
            return rhythm with { ActiveAt = at, QuietFrom = at, Score = 0 };
        }

        ClearReported(rhythm, at, ref findings);
        return rhythm with { ActiveAt = at, QuietFrom = at, Score = 0, IsReported = false };
    }

    private static void ClearReported(LivingRhythm rhythm, DateTime at, ref List<Finding>? findings)
    {
        if (rhythm.IsReported)
        {
            Add(ref findings, AlertKinds.Inactivity, HomeZone, FindingAct.Clear, at, HouseholdTexts.ActiveAgain);
        }
    }

    // Closes the half hour and the day before, unless what is missing or doubtful would be learnt as quiet.
    private LivingRhythm EnterSlot(LivingRhythm rhythm, DateTime at, bool isBack, ref List<Finding>? findings)
    {
        var slot = HalfHours.Of(at - (interval / 2));
        if (isBack)
        {
            // Nobody knows what happened meanwhile: the silence counts from here.
            rhythm = rhythm with { QuietFrom = rhythm.QuietFrom == default ? default : at - interval, Score = 0 };
        }
        else if (slot > rhythm.Slot && CanLearn(rhythm) && !IsSlotUnknown(rhythm))
        {
            rhythm = RhythmDetector.CloseSlot(rhythm, options, interval);
        }

        if (slot <= rhythm.Slot)
        {
            return rhythm;
        }

        if (HalfHours.Day(slot) != HalfHours.Day(rhythm.Slot))
        {
            rhythm = rhythm.PowerFault == MeterFault.None && MeterScaleDetector.IsDayOff(rhythm) ? OffScale(rhythm, at, ref findings) : rhythm;
            rhythm = CloseDay(rhythm);
        }

        return rhythm with { Slot = slot, IsSlotActive = false };
    }

    private static bool CanLearn(LivingRhythm rhythm) =>
        !IsDoubtful(rhythm) && !IsReversed(rhythm) && !rhythm.IsReported && (BaseLoad.IsKnown(rhythm) || rhythm.PowerAt == default) && rhythm.Slot != 0;

    // Where water alone tells of the home: all that came in the half hour repeats what came before. The newest reading is noted, its time is not yet.
    private static bool IsSlotUnknown(LivingRhythm rhythm) =>
        rhythm.PowerAt == default && !rhythm.IsSlotActive && StuckWaterDetector.IsRepeatSince(rhythm, rhythm.WaterAt);

    // The meter that the home is judged by: water only where there is no electricity meter.
    private static bool IsDoubtful(LivingRhythm rhythm) => rhythm.PowerFault != MeterFault.None || (rhythm.PowerAt == default && rhythm.WaterFault == MeterFault.Stuck);

    private static bool IsReversed(LivingRhythm rhythm) => MeterReversal.IsFault(rhythm.PowerAt == default ? rhythm.WaterBack : rhythm.PowerBack);

    private LivingRhythm CloseDay(LivingRhythm rhythm)
    {
        if (IsDoubtful(rhythm) || IsReversed(rhythm) || rhythm.IsReported)
        {
            return rhythm with { Today = [] }; // A doubtful day would pull the base load towards a frozen value.
        }

        var next = BaseLoad.CloseDay(rhythm);
        if (CanLearn(rhythm))
        {
            var isWhole = next.BaseDays > rhythm.BaseDays || rhythm.PowerAt == default;
            return isWhole ? RhythmDetector.CloseDay(next) : next;
        }

        return BaseLoad.IsKnown(next) ? LookBack(next, rhythm.Today) : next;
    }

    // The base load is known for the first time: was somebody active at all? Half-hourly samples may have missed the last time,
    // so the silence counts from the end of that day.
    private LivingRhythm LookBack(LivingRhythm rhythm, byte[] samples)
    {
        var above = BaseLoad.ActiveAboveWatts(rhythm, options);
        var last = Array.FindLastIndex(samples, sample => BaseLoad.Decode(sample) > above);
        var midnight = HalfHours.Day(rhythm.Slot) * HalfHours.PerDay;
        var at = HalfHours.Start(midnight + last + 1);
        return last < 0 || at <= rhythm.ActiveAt
            ? rhythm
            : rhythm with { ActiveAt = at, QuietFrom = HalfHours.Start(midnight + HalfHours.PerDay) };
    }

    private LivingRhythm Judge(LivingRhythm rhythm, DateTime at, bool isActive, ref List<Finding>? findings)
    {
        if (IsJudgedByScore(rhythm))
        {
            // Water: electricity has its own judge, unless it is mute.
            return isActive ? Drawn(rhythm, at, ref findings) : WaterAlone.Judges(rhythm, IsPowerMute(rhythm)) ? JudgeWater(rhythm, at, ref findings) : rhythm;
        }

        if (isActive)
        {
            ClearReported(rhythm, at, ref findings);
            return RhythmDetector.EndSilence(rhythm, at) with { ActiveAt = at, IsReported = false, IsSlotActive = true };
        }

        if (WaterAlone.Judges(rhythm, IsPowerMute(rhythm)))
        {
            return JudgeWater(rhythm, at, ref findings);
        }

        var cannotSay = rhythm.IsReported || interval > HouseholdLimits.LongestInterval || rhythm.ActiveAt == default || IsDoubtful(rhythm) || IsReversed(rhythm)
            || (rhythm.PowerAt != default && !BaseLoad.IsKnown(rhythm));
        if (cannotSay)
        {
            return rhythm;
        }

        var byRhythm = RhythmDetector.IsAlarm(rhythm, options);
        if (!byRhythm && !ElectricityFloorDetector.IsAlarm(rhythm, at, options))
        {
            return rhythm;
        }

        var why = byRhythm ? HouseholdTexts.OutOfRhythm(rhythm, at, options) : HouseholdTexts.OverFloor(rhythm, at, options);
        Add(ref findings, AlertKinds.Inactivity, HomeZone, FindingAct.Open, at, why, rhythm.QuietFrom == default ? rhythm.ActiveAt : rhythm.QuietFrom);
        return rhythm with { IsReported = true };
    }

    private static LivingRhythm OffScale(LivingRhythm rhythm, DateTime at, ref List<Finding>? findings)
    {
        Add(ref findings, AlertKinds.DataGap, PowerZone, FindingAct.Open, at, HouseholdTexts.OffScale(rhythm));
        return rhythm with { PowerFault = MeterFault.Scale, ScaleRun = 0 };
    }

    private long Bucket(DateTime at) => at.Ticks / interval.Ticks;

    private ulong Mark(LivingRhythm rhythm, DateTime at)
    {
        var forward = rhythm.PowerAt == default ? 64 : Bucket(at) - Bucket(rhythm.PowerAt);
        return (forward >= 64 ? 0 : rhythm.Seen << (int)forward) | 1;
    }
}
