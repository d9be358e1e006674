using CityActors.Deadlines;
using CityActors.Facts;
using CityActors.Notifications;
using CityActors.WorkOrders;

namespace CityActors.Alerts;

/// <summary>What an open alert waits for, and who is told when nobody takes it on.</summary>
/// <remarks>Every open alert stands in a due-book, if only to be looked at each month: so that after a crash its entity is woken and tells what is untold.</remarks>
internal static class AlertLadder
{
    private const string StepPrefix = "ladder ";
    private const string LookName = "look";

    private static readonly TimeSpan Look = TimeSpan.FromDays(30);

    /// <summary>The entity's deadlines after a time.</summary>
    public static IReadOnlyList<DueEntry> Entries(string owner, AlertBook book, AlertOptions options, DateTimeOffset after)
    {
        var entries = new List<DueEntry>();
        foreach (var alert in book.Open)
        {
            if (!HasLadder(alert))
            {
                continue;
            }

            foreach (var step in options.Ladder)
            {
                if (!book.Ladder.Contains($"{alert.Id} {step.Receiver}"))
                {
                    entries.Add(new DueEntry(owner, $"{StepPrefix}{alert.Id} {step.Receiver}", alert.OpenedAt + step.After));
                }
            }
        }

        if (book.Open.Count > 0)
        {
            entries.Add(new DueEntry(owner, LookName, after + Look));
        }

        return entries;
    }

    /// <summary>Takes the step that fell due.</summary>
    /// <returns>What is to be told, or null: it was taken before, or somebody took the alert on.</returns>
    public static NotificationWanted? Take(AlertBook book, DueEntry entry)
    {
        var parts = entry.Name.Split(' ');
        if (parts is not ["ladder", var alertId, var receiver] || !book.TakeStep(alertId, receiver))
        {
            return null;
        }

        var alert = book.Find(alertId)!;
        var id = $"{alertId}.{receiver}";
        return new NotificationWanted
        {
            Subject = id,
            Version = 1,
            At = entry.At,
            Area = alert.Cell,
            Notification = new Notification
            {
                Id = id,
                Receiver = receiver,
                Subject = alertId,
                English = $"A home in cell {alert.Cell} has fallen quiet and nobody has taken the alert on. Please look after it: {alertId}.",
                Chinese = $"网格{alert.Cell}一住户长时间无活动，告警尚无人接手，请尽快核实：{alertId}。",
                At = entry.At,
            },
        };
    }

    /// <summary>Tells the order that its alert ended; a repeat has the same command id.</summary>
    public static Task TellOrder(IGrainFactory grains, Alert alert) =>
        grains.GetGrain<IWorkOrderGrain>(alert.Order).Handle(new WorkOrderCommand.AlertEnded
        {
            CommandId = $"{alert.Id} ended",
            Actor = alert.Actor,
            At = alert.ClearedAt ?? alert.ChangedAt,
            Reason = alert.Reason,
            Alert = alert.Id,
            IsFalseAlarm = alert.IsFalseAlarm,
        });

    private static bool HasLadder(Alert alert) =>
        alert is { Kind: AlertKinds.Inactivity, Priority: AlertPriority.High, AcknowledgedAt: null };
}
