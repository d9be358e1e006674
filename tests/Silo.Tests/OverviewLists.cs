using System.Globalization;
using System.Text;
using System.Text.Json;
using CityActors.Alerts;
using CityActors.Facts;
using CityActors.Places;
using CityActors.Responders;
using CityActors.WorkOrders;

namespace CityActors.Silo.Tests;

/// <summary>The lists of a city, and the figures of an overview counted from them, one a line.</summary>
internal sealed record OverviewLists(
    List<ListedAlert> Alerts, List<OrderView> Orders, List<ResponderCard> Responders, List<EntityCard> Entities, List<AreaCard> Areas)
{
    private static readonly OrderStatus[] Ended = [OrderStatus.None, OrderStatus.NotFiled, OrderStatus.Closed, OrderStatus.Merged, OrderStatus.Cancelled];

    public static async Task<OverviewLists> Read(CityProcess city)
    {
        var orders = new List<OrderView>();
        foreach (var order in await All<OrderSummary>(city, "orders"))
        {
            orders.Add((await city.Get($"/v1/orders/{order.Id}")).Deserialize<OrderView>(FactRecords.Json)!);
        }

        var entities = new List<EntityCard>();
        foreach (var list in (string[])["households", "cameras", "terminals"])
        {
            entities.AddRange(await All<EntityCard>(city, list));
        }

        var homes = entities.Where(static entity => entity.Privacy != Privacy.Public).Select(static entity => entity.Id).ToHashSet(StringComparer.Ordinal);
        return new OverviewLists(
            (await All<Alert>(city, "alerts")).ConvertAll(alert => new ListedAlert(alert, homes.Contains(alert.Entity))),
            orders,
            await All<ResponderCard>(city, "responders"),
            entities,
            await All<AreaCard>(city, "areas"));
    }

    /// <summary>What an overview says.</summary>
    public static string Figures(JsonElement overview)
    {
        var text = new StringBuilder();
        foreach (var part in (string[])["alerts", "orders", "responders", "care", "devices", "areas"])
        {
            text.Append(part).Append(' ').AppendLine(overview.GetProperty(part).GetRawText());
        }

        return text.ToString();
    }

    /// <summary>What an overview should say.</summary>
    public string Of(string area, DateTimeOffset now, DateTimeOffset midnight)
    {
        var alerts = Alerts.FindAll(alert => alert.Is.Cell.StartsWith(area, StringComparison.Ordinal) && (area.Length < 15 || !alert.IsOfHome));
        var counted = alerts.FindAll(static alert => !alert.IsOfHome || alert.IsCare);
        var responded = counted.FindAll(alert => alert.Is.RespondedAt >= midnight);
        return Figures(JsonSerializer.SerializeToElement(
            new
            {
                Alerts = new
                {
                    Open = Priorities(alerts.Where(static alert => alert.IsOpen)),
                    Care = alerts.Count(static alert => alert is { IsOpen: true, IsCare: true }),
                    Unacknowledged = counted.Count(static alert => alert.Is is { State: AlertState.Open, Priority: not AlertPriority.Low }),
                    LastTenMinutes = counted.Count(alert => alert.Is.OpenedAt >= now.AddMinutes(-10)),
                    Today = Priorities(alerts.Where(alert => alert.Is.OpenedAt >= midnight)),
                    StaleOverDay = counted.Count(alert => alert.IsOpen && alert.Is.OpenedAt < now.AddDays(-1)),
                    RespondedToday = responded.Count,
                    InFiveMinutesToday = responded.Count(static alert => alert.Is.RespondedAt - alert.Is.OpenedAt <= TimeSpan.FromMinutes(5)),
                },
                Orders = OrdersOf(area, now, midnight),
                Responders = RespondersOf(area, now),
                Care = alerts.Where(static alert => alert is { IsOpen: true, IsCare: true }).GroupBy(static alert => alert.Is.Cell[..12]).OrderBy(static group => group.Key, StringComparer.Ordinal).Select(group => new
                {
                    Community = group.Key,
                    Name = Areas.Single(card => card.Code == group.Key).Name,
                    Street = group.Key[..9],
                    Open = group.Count(),
                    OldestOpenedAt = group.Min(static alert => alert.Is.OpenedAt),
                    OnSite = group.Count(static alert => alert.Is.RespondedAt is not null),
                }),
                Devices = ((string[])["camera", "terminal", "household"]).Select(type => DevicesOf(area, type)),
                Areas = Parts(area).Select(card => PartOf(card, now)),
            },
            FactRecords.Json));
    }

    private object OrdersOf(string area, DateTimeOffset now, DateTimeOffset midnight)
    {
        var orders = Orders.FindAll(order => order.Order.Cell.StartsWith(area, StringComparison.Ordinal));
        var open = orders.FindAll(static order => !Ended.Contains(order.Order.Status));
        var due = open.Where(order => IsDueSoon(order.Order, now)).OrderBy(static order => order.Order.DueAt).ThenBy(static order => order.Order.Id, StringComparer.Ordinal).Select(order => new
        {
            order.Order.Id,
            order.Order.Category,
            DueAt = order.Order.DueAt!.Value,
            Clock = order.Order.DueClock,
            Cell = IsOfHome(order.Order) ? order.Order.Cell[..12] : order.Order.Cell,
            IsHidden = IsOfHome(order.Order) && area.Length > 12,
        });
        return new
        {
            Open = open.Count,
            Overdue = open.Count(static order => order.Order.Overdue.Count > 0),
            OpenedToday = orders.Count(order => order.Order.ReportedAt >= midnight),
            ClosedToday = orders.Count(order => order.Order.Status == OrderStatus.Closed && order.Order.EndedAt >= midnight),
            Stages = Enum.GetValues<OrderStatus>().Except(Ended).Select(status => open.FindAll(order => order.Order.Status == status) is var these ? new
            {
                Stage = status,
                Count = these.Count,
                MedianMinutes = these.Count == 0 ? (long?)null : (long)(now - these.Select(SinceWhen).Order().ElementAt((these.Count - 1) / 2)).TotalMinutes,
                DueSoon = these.Count(order => IsDueSoon(order.Order, now)),
                Overdue = these.Count(static order => order.Order.Overdue.Count > 0),
            } : null),
            Due = due.Where(static order => !order.IsHidden).Select(static order => new { order.Id, order.Category, order.DueAt, order.Clock, order.Cell }),
        };
    }

    private object RespondersOf(string area, DateTimeOffset now)
    {
        var onShift = OnShift(area, now);
        var free = onShift.Count(static card => card.Reachable && card.Orders.Count < card.Capacity);
        return new { OnShift = onShift.Count, Free = free, Busy = onShift.Count - free };
    }

    private List<ResponderCard> OnShift(string area, DateTimeOffset now) => Responders.FindAll(card => card.Area.StartsWith(area, StringComparison.Ordinal) && Shifts.IsOnShift(card, now));

    private object DevicesOf(string area, string type)
    {
        var there = Entities.FindAll(entity => entity.Type == type && entity.Cell.StartsWith(area, StringComparison.Ordinal));
        var silent = Alerts.Where(static alert => alert is { IsOpen: true, Is.Kind: AlertKinds.DataGap }).Select(static alert => alert.Is.Entity).ToHashSet(StringComparer.Ordinal);
        var worst = (type == "household" && area.Length >= 12 ? [] : area.Length == 15 ? [area] : Parts(area).Select(static card => card.Code))
            .Select(code => (Code: code, In: there.FindAll(entity => entity.Cell.StartsWith(code, StringComparison.Ordinal))))
            .Where(part => part.In.Exists(entity => silent.Contains(entity.Id)))
            .Select(part => (part.Code, Share: (double?)Math.Round((double)part.In.Count(entity => silent.Contains(entity.Id)) / part.In.Count, 3)))
            .OrderByDescending(static part => part.Share).FirstOrDefault();
        return new { Type = type, Total = there.Count, Silent = there.Count(entity => silent.Contains(entity.Id)), WorstArea = worst.Code, WorstShare = worst.Share };
    }

    private IEnumerable<AreaCard> Parts(string area)
    {
        var digits = ((int[])[6, 9, 12, 15]).FirstOrDefault(digits => digits > area.Length);
        return Areas.Where(card => card.Code.Length == digits && card.Code.StartsWith(area, StringComparison.Ordinal));
    }

    private object PartOf(AreaCard card, DateTimeOffset now)
    {
        var alerts = Alerts.Where(alert => alert.IsOpen && alert.Is.Cell.StartsWith(card.Code, StringComparison.Ordinal)).ToList();
        var orders = Orders.FindAll(order => order.Order.Cell.StartsWith(card.Code, StringComparison.Ordinal) && !Ended.Contains(order.Order.Status));
        return new
        {
            card.Code,
            card.Name,
            card.Level,
            Alerts = Priorities(alerts),
            Care = card.Level == AreaLevel.Cell ? (int?)null : alerts.Count(static alert => alert.IsCare),
            Orders = orders.Count,
            Overdue = orders.Count(static order => order.Order.Overdue.Count > 0),
            OnShift = OnShift(card.Code, now).Count,
        };
    }

    private static object Priorities(IEnumerable<ListedAlert> alerts)
    {
        var shown = alerts.Where(static alert => !alert.IsOfHome).ToLookup(static alert => alert.Is.Priority);
        return new { High = shown[AlertPriority.High].Count(), Medium = shown[AlertPriority.Medium].Count(), Low = shown[AlertPriority.Low].Count() };
    }

    private bool IsOfHome(OrderSummary order) => order.Reports.Any(report => Alerts.Exists(alert => alert.IsOfHome && alert.Is.Id == report));

    private static bool IsDueSoon(OrderSummary order, DateTimeOffset now) => order.DueClock != ClockNames.Suspension && order.DueAt > now && order.DueAt <= now.AddHours(1);

    private static DateTimeOffset SinceWhen(OrderView order) =>
        order.Timeline[order.Timeline.ToList().FindLastIndex(entry => entry.Status != order.Order.Status) + 1].At;

    private static async Task<List<T>> All<T>(CityProcess city, string list)
    {
        var all = new List<T>();
        for (var next = ""; next is not null;)
        {
            var page = await city.Get(string.Create(CultureInfo.InvariantCulture, $"/v1/{list}?limit=500&cursor={next}"));
            all.AddRange(page.GetProperty("items").Deserialize<List<T>>(FactRecords.Json)!);
            next = page.TryGetProperty("next", out var more) ? more.GetString() : null;
        }

        return all;
    }
}

/// <summary>An alert of the list.</summary>
/// <param name="Is">The alert.</param>
/// <param name="IsOfHome">Whether it is of a home.</param>
internal sealed record ListedAlert(Alert Is, bool IsOfHome)
{
    public bool IsOpen => Is.State is AlertState.Open or AlertState.Acknowledged;

    public bool IsCare => IsOfHome && Is.Kind is not (AlertKinds.DataGap or AlertKinds.Implausible);
}
