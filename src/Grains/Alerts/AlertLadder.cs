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

    /// <summary>All steps for an alert, and when each is due while nobody takes it on; soonest first.</summary>
    /// <param name="alert">The alert.</param>
    /// <param name="steps">The steps of its ladder.</param>
    public static IReadOnlyList<AlertStepDue> Plan(Alert alert, IEnumerable<LadderStep> steps) =>
        [.. steps.OrderBy(static step => step.After).Select(step => new AlertStepDue(step.Receiver, alert.OpenedAt + step.After))];

    /// <summary>Takes the step that fell due, and before it whatever is due no later: after a stop all of that at once, in the order of the ladder, none twice.</summary>
    /// <returns>The alerts after it and the notifications, or null: the step was taken before, or somebody took the alert on.</returns>
    /// <param name="book">The alerts.</param>
    /// <param name="deadline">The step.</param>
    /// <param name="ladderOf">The steps for an alert.</param>
    /// <param name="textOf">What is told of an alert, English and Chinese.</param>
    public static (AlertBook Book, IReadOnlyList<NotificationWanted> Wanted)? Take(
        AlertBook book, Deadline deadline, Func<Alert, IEnumerable<LadderStep>> ladderOf, Func<Alert, (string English, string Chinese)> textOf)
    {
        if (deadline.Name.Split(' ') is not ["ladder", var alertId, _] || book.Find(alertId) is not { } alert)
        {
            return null;
        }

        var wanted = new List<NotificationWanted>();
        foreach (var step in Plan(alert, ladderOf(alert)).TakeWhile(step => step.Due <= deadline.Due))
        {
            if (book.TakeStep(alertId, step.Receiver) is { } next)
            {
                book = next;
                wanted.Add(Wanted(alert, step.Receiver, deadline.Due, textOf(alert)));
            }
        }

        return wanted.Count == 0 ? null : (book, wanted);
    }

    private static NotificationWanted Wanted(Alert alert, string receiver, DateTimeOffset at, (string English, string Chinese) text)
    {
        var id = $"{alert.Id}.{receiver}";
        return new NotificationWanted
        {
            Subject = id,
            Version = 1,
            At = at,
            Area = alert.Cell,
            Notification = new Notification
            {
                Id = id,
                Receiver = receiver,
                Subject = alert.Id,
                English = text.English,
                Chinese = text.Chinese,
                At = at,
            },
        };
    }
}
