using CityActors.Commits;
using CityActors.Deadlines;
using CityActors.Facts;
using CityActors.Notifications;

namespace CityActors.Alerts;

/// <summary>Who is notified, and when, of an alert that nobody has taken on.</summary>
internal static class AlertLadder
{
    /// <summary>The steps still to be taken.</summary>
    /// <param name="book">The alerts.</param>
    /// <param name="ladderOf">The steps for an alert.</param>
    public static IEnumerable<DueTime> Deadlines(AlertBook book, Func<Alert, IEnumerable<LadderStep>> ladderOf) =>
        from alert in book.Open
        where alert.AcknowledgedAt is null
        from step in ladderOf(alert)
        where !book.Ladder.Contains($"{alert.Id} {step.Receiver}")
        select new DueTime($"ladder {alert.Id} {step.Receiver}", alert.OpenedAt + step.After);

    /// <summary>Takes the step that fell due.</summary>
    /// <returns>The alerts after it and the notification, or null: the step was taken before, or somebody took the alert on.</returns>
    /// <param name="book">The alerts.</param>
    /// <param name="deadline">The step.</param>
    /// <param name="textOf">What is told of an alert, English and Chinese.</param>
    public static (AlertBook Book, NotificationWanted Wanted)? Take(AlertBook book, Deadline deadline, Func<Alert, (string English, string Chinese)> textOf)
    {
        if (deadline.Name.Split(' ') is not ["ladder", var alertId, var receiver] || book.TakeStep(alertId, receiver) is not { } next)
        {
            return null;
        }

        var alert = book.Find(alertId)!;
        var id = $"{alertId}.{receiver}";
        var (english, chinese) = textOf(alert);
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
                English = english,
                Chinese = chinese,
                At = deadline.Due,
            },
        });
    }
}
