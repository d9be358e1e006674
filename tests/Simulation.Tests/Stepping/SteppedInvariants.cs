using System.Text.Json;
using CityActors.Alerts;
using CityActors.Dispatch;
using CityActors.Facts;
using CityActors.Responders;
using CityActors.Terminals;
using CityActors.Watch;
using CityActors.WorkOrders;

namespace CityActors.Simulation.Stepping;

/// <summary>The promises, checked against what is stored.</summary>
internal static class SteppedInvariants
{
    /// <summary>What holds after every step.</summary>
    public static void Always(SteppedDistrict district)
    {
        foreach (var (owner, state) in district.City.Store.All<TerminalState>())
        {
            if (state.Alerts is { } book)
            {
                Check(book.Open.DistinctBy(static alert => (alert.Kind, alert.Zone)).Count() == book.Open.Count, $"{owner} has two alerts open for one thing.");
            }
        }

        foreach (var (owner, state) in district.City.Store.All<ResponderState>())
        {
            Check(state.Card is null || state.Card.Orders.Distinct(StringComparer.Ordinal).Count() == state.Card.Orders.Count, $"{owner} has an order twice.");
        }
    }

    /// <summary>What holds once everything has come to its end.</summary>
    public static void AtRest(SteppedDistrict district)
    {
        Always(district);
        var orders = district.City.Store.All<WorkOrder>().ToDictionary(static entry => entry.State.Summary!.Id, static entry => entry.State, StringComparer.Ordinal);
        NothingIsHeld(district.City);
        ReportsAreThere(district, orders);
        AlertsAreFollowed(district, orders);
        EpisodesAreTrue(district);
        DeadlinesFollowFromStates(district);
        RespondersAgree(district.City, orders);
        NobodyIsNamed(district.City);
    }

    private static void NothingIsHeld(SteppedCity city) =>
        Check(city.Waiting == 0, $"{city.Waiting} letters were never delivered.");

    private static void ReportsAreThere(SteppedDistrict district, Dictionary<string, WorkOrder> orders)
    {
        foreach (var (report, order) in district.Acknowledged)
        {
            Check(orders.TryGetValue(order, out var first) && OrderLines.FindReport(first, report) is not null, $"{report}, acknowledged as part of {order}, is not in it.");
            var holders = orders.Values.Where(held => held.Summary!.Status != OrderStatus.Merged && OrderLines.FindReport(held, report) is not null).Select(static held => held.Summary!.Id).ToArray();
            Check(holders.Length == 1, $"{report} is in {holders.Length} orders that go on or ended: {string.Join(", ", holders)}.");
            Check(orders[holders[0]].Reporters.Contains($"citizen {report}"), $"Who sent {report} may not rate {holders[0]}.");
        }
    }

    private static void AlertsAreFollowed(SteppedDistrict district, Dictionary<string, WorkOrder> orders)
    {
        foreach (var alert in district.City.Store.All<TerminalState>().SelectMany(static entry => entry.State.Alerts is { } book ? book.Open.Concat(book.Ended) : []))
        {
            Check(orders.TryGetValue(alert.Order, out var order), $"{alert.Id} is followed by no order.");
            Check(order!.Summary!.Status != OrderStatus.Merged, $"{alert.Id} is followed by {alert.Order}, which was merged.");
            Check(OrderLines.Follows(order, alert.Id), $"{alert.Order} does not know {alert.Id}.");
            Check(alert.State == AlertState.Cleared || !order.IsEnded, $"{alert.Id} is open although {alert.Order} ended.");
        }
    }

    /// <summary>
    /// No more alerts than the log, read once and in order, has beginnings of episodes, and none is forgotten. Of two values of one instant the higher counts.
    /// </summary>
    private static void EpisodesAreTrue(SteppedDistrict district)
    {
        foreach (var log in district.Logs)
        {
            var stored = (TerminalState)district.City.Store.Read(log.Owner).State!;
            var program = district.Terminals.ProgramOf(stored);
            var (memory, turns) = (new WatchMemory([.. program.Watcher.Rules.Select(static rule => rule.Begin)]), new List<Turn>());
            var beginnings = 0;
            foreach (var (at, value) in log.Items.GroupBy(static item => item.Observation.At, static (at, items) => (at, items.Max(static item => item.Observation.Value))))
            {
                turns.Clear();
                memory = program.Watcher.Observe(memory, program.Uses[0].Number, at, value, turns);
                beginnings += turns.Count(static turn => turn.Act == TurnAct.Begin);
            }

            var opened = stored.Alerts?.Episodes.Values.Sum() ?? 0;
            Check(opened <= beginnings, $"{log.Id} opened {opened} alerts; its readings begin {beginnings} episodes.");
            Check(stored.Applied == log.Last && JsonSerializer.Serialize(stored.Watched) == JsonSerializer.Serialize(memory), $"{log.Id} remembers {JsonSerializer.Serialize(stored.Watched)}, the log says {JsonSerializer.Serialize(memory)}.");
        }
    }

    private static void DeadlinesFollowFromStates(SteppedDistrict district)
    {
        var wanted = district.City.Store.All<object>()
            .SelectMany(entry => district.DeadlinesOf(entry.Owner, entry.State).Select(due => (entry.Owner, due.Name)))
            .ToHashSet();
        var booked = district.City.Store.Booked.Select(static deadline => (deadline.Owner, deadline.Name)).ToHashSet();
        Check(wanted.SetEquals(booked), $"Booked and wanted differ: {string.Join(", ", wanted.Except(booked))} | {string.Join(", ", booked.Except(wanted))}.");
    }

    private static void RespondersAgree(SteppedCity city, Dictionary<string, WorkOrder> orders)
    {
        var charged = orders.Values
            .Where(static order => order.Summary!.Status is OrderStatus.Dispatched or OrderStatus.SignedFor or OrderStatus.Handling)
            .SelectMany(static order => order.Crew.Select(member => (member.Responder, Order: order.Summary!.Id)))
            .ToHashSet();
        var held = city.Store.All<ResponderState>().SelectMany(static entry => entry.State.Card!.Orders.Select(order => (Responder: entry.State.Card.Id, Order: order))).ToHashSet();
        Check(charged.SetEquals(held), $"Cards and orders differ: {string.Join(", ", charged.Except(held))} | {string.Join(", ", held.Except(charged))}.");
        var loads = city.Store.All<DispatchState>().SelectMany(static entry => entry.State.Needs.Values).SelectMany(static need => need.Slots.Where(static slot => slot.Responder.Length > 0).Select(slot => (slot.Responder, need.Need.Order))).ToHashSet();
        Check(loads.SetEquals(held), $"Dispatch and cards differ: {string.Join(", ", loads.Except(held))} | {string.Join(", ", held.Except(loads))}.");
    }

    private static void NobodyIsNamed(SteppedCity city)
    {
        foreach (var fact in city.Store.Facts.Where(static fact => !fact.IsInternal))
        {
            var told = FactRecords.Of(fact).Payload;
            Check(!told.Contains("citizen ", StringComparison.Ordinal) && !told.Contains("secret", StringComparison.Ordinal), $"Everybody may read in {fact.Id}: {told}");
        }
    }

    private static void Check(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new InvariantBrokenException(otherwise);
        }
    }
}
