using CityActors.Alerts;
using CityActors.Deadlines;

namespace CityActors.Households;

/// <content>The judge of a home whose usual quiet is learnt: is it quieter than it ever is at this hour?</content>
internal readonly partial struct HouseholdDetector
{
    // So long after water was drawn a home is not called silent; hours of the night do not count, in which nobody draws any.
    private static readonly TimeSpan aliveAfterWater = TimeSpan.FromHours(4);
    private static readonly TimeSpan nightFrom = TimeSpan.FromHours(22);
    private static readonly TimeSpan nightTo = TimeSpan.FromHours(6);

    private QuietScore Score => new(interval, quietJudge ?? QuietJudge.Shipped);

    // Until then, and where there is no electricity meter, rhythm and floor judge.
    private bool IsJudgedByScore(LivingRhythm rhythm) => interval <= HouseholdLimits.LongestInterval && rhythm.Quiet is { } quiet && Score.IsReady(quiet);

    // What a meter at fault says, and what is far from anything that this home can draw, is a hole.
    private (LivingRhythm Rhythm, bool IsScored) Hear(LivingRhythm rhythm, DateTime at, double watts)
    {
        var isHole = IsMeterAtFault(rhythm) || MeterScaleDetector.IsOff(rhythm, watts);
        var (quiet, isScored) = Score.Observe(rhythm.Quiet ?? QuietMemory.Unknown, at, isHole ? float.NaN : (float)watts, rhythm.IsReported);
        return (rhythm with { Quiet = quiet }, isScored);
    }

    /// <summary>A cut or an outage around the home is over: what its meter said since tells nothing of what is usual, nor of the hours after it. A silence that was found in it is none.</summary>
    public static LivingRhythm Forget(LivingRhythm rhythm, DateTime from) => rhythm.Quiet is not { } quiet ? rhythm : rhythm with
    {
        Quiet = QuietScore.Forget(quiet, from),
        IsReported = rhythm.IsReported && (!IsOfScore(rhythm) || quiet.ReportedOf < HalfHours.Of(from)),
    };

    private static bool IsOfScore(LivingRhythm rhythm) => rhythm.Quiet is { ReportedOf: > 0, Days: var days } && days >= QuietJudge.Shipped.LearningDays;

    private LivingRhythm JudgeQuiet(LivingRhythm rhythm, DateTime at, bool isActive, bool isScored, ref List<Finding>? findings)
    {
        if (!IsJudgedByScore(rhythm))
        {
            return Judge(rhythm, at, isActive, ref findings);
        }

        rhythm = isActive ? RhythmDetector.EndSilence(rhythm, at) with { ActiveAt = at, IsSlotActive = true } : rhythm;
        return !isScored ? rhythm : rhythm.IsReported ? EndQuiet(rhythm, at, ref findings) : BeginQuiet(rhythm, at, ref findings);
    }

    private LivingRhythm BeginQuiet(LivingRhythm rhythm, DateTime at, ref List<Finding>? findings)
    {
        var quiet = rhythm.Quiet!;
        var isFrozen = FrozenMeter.IsFrozen(rhythm, at);
        if ((quiet.Score <= Score.Limit(quiet) && !isFrozen) || IsWateredSince(rhythm, at) || IsDoubtful(rhythm) || IsReversed(rhythm))
        {
            return rhythm;
        }

        var said = isFrozen ? QuietTexts.Frozen(rhythm, at) : QuietTexts.Quieter(quiet, Score.Limit(quiet), rhythm.Watts == 0);
        Add(ref findings, AlertKinds.Inactivity, HomeZone, FindingAct.Open, at, said.Why, said.Since);
        return rhythm with { IsReported = true, QuietFrom = said.Since, Quiet = QuietScore.BeginSilence(quiet) };
    }

    private static bool IsWateredSince(LivingRhythm rhythm, DateTime at) =>
        rhythm.WateredAt != default && at - rhythm.WateredAt < TimeSpan.FromDays(1) && Awake(rhythm.WateredAt, at) < aliveAfterWater;

    // How much of a time of less than a day lies outside the night.
    private static TimeSpan Awake(DateTime from, DateTime to)
    {
        var (begin, end) = (from + WorkCalendar.Offset, to + WorkCalendar.Offset);
        var awake = TimeSpan.Zero;
        for (var day = begin.Date; day <= end.Date; day = day.AddDays(1))
        {
            var (first, last) = (begin > day + nightTo ? begin : day + nightTo, end < day + nightFrom ? end : day + nightFrom);
            awake += last > first ? last - first : TimeSpan.Zero;
        }

        return awake;
    }

    private LivingRhythm EndQuiet(LivingRhythm rhythm, DateTime at, ref List<Finding>? findings)
    {
        if (!Score.IsOver(rhythm.Quiet!) || FrozenMeter.IsFrozen(rhythm, at))
        {
            return rhythm;
        }

        ClearReported(rhythm, at, ref findings);
        return rhythm with { IsReported = false, QuietFrom = at, Quiet = QuietScore.EndSilence(rhythm.Quiet!) };
    }

    private static LivingRhythm Drawn(LivingRhythm rhythm, DateTime at, ref List<Finding>? findings)
    {
        ClearReported(rhythm, at, ref findings);
        return rhythm with
        {
            ActiveAt = at,
            IsReported = false,
            QuietFrom = rhythm.IsReported ? at : rhythm.QuietFrom,
            Quiet = rhythm.IsReported ? QuietScore.EndSilence(rhythm.Quiet!) : rhythm.Quiet,
        };
    }
}
