using CityActors.Alerts;
using CityActors.Observations;

namespace CityActors.Terminals;

/// <summary>How terminals were judged while each had one threshold; what judges them now is held against it. Judges a measured value by a threshold with dead-band, on-delay and off-delay (ISA-18.2), and its silence.</summary>
/// <remarks>
/// Pure. Between readings the last value stands. Delays end at their own time, whether a tick or the next reading brings it;
/// a silent terminal keeps its episode open and starts none. One that flaps keeps its episode open, too: <see cref="Chatter"/>.
/// </remarks>
internal readonly struct ThresholdDetector(KindFacts kind, ThresholdRule rule)
{
    public const string Zone = "main";

    private static readonly Explanation Told = new("", "", "");

    private readonly TimeSpan gapLimit = DataGap.Limit(rule.Interval, ThresholdRule.GapAfter);
    private readonly PlausibleStep? step = kind.Step;

    public static string AlertKindOf(string observationKind) => observationKind switch
    {
        ObservationKinds.WaterLevel => AlertKinds.HighWater,
        ObservationKinds.Rain => AlertKinds.HeavyRain,
        _ => observationKind,
    };

    public DateTimeOffset? NextDue(LevelState state)
    {
        if (state.At is not { } at || state.IsSilent)
        {
            return null;
        }

        var gap = at + gapLimit;
        var delay = state.Since + (state.IsOver ? OffDelay(state) : rule.OnDelay);
        return delay < gap ? delay : gap;
    }

    public bool IsSilenceDue(LevelState state) => NextDue(state) is { } due && due == state.At + gapLimit;

    public DetectorStep<LevelState> Tick(LevelState state, DateTimeOffset upTo)
    {
        var findings = new List<Finding>();
        return new DetectorStep<LevelState>(Advance(state, upTo, findings), findings);
    }

    public DetectorStep<LevelState> Observe(LevelState state, DateTimeOffset at, double value)
    {
        if (at <= state.At || at <= state.Leap?.At)
        {
            return new DetectorStep<LevelState>(state, []);
        }

        var findings = new List<Finding>();
        state = Advance(state, at - TimeSpan.FromTicks(1), findings);
        var (leap, isTrue) = LeapDetector.Follow(step, state, at, value);
        if (!isTrue)
        {
            return new DetectorStep<LevelState>(Advance(state with { Leap = leap }, at, findings), findings);
        }

        if (state.IsSilent)
        {
            findings.Add(new Finding(AlertKinds.DataGap, Zone, FindingAct.Clear, at, DataGap.Back));
            state = state with { IsSilent = false, Since = null };
        }

        var isTurned = state.IsOver ? value < rule.Threshold - rule.DeadBand : value >= rule.Threshold;
        state = state with
        {
            At = at,
            Value = value,
            Peak = state.IsOver || state.Since is not null ? Math.Max(state.Peak, value) : value,
            Since = isTurned ? state.Since ?? TurnedAt(state, leap, at) : null,
            Leap = null,
        };
        return new DetectorStep<LevelState>(Advance(state, at, findings), findings);
    }

    private LevelState Advance(LevelState state, DateTimeOffset upTo, List<Finding> findings)
    {
        while (NextDue(state) is { } due && due <= upTo)
        {
            state = FallDue(state, due, findings);
        }

        return state;
    }

    private LevelState FallDue(LevelState state, DateTimeOffset due, List<Finding> findings)
    {
        if (due == state.At + gapLimit)
        {
            findings.Add(new Finding(AlertKinds.DataGap, Zone, FindingAct.Open, due, Told));
            return state with { IsSilent = true, Since = null };
        }

        var alertKind = AlertKindOf(kind.Name);
        if (state.IsOver)
        {
            findings.Add(new Finding(alertKind, Zone, FindingAct.Clear, due, Told));
            return state with { IsOver = false, Since = null, EndedAt = due };
        }

        var chatter = Chatter.After(state.Chatter, state.EndedAt, due, ThresholdRule.Cooldown, ThresholdRule.MostAnHour);
        findings.Add(new Finding(alertKind, Zone, FindingAct.Open, due, chatter.Tell(Told)));
        return state with { IsOver = true, Since = null, Chatter = chatter };
    }

    // The delay counts from the first reading that leapt, but ends no sooner than it is known to be true.
    private DateTimeOffset TurnedAt(LevelState state, Leap? leap, DateTimeOffset at)
    {
        var earliest = at - (state.IsOver ? OffDelay(state) : rule.OnDelay);
        return leap is null || state.IsSilent ? at : leap.Since > earliest ? leap.Since : earliest;
    }

    private TimeSpan OffDelay(LevelState state) => Chatter.OffDelay(state.Chatter, rule.OffDelay);
}
