using CityActors.Alerts;
using CityActors.Facts;
using CityActors.Observations;
using CityActors.Places;
using CityActors.Terminals;
using CityActors.Tests.Watch;

namespace CityActors.Tests.Alerts;

/// <summary>What is out of service has nothing more to say, and what is registered anew begins anew.</summary>
public sealed class RetirementRulesTests
{
    private const string Id = "term-1";
    private static readonly DateTimeOffset Begin = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);
    private readonly TerminalRules rules = SeedThings.Rules();
    private readonly TerminalState state = new() { Registration = new TerminalRegistration { Card = EntityRun<TerminalState>.Card(Id, "terminal", "gas") } };

    [Fact]
    public void Retire_OpenAlertWithAnOrder_EndsItOnceAndTellsTheOrder()
    {
        Observe(1, 1, 60);
        rules.React(Id, state, EntityRun<TerminalState>.Taken(state.Alerts!.Open[0], "order-1", Begin.AddMinutes(2)), Begin);

        var (decision, isKnown) = rules.Retire(state, Retired(10));
        var (again, _) = rules.Retire(state, Retired(11));

        Assert.True(isKnown);
        Assert.Equal(["alert", "alert-ended", "entity"], decision.Facts.Select(static fact => FactRecords.Of(fact).Type));
        var ended = Assert.IsType<AlertChanged>(decision.Facts[0]).Alert;
        Assert.Equal((AlertState.Cleared, "retired", Begin.AddMinutes(10)), (ended.State, ended.Reason, ended.ClearedAt));
        Assert.Equal("order-1", Assert.IsType<AlertEnded>(decision.Facts[1]).Order);
        var told = Assert.IsType<EntityRegistered>(decision.Facts[2]);
        Assert.Equal((Begin.AddMinutes(10), false), (told.RetiredAt, told.Entity.IsObserved));
        Assert.Empty(again.Facts);
    }

    [Fact]
    public void Observe_OutOfService_PassesOverAndAsksForNoCall()
    {
        Observe(1, 1, 0);
        Assert.NotNull(rules.NextDue(state));
        rules.Retire(state, Retired(10));

        var decision = Observe(2, 11, 60);

        Assert.Empty(decision.Facts);
        Assert.Equal((2, null), (state.Applied, rules.NextDue(state)));
    }

    [Fact]
    public void Retire_OfAnEarlierRegistration_IsPassedOver()
    {
        rules.Register(state, Begin);
        rules.Register(state, Begin.AddMinutes(1));

        var (decision, isKnown) = rules.Retire(state, Retired(10) with { OfVersion = 1 });

        Assert.True(isKnown);
        Assert.Empty(decision.Facts);
        Assert.Null(state.Retired);
    }

    [Fact]
    public void Retire_NeverRegistered_IsUnknown() => Assert.False(rules.Retire(new TerminalState(), Retired(10)).IsKnown);

    private static Retirement Retired(int minute) => new() { At = Begin.AddMinutes(minute), Actor = "admin", Reason = "taken down" };

    private Commits.Decision<TerminalState> Observe(long offset, int minute, double value)
    {
        var isDirty = false;
        var seen = new Observation { Entity = Id, Kind = "gas", At = Begin.AddMinutes(minute), Value = value };
        return rules.Observe(state, new ObserveBatch { Items = [new LoggedObservation(offset, seen)] }, ref isDirty, out _);
    }
}
