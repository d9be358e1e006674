using CityActors.Alerts;

namespace CityActors.WorkOrders.Coded;

/// <summary>The pictures of an order: a line of its history for each. They belong to it in every state, because what was done is looked at afterwards, too. Pure.</summary>
internal static class OrderAttachments
{
    /// <summary>So many an order has at most.</summary>
    public const int Most = 12;

    /// <summary>So many of them are of those who reported: a thousand may, and whoever handles it must find room.</summary>
    public const int MostOfReporters = 6;

    /// <summary>Whether an order has a picture.</summary>
    public static bool Has(WorkOrder order, string hash) => Lines(order).Any(line => line.Subject == hash);

    /// <summary>Adds the line of a picture, or says why it cannot be added.</summary>
    public static Refusal? Add(OrderDraft draft, OrderAttachment attachment)
    {
        var at = draft.PassTo(attachment.At);
        var order = draft.Order;
        var lines = Lines(order).ToArray();
        if (lines.Length >= Most)
        {
            return OrderRefusals.AttachmentsFull(Most);
        }

        if (order.Reporters.Contains(attachment.Actor) && lines.Count(line => order.Reporters.Contains(line.Actor)) >= MostOfReporters)
        {
            return OrderRefusals.ReportersAttachmentsFull(MostOfReporters);
        }

        draft.Add(OrderEntries.Next(order, at, OrderEvents.Attached) with { Actor = attachment.Actor, Subject = attachment.Hash });
        return null;
    }

    private static IEnumerable<OrderEntry> Lines(WorkOrder order) => order.History.Where(static line => line.What == OrderEvents.Attached);
}
