using System.Text.Json.Serialization;
using CityActors.Alerts;
using CityActors.Observations;

namespace CityActors.Terminals;

/// <summary>Judges a measured value by a threshold with dead-band, on-delay and off-delay (ISA-18.2), and its silence.</summary>
/// <remarks>
/// Pure. Between readings the last value stands. Delays end at their own time, whether a tick or the next reading brings it;
/// a silent terminal keeps its episode open and starts none. One that flaps keeps its episode open, too: <see cref="Chatter"/>.
/// </remarks>
internal readonly struct ThresholdDetector(KindFacts kind, ThresholdRule rule, TerminalOptions options)
{
    public const string Zone = "main";

    private readonly TimeSpan gapLimit = DataGap.Limit(rule.Interval, options.GapAfter);
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
            findings.Add(new Finding(AlertKinds.DataGap, Zone, FindingAct.Open, due, TerminalTexts.Silent(state, rule, gapLimit)));
            return state with { IsSilent = true, Since = null };
        }

        var alertKind = AlertKindOf(kind.Name);
        if (state.IsOver)
        {
            findings.Add(new Finding(alertKind, Zone, FindingAct.Clear, due, TerminalTexts.Below(kind, rule, OffDelay(state))));
            return state with { IsOver = false, Since = null, EndedAt = due };
        }

        var chatter = Chatter.After(state.Chatter, state.EndedAt, due, options.Cooldown, options.MostAnHour);
        findings.Add(new Finding(alertKind, Zone, FindingAct.Open, due, chatter.Tell(TerminalTexts.Over(kind, state, rule))));
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

/// <summary>What is remembered of a terminal to judge its next value.</summary>
/// <param name="At">The newest reading's time, UTC, or null: none yet.</param>
/// <param name="Value">The newest reading, in the unit of the kind.</param>
/// <param name="Peak">The highest value of the present episode.</param>
/// <param name="Since">Since when the value is over the threshold or, in an episode, back below; null: it is not.</param>
/// <param name="IsOver">True during an episode.</param>
/// <param name="IsSilent">True while the terminal sends nothing.</param>
/// <param name="EndedAt">When the last episode ended, UTC, or null: none did.</param>
/// <param name="Chatter">How soon episodes follow each other, or null: there was none.</param>
/// <param name="Leap">Later readings that cannot follow <paramref name="Value"/> and are not judged yet, or null: there are none.</param>
[GenerateSerializer, Alias("level-state")]
public sealed record LevelState(
    [property: Id(0)] DateTimeOffset? At = null,
    [property: Id(1)] double Value = 0,
    [property: Id(2)] double Peak = 0,
    [property: Id(3)] DateTimeOffset? Since = null,
    [property: Id(4)] bool IsOver = false,
    [property: Id(5)] bool IsSilent = false,
    [property: Id(6)] DateTimeOffset? EndedAt = null,
    [property: Id(7)] Chatter? Chatter = null,
    [property: Id(8), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Leap? Leap = null)
{
    /// <summary>Nothing is known.</summary>
    public static LevelState Unknown { get; } = new();
}
