using CityActors.Alerts;
using CityActors.Commits;

namespace CityActors.Households;

/// <summary>A dwelling with its meters.</summary>
[GrainType("household")]
internal sealed class HouseholdGrain(HouseholdRules rules, CityServices city) : EntityGrain<HouseholdState>(rules, city), IHouseholdGrain
{
    /// <inheritdoc/>
    public Task Register(HouseholdRegistration registration, DateTimeOffset at)
    {
        if (State.Registration is { } known)
        {
            if (known with { CareTags = registration.CareTags } == registration && known.CareTags.SequenceEqual(registration.CareTags))
            {
                return Task.CompletedTask;
            }

            if (known.Interval != registration.Interval)
            {
                // Which intervals had a reading is counted in intervals: take all as read, so that no repeat passes for a late one.
                State.Rhythm = State.Rhythm with { Seen = ulong.MaxValue };
            }
        }

        State.Registration = registration;
        return Registered(at);
    }

    /// <inheritdoc/>
    public Task<HouseholdView?> Read(HouseholdLook look) => Task.FromResult(State.Registration is not { } registration ? null : new HouseholdView
    {
        Registration = registration,
        LastReadingAt = Known(State.Rhythm.PowerAt > State.Rhythm.WaterAt ? State.Rhythm.PowerAt : State.Rhythm.WaterAt),
        LastActivityAt = Known(State.Rhythm.ActiveAt),
        BaseLoadWatts = State.Rhythm.BaseWatts,
        ActiveAboveWatts = BaseLoad.IsKnown(State.Rhythm) ? BaseLoad.ActiveAboveWatts(State.Rhythm, rules.Options) : 0,
        DaysLearnt = RhythmDetector.DaysLearnt(State.Rhythm),
        OpenAlerts = OpenAlerts,
    });

    private static DateTimeOffset? Known(DateTime at) => at == default ? null : new DateTimeOffset(at, TimeSpan.Zero);
}
