using CityActors.Alerts;
using CityActors.Commits;
using CityActors.Deadlines;
using CityActors.Signals;

namespace CityActors.Households;

/// <content>Who is told of a quiet home, what was found there, and when it is looked into again.</content>
internal sealed partial class HouseholdRules
{
    private const string System = "system";
    private const string Again = "quiet-again";
    private const string Pack = "care";

    protected override IEnumerable<LadderStep> LadderOf(HouseholdState state, Alert alert) =>
        Things is null || alerts.Value.HasOwnLadder ? base.LadderOf(state, alert)
        : alert is { Kind: AlertKinds.Inactivity, Priority: not AlertPriority.High } ? []
        : Things.LadderOf(alert);

    protected override void Follow(HouseholdState state, Alert? before, Alert after)
    {
        if (after is not { Kind: AlertKinds.Inactivity, State: AlertState.Cleared } || after.Actor == System)
        {
            return;
        }

        if (before?.State != AlertState.Cleared || before.Outcome != after.Outcome)
        {
            var span = SpanOf(after.Outcome == CareOutcome.Absent ? "calm-after-absent" : "calm-after-safe", after);
            state.Calm = new Calm(after.ChangedAt, after.ChangedAt + span, span);
        }

        if (after.Outcome is { } found && before?.Outcome != found)
        {
            var since = state.Rhythm is { IsReported: true, QuietFrom: var from } && from != default ? new DateTimeOffset(from, TimeSpan.Zero) : default(DateTimeOffset?);
            state.Rhythm = HomeCare.Heed(state.Rhythm, after.OpenedAt, found);
            state.Outcomes = HomeCare.With(state.Outcomes, new HomeOutcome(after.ChangedAt, after.OpenedAt, since, found, after.Explanation.Rule));
        }
    }

    protected override void Unmuted(HouseholdState state, string kind, DateTimeOffset since)
    {
        if (kind != AlertKinds.Inactivity)
        {
            return;
        }

        state.Rhythm = HouseholdDetector.Forget(state.Rhythm, (since - IntervalOf(state)).UtcDateTime);
        if (!state.Rhythm.IsReported && Muting.Held(state.Ties!, AlertKinds.Inactivity, HouseholdDetector.HomeZone) is { } held)
        {
            state.Ties = Muting.Drop(state.Ties!, held);
        }
    }

    protected override DateTimeOffset? OldestOutcome(HouseholdState state) => state.Outcomes is [var oldest, ..] ? oldest.At : null;

    protected override void ForgetOutcomes(HouseholdState state, DateTimeOffset upTo) => state.Outcomes = HomeCare.After(state.Outcomes, upTo);

    protected override bool IsSettled(HouseholdState state, Finding finding) => HomeCare.IsSettled(state.Calm, finding);

    protected override IEnumerable<DueTime> DeadlinesBesides(HouseholdState state) => state.Calm is { } calm ? [new DueTime(Again, calm.Until)] : [];

    protected override Decision<HouseholdState> DueBesides(HouseholdState state, Deadline deadline)
    {
        if (deadline.Name != Again || state.Calm is not { } calm)
        {
            return Decision.None(state);
        }

        (state.Calm, var isAlarm) = HomeCare.End(calm, deadline.Due, QuietFrom(state, deadline.Due), HasConsent(state) && state.Rhythm.PowerFault == MeterFault.None);
        return isAlarm ? Decision.To(state, Found(state, StillQuiet(state.Rhythm, calm, deadline.Due))) : Decision.To(state);
    }

    // Ahead of a replay's clock the rhythm may know already that somebody will be active.
    private static DateTimeOffset? QuietFrom(HouseholdState state, DateTimeOffset at)
    {
        var endsLater = state.Ahead is { } ahead && ahead.At > at && ahead.Findings.Any(static finding => finding is { Kind: AlertKinds.Inactivity, Act: FindingAct.Clear });
        return endsLater ? DateTimeOffset.MinValue
            : !state.Rhythm.IsReported ? null
            : state.Rhythm.QuietFrom == default ? DateTimeOffset.MinValue
            : new DateTimeOffset(state.Rhythm.QuietFrom, TimeSpan.Zero);
    }

    private static Finding StillQuiet(LivingRhythm rhythm, Calm calm, DateTimeOffset at) => new(
        AlertKinds.Inactivity, HouseholdDetector.HomeZone, FindingAct.Open, at, HouseholdTexts.StillQuiet(rhythm, calm), Since: rhythm.QuietFrom == default ? null : new DateTimeOffset(rhythm.QuietFrom, TimeSpan.Zero));

    private TimeSpan SpanOf(string parameter, Alert alert) => Things?.Length(Pack, parameter, alert.Cell, alert.ChangedAt)
        ?? (parameter == "calm-after-absent" ? HomeCare.UsualAbsence : HomeCare.UsualCalm);
}
