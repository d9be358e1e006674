using CityActors.Alerts;
using CityActors.Facts;
using CityActors.Households;
using CityActors.Observations;
using CityActors.Tests.Alerts;
using CityActors.Tests.Watch;
using Microsoft.Extensions.Options;

namespace CityActors.Tests.Households;

/// <summary>What people found in a quiet home: it is remembered for a while, and the same silence is no new alert until it has gone on for long.</summary>
public sealed class HomeCareTests
{
    private const string Id = "home-430103002001-0001";
    private static readonly AlertOptions Alerts = new();
    private static readonly HouseholdRules Rules = new(Options.Create(new HouseholdOptions()), Options.Create(Alerts), SeedThings.Kinds, SeedThings.Things);

    private static List<LoggedObservation> Log { get; } = EntityRun<HouseholdState>.Logged(
        Meters.Freeze(Meters.Regular(17, seed: 3), (10 * Meters.PerDay) + 40, Frozen.NearBase, seed: 0)
            .Select(static (watts, i) => Meters.Power(Meters.EndOf(i), watts) with { Entity = Id }));

    [Fact]
    public void Safe_SameSilence_IsAnAlertAgainAfterSixHours()
    {
        var home = QuietHome(out var rest);
        var at = home.Alert.OpenedAt.AddMinutes(4);
        home.Handle(new AlertCommand.Safe { CommandId = "c", Actor = "li", At = at });
        home.Observe(Until(rest, at.AddHours(6)));
        Assert.Equal(AlertState.Cleared, home.Alert.State);

        home.FallDue(at.AddHours(6));

        Assert.Equal((2, AlertState.Open, at.AddHours(6), HouseholdTexts.AgainRule), (home.Alert.Episode, home.Alert.State, home.Alert.OpenedAt, home.Alert.Explanation.Rule));
    }

    [Fact]
    public void Absent_SameSilence_IsAnAlertAgainAfterTwoDays()
    {
        var home = QuietHome(out var rest);
        var at = home.Alert.OpenedAt.AddMinutes(4);
        Assert.Null(home.Handle(Said(CareOutcome.Absent, at)).Refusal);
        home.Observe(Until(rest, at.AddHours(47)));
        home.FallDue(at.AddHours(47));
        Assert.Equal(1, home.Alert.Episode);

        home.Observe(Until(rest, at.AddHours(48)));
        home.FallDue(at.AddHours(48));

        Assert.Equal((2, at.AddHours(48)), (home.Alert.Episode, home.Alert.OpenedAt));
    }

    [Fact]
    public void Safe_SomebodyActiveAfterwards_IsNoAlertAgain()
    {
        var home = QuietHome(out var rest);
        var at = home.Alert.OpenedAt.AddMinutes(4);
        home.Handle(new AlertCommand.Safe { CommandId = "c", Actor = "li", At = at });
        var next = rest[0].Observation;
        home.Observe([new LoggedObservation(rest[0].Offset, next with { Value = 1_500 })]);

        home.FallDue(at.AddHours(7));

        Assert.Equal(1, home.Alert.Episode);
        Assert.Null(home.State.Calm);
    }

    [Fact]
    public void OrderEndedByPeople_CountsAsLookedInto_AndByItselfDoesNot()
    {
        var home = QuietHome(out _);
        var at = home.Alert.OpenedAt.AddMinutes(9);
        home.React(EntityRun<HouseholdState>.Taken(home.Alert, "order-1", at));
        home.React(new OrderEnded { Subject = "order-1", Version = 9, At = at, Area = home.Alert.Cell, Alerts = [home.Alert.Id], Actor = "li" });
        Assert.Equal((AlertState.Cleared, at), (home.Alert.State, home.State.Calm?.From));

        var other = QuietHome(out var rest);
        other.Observe([new LoggedObservation(rest[0].Offset, rest[0].Observation with { Value = 1_500 })]);
        Assert.Equal((AlertState.Cleared, null), (other.Alert.State, other.State.Calm));
    }

    [Fact]
    public void Outcome_IsKeptByTheHome_ToldToNobody_AndForgottenInTime()
    {
        var home = QuietHome(out _);
        var at = home.Alert.OpenedAt.AddMinutes(4);
        var opened = home.Alert.OpenedAt;
        home.React(EntityRun<HouseholdState>.Taken(home.Alert, "order-1", at));

        var reply = home.Handle(Said(CareOutcome.FoundHurt, at, "fell in the bathroom"));

        Assert.Equal((CareOutcome.FoundHurt, AlertState.Cleared, "fell in the bathroom"), (reply.Alert!.Outcome, reply.Alert.State, reply.Alert.Reason));
        Assert.Equal((at, opened, CareOutcome.FoundHurt, HouseholdTexts.RhythmRule), (home.State.Outcomes![0].At, home.State.Outcomes[0].OpenedAt, home.State.Outcomes[0].Found, home.State.Outcomes[0].Rule));
        Assert.Equal(CareOutcome.FoundHurt, Assert.Single(home.Facts.OfType<OutcomeGiven>()).Outcome);
        Assert.All(home.Alerts, static told => Assert.Equal((null, false), (told.Alert.Outcome, told.Alert.Reason.Contains("fell", StringComparison.Ordinal))));
        Assert.DoesNotContain("fell", Assert.Single(home.Facts.OfType<AlertEnded>()).Command.Reason, StringComparison.Ordinal);

        home.Restart();
        home.FallDue(at + Alerts.OutcomesKept);

        Assert.Null(home.State.Outcomes);
        Assert.All(home.State.Alerts!.Ended, static alert => Assert.Equal((null, false), (alert.Outcome, alert.Reason.Contains("fell", StringComparison.Ordinal))));
        Assert.DoesNotContain(Rules.Deadlines(Id, home.State), static due => due.Name == OutcomeRetention.Deadline);
    }

    [Fact]
    public void Outcome_AfterTheAlertEndedByItself_MayStillBeSaid_Once()
    {
        var home = QuietHome(out var rest);
        home.Observe([new LoggedObservation(rest[0].Offset, rest[0].Observation with { Value = 1_500 })]);
        var (ended, at) = (home.Alert.ClearedAt, rest[0].Observation.At.AddHours(1));

        Assert.Equal("reason-required", home.Handle(Said(CareOutcome.FalseAlarm, at)).Refusal?.Code);
        var said = home.Handle(Said(CareOutcome.FoundWell, at));
        var again = home.Handle(Said(CareOutcome.Absent, at));

        Assert.Equal((CareOutcome.FoundWell, ended), (said.Alert!.Outcome, said.Alert.ClearedAt));
        Assert.Equal("outcome-known", again.Refusal?.Code);
        Assert.Equal(CareOutcome.FoundWell, Assert.Single(home.State.Outcomes!).Found);
    }

    [Fact]
    public void FalseAlarm_OfAQuietHome_IsAnOutcome()
    {
        var home = QuietHome(out _);
        home.Handle(new AlertCommand.FalseAlarm { CommandId = "c", Actor = "li", At = home.Alert.OpenedAt.AddMinutes(1), Reason = "new meter" });

        Assert.Equal(CareOutcome.FalseAlarm, Assert.Single(home.State.Outcomes!).Found);
    }

    [Fact]
    public void Erased_NothingOfItIsLeft()
    {
        var home = QuietHome(out _);
        home.Handle(Said(CareOutcome.FoundHurt, home.Alert.OpenedAt.AddMinutes(4), "fell"));

        Rules.Retire(home.State, new CityActors.Places.Retirement { Actor = "admin", At = home.Alert.OpenedAt.AddDays(1), Reason = "moved", IsErased = true });

        Assert.Equal((null, null), (home.State.Outcomes, home.State.Calm));
        Assert.All(home.State.Alerts!.Ended, static alert => Assert.Equal((null, ""), (alert.Outcome, alert.Reason)));
    }

    [Fact]
    public void Outcomes_AtMostEight_TheNewest()
    {
        var start = Meters.Start;
        IReadOnlyList<HomeOutcome> known = [];
        for (var day = 0; day < 20; day++)
        {
            known = HomeCare.With(known, new HomeOutcome(start.AddDays(day), start.AddDays(day), null, CareOutcome.FoundWell, "rule"));
        }

        Assert.Equal((HomeCare.MostOutcomes, start.AddDays(12), start.AddDays(19)), (known.Count, known[0].At, known[^1].At));
        Assert.Equal(2, HomeCare.After(known, start.AddDays(17))!.Count);
        Assert.Null(HomeCare.After(known, start.AddDays(19)));
    }

    /// <summary>The rule in plain words, for every combination: a word ends with the silence; a gap is waited for; only what was quiet all the time since is an alarm.</summary>
    [Fact]
    public void CalmEnd_AnySilence_IsAsTheRuleSays()
    {
        var random = new Random(12);
        var from = Meters.Start;
        for (var i = 0; i < 2_000; i++)
        {
            var calm = new Calm(from, from.AddHours(6), TimeSpan.FromHours(6));
            var at = calm.Until;
            DateTimeOffset? quiet = random.Next(4) == 0 ? null : from.AddMinutes(random.Next(-600, 360));
            var canTell = random.Next(3) > 0;

            var (next, isAlarm) = HomeCare.End(calm, at, quiet, canTell);

            Assert.Equal(quiet is not null && canTell && quiet <= from, isAlarm);
            Assert.Equal(quiet is null || isAlarm, next is null);
            Assert.True(next is null || next.Until > at);
        }
    }

    [Fact]
    public void Ladder_OfTheCity_GoesBeforeThatOfThePack()
    {
        var own = new AlertOptions { Ladder = [new(TimeSpan.FromSeconds(5), "neighbour")] };
        var rules = new HouseholdRules(Options.Create(new HouseholdOptions()), Options.Create(own), SeedThings.Kinds, SeedThings.Things);
        var home = QuietHome(out _);

        Assert.Equal(["neighbour"], rules.StepsOf(home.State, home.Alert).Select(static step => step.Receiver));
        Assert.Equal(["home-call", "family", "grid-officer", "community"], Rules.StepsOf(home.State, home.Alert).Select(static step => step.Receiver));
    }

    private static AlertCommand.Outcome Said(CareOutcome found, DateTimeOffset at, string note = "") =>
        new() { CommandId = $"{found}", Actor = "li", At = at, Found = found, Note = note };

    private static List<LoggedObservation> Until(List<LoggedObservation> log, DateTimeOffset at) => [.. log.TakeWhile(item => item.Observation.At <= at)];

    /// <summary>A home whose alert is open, and what its meter says afterwards.</summary>
    private static EntityRun<HouseholdState> QuietHome(out List<LoggedObservation> rest)
    {
        var home = new EntityRun<HouseholdState>(Id, Rules, new HouseholdState
        {
            Registration = new HouseholdRegistration { Card = EntityRun<HouseholdState>.Card(Id, "household"), ConsentAt = Meters.Start },
        });
        var next = 10 * Meters.PerDay;
        home.Observe(Log[..next]);
        while (home.Alerts.Count == 0)
        {
            home.Observe([Log[next++]]);
        }

        Assert.Equal(AlertKinds.Inactivity, home.Alert.Kind);
        rest = Log[next..];
        return home;
    }
}
