using System.Text.Json;
using CityActors.Alerts;
using CityActors.Facts;
using CityActors.Places;
using CityActors.Silo.Access;
using CityActors.Silo.Lists;
using CityActors.Storage;
using CityActors.WorkOrders;

namespace CityActors.Silo.Overviews;

/// <summary>Reads an overview from the lists.</summary>
/// <param name="session">Where.</param>
/// <param name="span">Of what.</param>
/// <param name="redaction">Says whether an order is of a home.</param>
internal sealed class OverviewReader(DatabaseSession session, OverviewSpan span, Redaction redaction)
{
    private const int MostDue = 200;
    private const int InTimeSeconds = 300; // From alert to response, the goal that users set.
    private static readonly TimeSpan Soon = TimeSpan.FromHours(1);
    private static readonly TimeSpan Recently = TimeSpan.FromMinutes(10);

    private static readonly (string Type, string Prefix)[] Types = [("camera", "cam-"), ("terminal", "term"), ("household", "home")];

    /// <summary>All of it; rain without what was measured.</summary>
    public AreaOverview Read()
    {
        var open = session.Prepare(OverviewSql.OpenAlerts).Bind(1, span.Area).Bind(2, span.PartDigits).Bind(3, span.Now.AddDays(-1)).All(OpenAlerts.Of);
        var orders = session.Prepare(OverviewSql.OpenOrders).Bind(1, span.Area).Bind(2, span.Now).Bind(3, span.Now + Soon).Bind(4, span.PartDigits).All(OpenOrders.Of);
        var onShift = session.Prepare(OverviewSql.Responders).Bind(1, span.Area).Bind(2, span.SecondOfDay).Bind(3, span.PartDigits)
            .All(static row => (Area: row.Text(0), All: row.Int64(1), Free: row.Int64(2)));
        var (all, free) = (onShift.Sum(static part => part.All), onShift.Sum(static part => part.Free));
        var (devices, stations) = ReadDevices();
        return new AreaOverview(
            span.Now,
            span.Area,
            ReadAlerts(open),
            ReadOrders(orders),
            new ResponderCounts(all, free, all - free),
            span.IsWithinCommunity ? [] : ReadCare(),
            devices,
            ReadParts(open, orders, onShift.ToDictionary(static part => part.Area, static part => part.All, StringComparer.Ordinal)),
            stations == 0 ? null : new RainCount(0, stations, open.Where(static alerts => alerts.IsPublic).Sum(static alerts => alerts.HeavyRain), []));
    }

    private AlertCounts ReadAlerts(List<OpenAlerts> open)
    {
        var recent = span.Now - Recently;
        var today = session.Prepare(OverviewSql.NewAlerts).Bind(1, span.Area).Bind(2, recent < span.Midnight ? recent : span.Midnight).Bind(3, span.Midnight).Bind(4, recent)
            .All(static row => (IsPublic: IsPublic(row.Text(0)), IsTicket: row.Int64(1) != 0, Priority: row.Text(2), Today: row.Int64(3), Recent: row.Int64(4)));
        var responses = session.Prepare(OverviewSql.Responses).Bind(1, span.Area).Bind(2, span.Midnight).Bind(3, InTimeSeconds)
            .All(static row => (IsPublic: IsPublic(row.Text(0)), IsTicket: row.Int64(1) != 0, All: row.Int64(2), InTime: row.Int64(3)))
            .FindAll(group => IsCounted(group.IsPublic, group.IsTicket));
        var counted = open.FindAll(group => IsCounted(group.IsPublic, group.IsTicket));
        return new AlertCounts(
            Priorities(open.Where(static group => group.IsPublic).Select(static group => (group.Priority, group.Count))),
            counted.Where(static group => !group.IsPublic).Sum(static group => group.Count),
            counted.Where(static group => group.Priority != "low").Sum(static group => group.Unacknowledged),
            today.Where(group => IsCounted(group.IsPublic, group.IsTicket)).Sum(static group => group.Recent),
            Priorities(today.Where(static group => group.IsPublic).Select(static group => (group.Priority, group.Today))),
            counted.Sum(static group => group.Stale),
            responses.Sum(static group => group.All),
            responses.Sum(static group => group.InTime));
    }

    private OrderCounts ReadOrders(List<OpenOrders> open)
    {
        var medians = session.Prepare(OverviewSql.Medians).Bind(1, span.Area).All(static row => (Status: row.Text(0), At: row.Instant(1)))
            .ToDictionary(static row => row.Status, row => (long?)(span.Now - row.At).TotalMinutes, StringComparer.Ordinal);
        var stages = Enum.GetValues<OrderStatus>().Where(ListWriter.IsOpen).Select(status =>
        {
            var (name, these) = (ListWriter.Name(status), open.FindAll(group => group.Status == ListWriter.Name(status)));
            return new StageCount(
                status, these.Sum(static group => group.Count), medians.GetValueOrDefault(name), these.Sum(static group => group.DueSoon), these.Sum(static group => group.Overdue));
        });
        var due = session.Prepare(OverviewSql.DueOrders).Bind(1, span.Area).Bind(2, span.Now).Bind(3, span.Now + Soon).Bind(4, MostDue)
            .All(static row => JsonSerializer.Deserialize<OrderSummary>(row.Text(0), FactRecords.Json)!);
        return new OrderCounts(
            open.Sum(static group => group.Count),
            open.Sum(static group => group.Overdue),
            CountSince(OverviewSql.OpenedOrders),
            CountSince(OverviewSql.ClosedOrders),
            [.. stages],
            [.. due.Select(Shown).OfType<DueOrder>()]);
    }

    private long CountSince(SqlQuery query) => session.Prepare(query).Bind(1, span.Area).Bind(2, span.Midnight).First(static row => row.Int64(0));

    /// <summary>A screen is seen by many: nobody is shown the cell of a home's matter on it.</summary>
    private DueOrder? Shown(OrderSummary order) => redaction.OfMatter(order.Reports) == Privacy.Public
        ? new DueOrder(order.Id, order.Category, order.DueAt!.Value, order.DueClock, order.Cell)
        : span.IsWithinCommunity ? null
        : new DueOrder(order.Id, order.Category, order.DueAt!.Value, order.DueClock, Redaction.Community(order.Cell));

    private List<CareCount> ReadCare() => session.Prepare(OverviewSql.Care).Bind(1, span.Area)
        .All(static row => (Community: row.Text(0), Open: row.Int64(1), Oldest: row.Instant(2), OnSite: row.Int64(3)))
        .ConvertAll(row => new CareCount(row.Community, NameOf(row.Community), row.Community[..Math.Min(9, row.Community.Length)], row.Open, row.Oldest, row.OnSite));

    private string NameOf(string code) => session.Prepare(OverviewSql.Name).Bind(1, code).First(Card)?.Name ?? "";

    private (List<DeviceCount> Devices, long Stations) ReadDevices()
    {
        var there = session.Prepare(OverviewSql.Devices).Bind(1, span.Area).Bind(2, span.PartDigits)
            .All(static row => (Type: row.Text(0), Area: row.Text(1), Count: row.Int64(2), Rain: row.Int64(3)));
        var silent = session.Prepare(OverviewSql.SilentDevices).Bind(1, span.Area).Bind(2, span.PartDigits)
            .All(static row => (Prefix: row.Text(0), Area: row.Text(1), Count: row.Int64(2)))
            .ToDictionary(static row => (row.Prefix, row.Area), static row => row.Count);
        List<DeviceCount> devices = [.. Types.Select(type =>
        {
            var parts = there.Where(part => part.Type == type.Type).Select(part => (part.Area, part.Count, Silent: silent.GetValueOrDefault((type.Prefix, part.Area)))).ToList();
            var worst = parts.Where(static part => part.Silent > 0).OrderByDescending(static part => (double)part.Silent / part.Count).ThenBy(static part => part.Area, StringComparer.Ordinal)
                .Select(static part => (part.Area, Share: (double?)Math.Round((double)part.Silent / part.Count, 3))).FirstOrDefault();
            var isTold = !(span.HasCells && type.Type == "household");
            return new DeviceCount(
                type.Type, parts.Sum(static part => part.Count), parts.Sum(static part => part.Silent), isTold ? worst.Area : null, isTold ? worst.Share : null);
        })];
        return (devices, there.Sum(static part => part.Rain));
    }

    private List<PartCount> ReadParts(List<OpenAlerts> alerts, List<OpenOrders> orders, Dictionary<string, long> onShift)
    {
        if (span.PartLevel is not { } level)
        {
            return [];
        }

        var (alertsOf, ordersOf) = (alerts.ToLookup(static group => group.Area), orders.ToLookup(static group => group.Area));
        return session.Prepare(OverviewSql.Parts).Bind(1, span.Area).Bind(2, ListWriter.Name(level)).All(Card).ConvertAll(card => new PartCount(
            card.Code,
            card.Name,
            card.Level,
            Priorities(alertsOf[card.Code].Where(static group => group.IsPublic).Select(static group => (group.Priority, group.Count))),
            span.HasCells ? null : alertsOf[card.Code].Where(static group => group is { IsPublic: false, IsTicket: false }).Sum(static group => group.Count),
            ordersOf[card.Code].Sum(static group => group.Count),
            ordersOf[card.Code].Sum(static group => group.Overdue),
            onShift.GetValueOrDefault(card.Code)));
    }

    private static AreaCard Card(Statement row) => JsonSerializer.Deserialize<AreaCard>(row.Text(0), FactRecords.Json)!;

    private static PriorityCounts Priorities(IEnumerable<(string Priority, long Count)> groups)
    {
        var counts = groups.GroupBy(static group => group.Priority, static group => group.Count).ToDictionary(static group => group.Key, static group => group.Sum(), StringComparer.Ordinal);
        return new PriorityCounts(Of(AlertPriority.High), Of(AlertPriority.Medium), Of(AlertPriority.Low));

        long Of(AlertPriority priority) => counts.GetValueOrDefault(ListWriter.Name(priority));
    }

    private static bool IsPublic(string privacy) => Redaction.PrivacyOf(privacy) == Privacy.Public;

    private bool IsCounted(bool isPublic, bool isTicket) => isPublic || (!isTicket && !span.IsWithinCommunity);

    private sealed record OpenAlerts(string Area, bool IsPublic, bool IsTicket, string Priority, long Count, long Unacknowledged, long Stale, long HeavyRain)
    {
        public static OpenAlerts Of(Statement row) =>
            new(row.Text(0), OverviewReader.IsPublic(row.Text(1)), row.Int64(2) != 0, row.Text(3), row.Int64(4), row.Int64(5), row.Int64(6), row.Int64(7));
    }

    private sealed record OpenOrders(string Area, string Status, long Count, long Overdue, long DueSoon)
    {
        public static OpenOrders Of(Statement row) => new(row.Text(0), row.Text(1), row.Int64(2), row.Int64(3), row.Int64(4));
    }
}
