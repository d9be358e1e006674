using CityActors.Alerts;
using CityActors.Facts;
using CityActors.Responders;
using CityActors.WorkOrders;

namespace CityActors.Simulation.Cities;

/// <summary>What must hold in every city, whatever fails: checked against its facts, and at the end against its grains.</summary>
internal sealed class CityInvariants
{
    private readonly Dictionary<string, long> versions = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Alert> alerts = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, OrderSummary> orders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> reports = new(StringComparer.Ordinal); // Of each order all that it ever listed.
    private readonly SortedDictionary<string, ResponderCard> responders = new(StringComparer.Ordinal);

    public IReadOnlyCollection<Alert> Alerts => alerts.Values;

    public IReadOnlyCollection<OrderSummary> Orders => orders.Values;

    /// <summary>Reads what everybody may know, in order.</summary>
    /// <exception cref="InvalidOperationException">Something was broken.</exception>
    public void Told(IEnumerable<FactRecord> facts)
    {
        foreach (var fact in facts.Where(static fact => !fact.IsInternal).Select(FactRecords.Read))
        {
            var last = versions.GetValueOrDefault(fact.Subject);
            Require(fact.Version == last + 1, $"{fact.Subject} told version {fact.Version} after {last}.");
            versions[fact.Subject] = fact.Version;
            See(fact);
        }
    }

    /// <summary>After the run: the grains hold what they told, and everything came to its end.</summary>
    public async Task Check(SimulatedCity city)
    {
        Told(city.Storage.Facts.All);
        await CheckOrders(city.Grains);
        CheckReports(city.Acknowledged);
        await CheckAlerts(city.Grains);
        await CheckResponders(city.Grains);
        var held = await city.Storage.Reactions.ReadHeld(0, 100);
        Require(held.Count == 0, $"Held: {string.Join("; ", held.Select(static letter => $"{letter.Number} {letter.Target} {letter.Error}"))}.");
        var waiting = city.Storage.Deadlines.All.Where(static deadline => deadline.Name is not ("quiet-again" or "outcomes")).ToArray(); // Those come hours and months later.
        Require(waiting.Length == 0, $"Still to come: {string.Join(", ", waiting.Select(static deadline => $"{deadline.Owner} {deadline.Name}"))}.");
    }

    private async Task CheckOrders(IGrainFactory grains)
    {
        foreach (var (id, told) in orders)
        {
            var view = (await grains.GetGrain<IWorkOrderGrain>(id).Read())!;
            Require((view.Order.Version, view.Order.Status) == (told.Version, told.Status), $"{id} is {view.Order.Status} at version {view.Order.Version} but told {told.Status} at {told.Version}.");
            Require(view.Order.Status == OrderStatus.Closed, $"{id} ended as {view.Order.Status}: {string.Join("; ", view.Timeline.Select(static entry => $"{entry.At:T} {entry.What} {entry.Subject}"))}");
            var overdue = view.Timeline.Where(static entry => OrderEvents.ClockOf(entry.What) is not null).ToArray();
            Require(overdue.DistinctBy(static entry => (entry.What, entry.Round)).Count() == overdue.Length, $"{id} has an overdue line twice.");
            Require(view.Timeline.Select(static entry => entry.At).Order().SequenceEqual(view.Timeline.Select(static entry => entry.At)), $"Time runs back in {id}.");
        }
    }

    private void CheckReports(IReadOnlyDictionary<string, string> acknowledged)
    {
        foreach (var (report, order) in acknowledged)
        {
            var holders = orders.Keys.Where(held => reports[held].Contains(report)).ToArray();
            Require(holders is [var holder] && holder == order, $"{report}, acknowledged as part of {order}, is in {holders.Length} orders: {string.Join(", ", holders)}.");
        }
    }

    private async Task CheckAlerts(IGrainFactory grains)
    {
        foreach (var (id, told) in alerts)
        {
            var alert = (await EntityGrains.Find(grains, told.Entity).ReadAlert(id))?.Alert;
            Require(alert?.Version == told.Version && alert.State == told.State, $"{id} is {alert?.State} at version {alert?.Version} but told {told.State} at {told.Version}.");
            Require(told.State == AlertState.Cleared, $"{id} is {told.State} at the end.");
            var holders = orders.Keys.Where(order => reports[order].Contains(id)).ToArray();
            Require(holders is [var holder] && holder == told.Order, $"{id} follows '{told.Order}'; it is in {string.Join(", ", holders)}.");
        }
    }

    private async Task CheckResponders(IGrainFactory grains)
    {
        foreach (var (id, told) in responders)
        {
            var card = (await grains.GetGrain<IResponderGrain>(id).Read())!;
            Require(card.Version == told.Version, $"{id} is at version {card.Version} but told {told.Version}.");
            var charged = orders.Values.Where(order => order.Status is OrderStatus.Dispatched or OrderStatus.SignedFor or OrderStatus.Handling && order.Responders.Contains(id));
            Require(card.Orders.Order(StringComparer.Ordinal).SequenceEqual(charged.Select(static order => order.Id)), $"{id} carries {string.Join(", ", card.Orders)}, and not what orders say.");
        }
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new InvalidOperationException(otherwise);
        }
    }

    private void See(CityFact fact)
    {
        switch (fact)
        {
            case AlertChanged { Alert: var alert }:
                alerts[alert.Id] = alert;
                var open = alerts.Values.Where(other => other.State != AlertState.Cleared && (other.Entity, other.Kind, other.Zone) == (alert.Entity, alert.Kind, alert.Zone));
                Require(open.Count() <= 1, $"Open at once: {string.Join(", ", open.Select(static other => other.Id))}.");
                break;
            case OrderChanged { Order: var order }:
                orders[order.Id] = order;
                reports.TryAdd(order.Id, new HashSet<string>(StringComparer.Ordinal));
                reports[order.Id].UnionWith(order.Reports);
                break;
            case ResponderChanged { Responder: var card }:
                responders[card.Id] = card;
                Require(card.Orders.Count <= card.Capacity, $"{card.Id} carries {string.Join(", ", card.Orders)}: more than {card.Capacity}.");
                break;
            default:
                break;
        }
    }
}
