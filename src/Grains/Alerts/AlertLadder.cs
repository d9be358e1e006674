using CityActors.Commits;
using CityActors.Deadlines;
using CityActors.Facts;
using CityActors.Notifications;

namespace CityActors.Alerts;

/// <summary>Who is notified, and when, of a quiet home that nobody has taken on.</summary>
internal static class AlertLadder
{
    /// <summary>The steps still to be taken.</summary>
    public static IEnumerable<DueTime> Deadlines(AlertBook book, AlertOptions options) =>
        from alert in book.Open
        where alert is { Kind: AlertKinds.Inactivity, Priority: AlertPriority.High, AcknowledgedAt: null }
        from step in options.Ladder
        where !book.Ladder.Contains($"{alert.Id} {step.Receiver}")
        select new DueTime($"ladder {alert.Id} {step.Receiver}", alert.OpenedAt + step.After);

    /// <summary>Takes the step that fell due.</summary>
    /// <returns>The alerts after it and the notification, or null: the step was taken before, or somebody took the alert on.</returns>
    public static (AlertBook Book, NotificationWanted Wanted)? Take(AlertBook book, Deadline deadline)
    {
        if (deadline.Name.Split(' ') is not ["ladder", var alertId, var receiver] || book.TakeStep(alertId, receiver) is not { } next)
        {
            return null;
        }

        var alert = book.Find(alertId)!;
        var id = $"{alertId}.{receiver}";
        return (next, new NotificationWanted
        {
            Subject = id,
            Version = 1,
            At = deadline.Due,
            Area = alert.Cell,
            Notification = new Notification
            {
                Id = id,
                Receiver = receiver,
                Subject = alertId,
                English = $"A home in cell {alert.Cell} has fallen quiet and nobody has taken the alert on. Please look after it: {alertId}.",
                Chinese = $"网格{alert.Cell}一住户长时间无活动，告警尚无人接手，请尽快核实：{alertId}。",
                At = deadline.Due,
            },
        });
    }
}
