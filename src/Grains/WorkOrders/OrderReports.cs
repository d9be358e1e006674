using CityActors.Alerts;
using CityActors.Cases;
using CityActors.Facts;
using CityActors.Places;
using CityActors.Texts;

namespace CityActors.WorkOrders;

/// <summary>How reports come into an order: the first one, further ones, and those of an order that was merged into it.</summary>
internal static class OrderReports
{
    /// <summary>The longest text of a report, in characters.</summary>
    public const int LongestText = 2_000;

    /// <summary>Takes a report that the order does not know, or says why it cannot be taken.</summary>
    public static Refusal? Take(OrderDraft draft, OrderReport report, Catalogue catalogue)
    {
        if (Refuse(draft.Order, report, catalogue) is { } refusal)
        {
            return refusal;
        }

        if (draft.Order.Summary is null)
        {
            Begin(draft, report, catalogue);
            return null;
        }

        var at = draft.PassTo(report.At);
        var order = draft.Order;
        if (order.Summary is { EndedAt: { } ended, Status: not OrderStatus.Merged } && report.At > ended)
        {
            // Reopened, so that nothing seen later is lost with the old case.
            draft.Reopen(report, at);
        }

        draft.Note(report, at);
        return null;
    }

    /// <summary>
    /// Takes over what a merged order had: the reports that are not known yet, and which alerts have ended. The matter was still open there,
    /// so an order that has ended in the meantime is reopened; one that was merged itself hands everything on, line by line.
    /// </summary>
    public static void TakeOver(OrderDraft draft, ReportsHandedOver handed, Catalogue catalogue)
    {
        var before = draft.Order;
        var reports = handed.Reports.Where(report => OrderLines.FindReport(before, report.Id) is null).ToList();
        var brought = reports.Select(static report => report.Alert).ToHashSet(StringComparer.Ordinal);
        var ended = handed.EndedAlerts
            .Where(alert => (brought.Contains(alert) || OrderLines.Follows(before, alert)) && OrderLines.FindEnd(before, alert) is null)
            .Distinct(StringComparer.Ordinal)
            .ToArray();
        if (reports.Count + ended.Length == 0)
        {
            return;
        }

        if (draft.Order.Summary is null)
        {
            Begin(draft, reports[0], catalogue);
            reports.RemoveAt(0);
        }

        var at = draft.PassTo(handed.At);
        if (reports.Count > 0 && draft.Order is { IsEnded: true, Summary.Status: not OrderStatus.Merged })
        {
            var why = $"{handed.Subject} was merged into this order and goes on here. 工单{handed.Subject}已并入本单，继续办理。";
            draft.Reopen(reports.Find(report => report.Channel == ReportChannel.Sensing) is { } alarm && draft.Order.Terms!.AutoFile ? alarm : reports[0], at, why);
        }

        foreach (var report in reports)
        {
            draft.Note(report, at, $"Handed over by {handed.Subject}. 由工单{handed.Subject}并入。");
        }

        foreach (var alert in ended)
        {
            draft.Note(new WorkOrderCommand.AlertEnded { Alert = alert, Actor = CaseDraft.System, Reason = AlertReports.See(alert) }, at);
        }
    }

    private static Refusal? Refuse(WorkOrder order, OrderReport report, Catalogue catalogue) => report switch
    {
        _ when order.Summary is null && catalogue.Find(report.Category) is null => OrderRefusals.UnknownCategory(report.Category),
        _ when Characters.In(report.Text) > LongestText => OrderRefusals.TextTooLong,
        { Alert.Length: > 0 } when AreaCodes.TryLevel(report.Cell, out var level) && level != AreaLevel.City => null, // An alert may be of an area.
        { Cell.Length: not 15 } => OrderRefusals.CellCode,
        _ => null,
    };

    private static void Begin(OrderDraft draft, OrderReport report, Catalogue catalogue)
    {
        var category = catalogue.Find(report.Category)
            ?? throw new InvalidOperationException($"Report {report.Id} names the category '{report.Category}', which the catalogue does not have.");
        draft.Begin(category, report);
    }
}
