using System.Text.Json.Serialization;
using CityActors.Alerts;
using CityActors.Commits;
using CityActors.Observations;
using CityActors.Places;
using CityActors.Signals;
using CityActors.Watch;
using Microsoft.Extensions.Options;

namespace CityActors.Households;

/// <summary>A dwelling with its meters.</summary>
[GrainType("household")]
internal sealed class HouseholdGrain(HouseholdRules rules, CityServices city) : EntityGrain<HouseholdState>(rules, city), IHouseholdGrain
{
    /// <exception cref="ArgumentException">Its card says that it is public.</exception>
    public Task Register(HouseholdRegistration registration, DateTimeOffset at)
    {
        if (registration.Card.Privacy != Privacy.Household)
        {
            throw new ArgumentException($"The card of {Key} says '{registration.Card.Privacy}': how people live is never public.", nameof(registration));
        }

        var known = State.Registration;
        if (known is not null && State.Retired is null
            && known with { CareTags = registration.CareTags } == registration && known.CareTags.SequenceEqual(registration.CareTags))
        {
            return Task.CompletedTask;
        }

        if (known is not null && known.Interval != registration.Interval)
        {
            // Which intervals had a reading is counted in intervals: take all as read, so that no repeat passes for a late one.
            State.Rhythm = State.Rhythm with { Seen = ulong.MaxValue };
        }

        State.Registration = registration;
        State.Forget();
        return Registered(at);
    }

    public Task<HouseholdView?> Read(HouseholdLook look) => Task.FromResult(State is not { Registration: { } registration, Retired: null } ? null : new HouseholdView
    {
        Registration = registration,
        LastReadingAt = Known(State.Rhythm.PowerAt > State.Rhythm.WaterAt ? State.Rhythm.PowerAt : State.Rhythm.WaterAt),
        LastActivityAt = Known(State.Rhythm.ActiveAt),
        BaseLoadWatts = State.Rhythm.BaseWatts,
        ActiveAboveWatts = BaseLoad.IsKnown(State.Rhythm) ? BaseLoad.ActiveAboveWatts(State.Rhythm, rules.Options) : 0,
        DaysLearnt = RhythmDetector.DaysLearnt(State.Rhythm),
        OpenAlerts = OpenAlerts,
        NotJudged = State.NotJudged,
        CannotJudge = HouseholdLimits.Of(registration, State.Rhythm),
    });

    public Task<HouseholdRhythm?> ReadRhythm(HouseholdLook look) => Task.FromResult(
        State is { Registration: not null, Retired: null } ? rules.Chart(State, look.At) : null);

    private static DateTimeOffset? Known(DateTime at) => at == default ? null : new DateTimeOffset(at, TimeSpan.Zero);
}

/// <summary>What a household decides. Without consent nothing is judged.</summary>
internal sealed partial class HouseholdRules(IOptions<HouseholdOptions> options, IOptions<AlertOptions> alerts, Kinds kinds, CityThings? things = null) : JudgedRules<HouseholdState, LivingRhythm>(alerts.Value, kinds, things)
{
    /// <summary>When it is active, when quiet.</summary>
    public HouseholdOptions Options { get; } = options.Value;

    /// <summary>What an officer sees of its rhythm.</summary>
    public HouseholdRhythm Chart(HouseholdState state, DateTimeOffset at) => RhythmChart.Of(state.Rhythm, state.Rewind?.Items ?? [], Options, Kinds, at);

    public override EntityCard? CardOf(HouseholdState state) => state.Registration?.Card;

    public override bool IsSilenceDue(HouseholdState state) => true;

    protected override CityPlaces Places => Things?.Places ?? CityPlaces.None;

    protected override TimeSpan IntervalOf(HouseholdState state) => state.Registration!.Interval;

    // What both its meters send within the horizon, however often they report.
    protected override int MostWithinHorizon(HouseholdState state) => Math.Max(base.MostWithinHorizon(state), 2 * (1 + (int)(Horizon(state) / IntervalOf(state))));

    protected override DateTimeOffset? NextDueOf(HouseholdState state) =>
        HasConsent(state) && Detector(state).NextDue(state.Rhythm) is { } due ? new DateTimeOffset(due, TimeSpan.Zero) : null;

    protected override IReadOnlyList<Finding> Judge(HouseholdState state, Observation observation) =>
        HasConsent(state) ? Keep(state, Detector(state).Observe(state.Rhythm, observation)) : [];

    protected override IReadOnlyList<Finding> JudgeSilence(HouseholdState state, DateTimeOffset upTo) =>
        HasConsent(state) ? Keep(state, Detector(state).Tick(state.Rhythm, upTo.UtcDateTime)) : [];

    protected override void Wipe(HouseholdState state, bool isErased)
    {
        (state.Rhythm, state.Rewind, state.Outcomes, state.Calm) = (LivingRhythm.Unknown, null, null, null);
        state.Registration = isErased && state.Registration is { } known
            ? new HouseholdRegistration { Card = known.Card with { Position = default }, Interval = known.Interval }
            : state.Registration;
    }

    // What tells of less life is the more alarming; what was refused tells nothing beside what was not.
    protected override bool IsMoreAlarming(HouseholdState state, HeardItem item, HeardItem than) => item.Value >= 0 && (than.Value < 0 || item.Value < than.Value);

    protected override bool IsHeeded(Observation implausible) => Kinds.Find(implausible.Kind)!.IsBackwards(implausible.Value);

    private static bool HasConsent(HouseholdState state) => state.Registration!.ConsentAt is not null;

    private static IReadOnlyList<Finding> Keep(HouseholdState state, DetectorStep<LivingRhythm> step)
    {
        state.Rhythm = step.Next;
        return step.Findings;
    }

    private HouseholdDetector Detector(HouseholdState state) => new(state.Registration!.Interval, Options, Places.HomeAt(state.Registration.Card.Cell, new DateTimeOffset(state.Rhythm.PowerAt, TimeSpan.Zero)));
}

/// <summary>What a household remembers.</summary>
[GenerateSerializer, Alias("household-state")]
public sealed class HouseholdState : JudgedState<LivingRhythm>
{
    /// <summary>What is registered, or null: nothing yet.</summary>
    [Id(0)] public HouseholdRegistration? Registration { get; set; }

    /// <summary>What is learnt of its rhythm.</summary>
    [Id(1)] public LivingRhythm Rhythm { get; set; } = LivingRhythm.Unknown;

    /// <summary>What was lately found there when it had fallen quiet, oldest first, or null: nothing. Kept for <c>Rules:Alert:OutcomesKept</c>, at most 8.</summary>
    /// <remarks>
    /// What a score of quietness may learn from: read it where silence is judged, never write it. A pure function of it must give the same for the same list, and give the usual where it is null.
    /// </remarks>
    [Id(20), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public IReadOnlyList<HomeOutcome>? Outcomes { get; set; }

    /// <summary>Somebody's word that the present silence was looked into, or null.</summary>
    [Id(21), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public Calm? Calm { get; set; }

    internal override LivingRhythm Memory
    {
        get => Rhythm;
        set => Rhythm = value;
    }
}
