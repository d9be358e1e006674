using System.Globalization;
using CityActors.Alerts;
using CityActors.Facts;
using CityActors.Places;
using CityActors.Responders;
using CityActors.WorkOrders;

namespace CityActors.Simulation.Cities;

/// <summary>What must hold in every city, whatever fails: checked by each fact as it is told, and by the grains at the end.</summary>
internal sealed class CityInvariants
{
    private readonly Dictionary<string, string> payloads = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> versions = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Alert> alerts = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, OrderSummary> orders = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, ResponderCard> responders = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> orderOfReport = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> receipts = new(StringComparer.Ordinal);
    private string? broken;

    public IEnumerable<OrderSummary> Orders => orders.Values;

    public IEnumerable<Alert> Alerts => alerts.Values;

    public bool IsAtRest => orders.Values.All(static order => order.Status == OrderStatus.Closed)
        && receipts.Values.All(orders.ContainsKey)
        && alerts.Values.All(alert => alert.Order.Length > 0 && orders.ContainsKey(alert.Order))
        && responders.Values.All(static card => card.Orders.Count == 0);

    /// <summary>Fails the step that broke something. A fact's teller would take an exception for a deaf receiver and try again.</summary>
    public void ThrowIfBroken()
    {
        if (broken is { } what)
        {
            throw new InvalidOperationException(what);
        }
    }

    /// <summary>A caller was told that its report belongs to an order.</summary>
    public void Acknowledged(string report, ReportReceipt receipt)
    {
        Require(receipts.TryAdd(report, receipt.Order) || receipts[report] == receipt.Order, $"Report {report} was acknowledged as {receipts[report]} and as {receipt.Order}.");
    }

    /// <summary>A grain tells a fact.</summary>
    public void Told(FactRecord record)
    {
        if (payloads.TryGetValue(record.Id, out var before))
        {
            Require(before == record.Payload, $"Fact {record.Id} was told as {before} and as {record.Payload}.");
            return;
        }

        payloads.Add(record.Id, record.Payload);
        var fact = FactRecords.Read(record);
        var last = versions.GetValueOrDefault(fact.Subject);
        Require(fact.Version == last + 1, $"{fact.Subject} told version {fact.Version} after {last}.");
        versions[fact.Subject] = fact.Version;
        switch (fact)
        {
            case AlertChanged { Alert: var alert }:
                See(alert);
                break;
            case OrderChanged { Order: var order }:
                See(order);
                break;
            case ResponderChanged { Responder: var card }:
                responders[card.Id] = card;
                Require(card.Orders.Count <= card.Capacity, $"{card.Id} carries {string.Join(", ", card.Orders)}: more than {card.Capacity}.");
                break;
            default:
                break;
        }
    }

    /// <summary>After the run: what the grains hold is what they told.</summary>
    public async Task Check(IGrainFactory grains)
    {
        foreach (var (id, told) in orders)
        {
            var order = (await grains.GetGrain<IWorkOrderGrain>(id).Read())!.Order;
            Require((order.Version, order.Status) == (told.Version, told.Status), $"{id} is {order.Status} at version {order.Version} but told {told.Status} at {told.Version}.");
            Require(order.Status == OrderStatus.Closed, $"{id} ended as {order.Status}.");
        }

        foreach (var (report, receipt) in receipts)
        {
            Require(orderOfReport.GetValueOrDefault(report) == receipt, $"Report {report} was acknowledged as {receipt}, but no such order has it.");
        }

        foreach (var (id, told) in alerts)
        {
            var alert = await EntityGrains.Find(grains, told.Entity).ReadAlert(id);
            Require(alert?.Version == told.Version && alert.State == told.State, $"{id} is {alert?.State} at version {alert?.Version} but told {told.State} at {told.Version}.");
            Require(orderOfReport.GetValueOrDefault(id) == told.Order, $"{id} names the order {told.Order}, which is not its own.");
        }

        foreach (var (id, told) in responders)
        {
            var card = (await grains.GetGrain<IResponderGrain>(id).Read())!;
            Require(card.Version == told.Version, $"{id} is at version {card.Version} but told {told.Version}.");
            Require(card.Orders.Count == 0, $"{id} still carries {string.Join(", ", card.Orders)}.");
        }

        ThrowIfBroken();
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"Orders: {string.Join(", ", orders.Values.Select(static order => $"{order.Id} {order.Category} {order.Status} [{string.Join(' ', order.Responders)}]"))}. Alerts: {string.Join(", ", alerts.Values.Select(static alert => $"{alert.Id} {alert.State} {alert.Order}"))}. Responders: {string.Join(", ", responders.Values.Select(static card => $"{card.Id} [{string.Join(' ', card.Orders)}]"))}.");

    private void See(Alert alert)
    {
        alerts[alert.Id] = alert;
        var open = alerts.Values.Where(other => other.State != AlertState.Cleared
            && (other.Entity, other.Kind, other.Zone) == (alert.Entity, alert.Kind, alert.Zone)).ToArray();
        Require(open.Length <= 1, $"Open at once: {string.Join(", ", open.Select(static other => other.Id))}.");
    }

    private void See(OrderSummary order)
    {
        orders[order.Id] = order;
        foreach (var report in order.Reports)
        {
            Require(orderOfReport.TryAdd(report, order.Id) || orderOfReport[report] == order.Id, $"Report {report} has two orders: {orderOfReport[report]} and {order.Id}.");
        }
    }

    private void Require(bool holds, string otherwise) => broken ??= holds ? null : otherwise;
}

/// <summary>The fact log of a simulated city, which survives its crashes and shows every fact to the invariants.</summary>
internal sealed class WatchedFactLog(CityInvariants invariants) : IFactLog
{
    private readonly MemoryFactLog log = new();

    public Task Append(IReadOnlyList<FactRecord> facts, CancellationToken cancellationToken = default)
    {
        foreach (var fact in facts)
        {
            invariants.Told(fact);
        }

        return log.Append(facts, cancellationToken);
    }

    public Task<FactPage> Read(long afterSequence, int max, FactFilter? filter = null, CancellationToken cancellationToken = default) =>
        log.Read(afterSequence, max, filter, cancellationToken);

    public Task<IReadOnlyList<FactRecord>> ReadSubject(string subject, CancellationToken cancellationToken = default) => log.ReadSubject(subject, cancellationToken);

    public Task<long> LastSequence() => log.LastSequence();

    public Task WaitBeyond(long sequence, CancellationToken cancellationToken = default) => log.WaitBeyond(sequence, cancellationToken);
}
