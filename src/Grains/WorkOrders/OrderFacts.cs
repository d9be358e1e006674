using CityActors.Alerts;
using CityActors.Cases;
using CityActors.Dispatch;
using CityActors.Facts;
using CityActors.Responders;
using static CityActors.WorkOrders.OrderEvents;

namespace CityActors.WorkOrders;

/// <summary>The facts of a line of an order's history: one that everybody may see, and what other grains must know.</summary>
internal static class OrderFacts
{
    private const string Anonymous = "reporter";

    /// <summary>So many reports are handed over with one fact: a thousand with people's words would be megabytes.</summary>
    private const int HandedAtOnce = 100;

    /// <summary>What follows from a line, in the order in which others must hear of it.</summary>
    public static IEnumerable<CityFact> Of(string id, WorkOrder before, WorkOrder after, OrderEntry entry)
    {
        var (version, at, area) = (entry.Version, entry.At, after.Summary!.Cell);
        yield return new OrderChanged { Subject = id, Version = version, At = at, Area = area, Order = after.Summary, Entry = ForEverybody(before, after, entry) };
        if (entry is { Report: { } report, Status: not OrderStatus.Merged })
        {
            yield return new ReportTaken { Subject = id, Version = version, At = at, Area = area, Report = report.Id, Alert = report.Alert, Handovers = report.Handovers };
        }

        if (WaitsForResponders(entry))
        {
            // After the line itself: it frees whoever had the order in the round before.
            yield return new ResponderWanted { Subject = id, Version = version, At = at, Area = area, Need = NeedOf(id, after, entry) };
        }

        var (offers, released) = (OffersOf(id, before, after, entry), ReleasedOf(before, after));
        if (offers.Length + released.Length > 0)
        {
            yield return new CrewChanged { Subject = id, Version = version, At = at, Area = area, Offers = offers, Released = released };
        }

        if (entry.What == SignedFor && Open(after, OrderLines.Alerts(after)) is { Length: > 0 } taken)
        {
            // Somebody is on the way: nobody further is told.
            var command = new AlertCommand.Acknowledge { CommandId = $"{id} signed {version}", Actor = NameOf(after, entry), At = at };
            yield return new AlertsActedOn { Subject = id, Version = version, At = at, Area = area, Alerts = taken, Command = command };
        }

        foreach (var (reports, alerts) in HandedOver(after, entry))
        {
            yield return new ReportsHandedOver { Subject = id, Version = version, At = at, Area = area, Into = after.MergedInto, Reports = reports, EndedAlerts = alerts };
        }

        if (IsEnd(entry))
        {
            var told = entry.Report is { } late ? [late.Alert] : OrderLines.Alerts(after); // What comes late comes alone: the others know.
            yield return new OrderEnded { Subject = id, Version = version, At = at, Area = area, Alerts = Open(after, told), Actor = NameOf(after, entry), Reason = entry.Why, Status = after.Summary.Status };
        }
    }

    private static string[] Open(WorkOrder order, IEnumerable<string> alerts) => alerts.Where(alert => alert.Length > 0 && OrderLines.FindEnd(order, alert) is null).ToArray();

    // People's words stay with the order, and nobody learns who reported. A responder's id is not a person's name.
    private static OrderEntry ForEverybody(WorkOrder before, WorkOrder order, OrderEntry entry) => entry with
    {
        Report = null,
        Source = null,
        Why = entry.Actor == CaseDraft.System ? entry.Why : "",
        Actor = NameOf(order, entry),
        Subject = order.Reporters.Contains(entry.Subject) && !before.Crew.Concat(order.Crew).Any(member => member.Responder == entry.Subject) ? Anonymous : entry.Subject,
    };

    private static string NameOf(WorkOrder order, OrderEntry entry) =>
        entry.Actor != CaseDraft.System && (entry.Report?.Reporter == entry.Actor || order.Reporters.Contains(entry.Actor)) ? Anonymous : entry.Actor;

    private static bool WaitsForResponders(OrderEntry entry) =>
        entry.What is Filed or Returned or Transferred or ReworkOrdered or Resumed || entry is { What: Reopened, Status: OrderStatus.Filed };

    private static DispatchNeed NeedOf(string id, WorkOrder order, OrderEntry entry) => new()
    {
        Order = id,
        Round = entry.Round,
        Skills = order.Terms!.Skills,
        Position = order.Summary!.Place,
        At = entry.At,
        Urgent = order.Terms.Urgent,
        Area = order.Summary.Cell,
    };

    private static CrewOffer[] OffersOf(string id, WorkOrder before, WorkOrder after, OrderEntry entry) => after.Charged
        .ExceptBy(before.Charged.Select(static member => member.Responder), static member => member.Responder, StringComparer.Ordinal)
        .Select(member => new CrewOffer(member.Responder, new Assignment
        {
            Order = id,
            Skill = member.Skill,
            At = entry.At,
            DistanceMetres = entry.Choices.FirstOrDefault(choice => (choice.Responder, choice.Skill) == (member.Responder, member.Skill))?.DistanceMetres ?? 0,
        }))
        .ToArray();

    private static string[] ReleasedOf(WorkOrder before, WorkOrder after) => before.Charged
        .Select(static member => member.Responder)
        .Except(after.Charged.Select(static member => member.Responder), StringComparer.Ordinal)
        .ToArray();

    // A merged order hands over everything it has, and later whatever still reaches it.
    private static IEnumerable<(OrderReport[] Reports, string[] EndedAlerts)> HandedOver(WorkOrder order, OrderEntry entry) => entry switch
    {
        { Status: not OrderStatus.Merged } => [],
        { What: Merged } => OrderLines.Reports(order).Select(static line => Onward(line.Report!)).Chunk(HandedAtOnce).Select(reports => (reports, EndedOf(order, reports))),
        { What: ReportAdded, Report: { } report } => [(new[] { Onward(report) }, Array.Empty<string>())],
        { What: OrderEvents.AlertEnded } => [(Array.Empty<OrderReport>(), new[] { entry.Subject })],
        _ => [],
    };

    private static string[] EndedOf(WorkOrder order, OrderReport[] reports)
    {
        var alerts = reports.Select(static report => report.Alert).ToHashSet(StringComparer.Ordinal);
        return OrderLines.EndedAlerts(order).Where(alerts.Contains).ToArray();
    }

    private static OrderReport Onward(OrderReport report) => report with { Handovers = report.Handovers + 1 };

    // A report that reaches an ended order without reopening it was seen before the end.
    private static bool IsEnd(OrderEntry entry) => entry.What is NotFiled or Closed or Cancelled or ReportAdded
        && entry.Status is OrderStatus.NotFiled or OrderStatus.Closed or OrderStatus.Cancelled;
}
