using CityActors.Alerts;
using CityActors.Households;
using CityActors.Observations;
using CityActors.Tests.Alerts;
using Microsoft.Extensions.Options;

namespace CityActors.Tests.Households;

/// <summary>A meter that counts backwards is a device ticket, and its zeros are nobody's silence; one step back is a meter that was replaced.</summary>
public sealed class MeterReversalTests
{
    private const string Id = "home-430103002001-0001";
    private const int Days = 20;
    private const int From = 17 * Meters.PerDay;

    [Theory]
    [InlineData(ObservationKinds.Water)]
    [InlineData(ObservationKinds.Power)]
    public void Meter_Reversed_IsOneTicketThatSaysSo_AndNoSilence(string kind)
    {
        var home = Home();
        home.Observe(Logged(Uses().Select((value, i) => Reading(kind, i, i < From ? value : -value))));

        var ticket = Assert.Single(home.Alerts, static fact => fact.Alert.Kind == AlertKinds.Implausible).Alert;
        Assert.Equal((AlertKinds.Implausible, kind, "meter-reversed", AlertState.Open), (ticket.Kind, ticket.Zone, ticket.Explanation.Rule, ticket.State));
        Assert.InRange(ticket.OpenedAt, Meters.EndOf(From), Meters.EndOf(From + Meters.PerDay));
        Assert.Contains("反向", ticket.Explanation.Chinese, StringComparison.Ordinal);

        // Where it happens to count backwards for an hour on end, nothing is left to judge; that ticket does not come and go with the zeros.
        Assert.InRange(home.Alerts.Count(static fact => fact.Alert.Kind == AlertKinds.DataGap), 0, 1);
        Assert.InRange(home.Alerts.Count, 1, 2);
    }

    [Fact]
    public void Meter_SetRight_EndsTheTicket_AndASilenceCountsFromThere()
    {
        var (home, uses) = (Home(), Uses());
        var right = From + Meters.PerDay;
        var last = right + 60;
        home.Observe(Logged(uses.Select((value, i) => Reading(ObservationKinds.Water, i, i >= last ? 0 : i >= From && i < right ? -value : value))));

        Assert.Equal(
            [(AlertKinds.Implausible, AlertState.Open), (AlertKinds.Implausible, AlertState.Cleared), (AlertKinds.Inactivity, AlertState.Open)],
            home.Alerts.Select(static fact => (fact.Alert.Kind, fact.Alert.State)).Where(static alert => alert.Kind != AlertKinds.DataGap));
        Assert.DoesNotContain(home.State.Alerts!.Open, static alert => alert.Kind == AlertKinds.DataGap);
        Assert.InRange(home.Alert.OpenedAt, Meters.EndOf(last).AddHours(4), Meters.EndOf(last).AddHours(16));
    }

    [Theory]
    [InlineData(1, 40)]
    [InlineData(2, 40)]
    [InlineData(3, 0.3)]
    public void Meter_Replaced_OrWithAValveThatLeaks_IsNoFault_AndDelaysNoSilence(int readings, double litres)
    {
        var uses = Uses();
        Array.Fill(uses, 0, From + 40, uses.Length - From - 40);
        var odd = (double[])uses.Clone();
        Array.Fill(odd, -litres, From + 42, readings);
        var (quiet, home) = (Home(), Home());

        quiet.Observe(Logged(odd.Select(static (value, i) => Reading(ObservationKinds.Water, i, value)).Where(static reading => !reading.IsImplausible)));
        home.Observe(Logged(odd.Select(static (value, i) => Reading(ObservationKinds.Water, i, value))));

        var expected = Assert.Single(quiet.Alerts).Alert;
        var silence = Assert.Single(home.Alerts, static fact => fact.Alert.Kind == AlertKinds.Inactivity).Alert;
        Assert.Equal((expected.OpenedAt, expected.Explanation), (silence.OpenedAt, silence.Explanation));
        Assert.Equal(readings > 2, home.Alerts.Any(static fact => fact.Alert.Kind == AlertKinds.Implausible));
    }

    [Fact]
    public void Reading_RefusedOfOneInstant_DisplacesNoTrueOne()
    {
        var (plain, home) = (Home(), Home());
        plain.Observe(Logged(Uses().Select(static (value, i) => Reading(ObservationKinds.Water, i, value))));
        home.Observe(Logged(Uses().SelectMany(static (value, i) => (Observation[])[Reading(ObservationKinds.Water, i, value), Reading(ObservationKinds.Water, i, -value)])));

        Assert.Empty(home.Alerts);
        Assert.Equal(plain.State.Rhythm.ActiveAt, home.State.Rhythm.ActiveAt);
    }

    [Fact]
    public void Readings_InAnyOrderWithinTheHorizon_LeaveTheSame()
    {
        var log = Logged(Uses().Select(static (value, i) => Reading(ObservationKinds.Water, i, i is >= From and < From + 120 ? -value : value)));
        var shuffled = Logged(log.Select(static item => item.Observation).Chunk(2).SelectMany(static pair => pair.Reverse()));
        var (inOrder, other) = (Home(), Home());
        inOrder.Observe(log, size: 100);
        other.Observe(shuffled, size: 7);

        Assert.Equal(Meters.Text(inOrder.State.Rhythm), Meters.Text(other.State.Rhythm));
        Assert.Equal(inOrder.State.Rhythm.Odds, other.State.Rhythm.Odds);
    }

    // Somebody who is up from 7 to 22, with nothing at all in between: as a water meter shows it, and an electricity meter without a base load.
    private static double[] Uses()
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, Days * Meters.PerDay).Select(i => i % Meters.PerDay is >= 28 and < 88 && random.NextDouble() < 0.4 ? Math.Round(40 + (60 * random.NextDouble()), 1) : 0)];
    }

    private static Observation Reading(string kind, int index, double value) =>
        new() { Entity = Id, Kind = kind, At = Meters.EndOf(index), Value = value, IsImplausible = value < 0 };

    private static List<LoggedObservation> Logged(IEnumerable<Observation> observations) => EntityRun<HouseholdState>.Logged(observations);

    private static EntityRun<HouseholdState> Home() => new(Id, new HouseholdRules(Options.Create(new HouseholdOptions()), Options.Create(new AlertOptions()), new Kinds()), new HouseholdState
    {
        Registration = new HouseholdRegistration { Card = EntityRun<HouseholdState>.Card(Id, "household"), ConsentAt = Meters.Start },
    });
}
