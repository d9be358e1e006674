using CityActors.Commits;

namespace CityActors.Alerts;

/// <summary>What was found where somebody might have needed help is personal: it is forgotten after a time, with what was written about it. Pure.</summary>
internal static class OutcomeRetention
{
    /// <summary>The name of the deadline at which the oldest is forgotten.</summary>
    public const string Deadline = "outcomes";

    /// <summary>When the oldest is to be forgotten; none where nothing was found.</summary>
    /// <param name="book">The alerts, or null: there never was one.</param>
    /// <param name="oldest">When the oldest beside the alerts was said, or null: there is none.</param>
    /// <param name="kept">How long it is kept.</param>
    public static IEnumerable<DueTime> Deadlines(AlertBook? book, DateTimeOffset? oldest, TimeSpan kept)
    {
        foreach (var alert in Known(book))
        {
            oldest = oldest is { } earlier && earlier <= alert.ChangedAt ? oldest : alert.ChangedAt;
        }

        return oldest is { } first ? [new DueTime(Deadline, first + kept)] : [];
    }

    /// <summary>The alerts without what was found, and written, up to a time.</summary>
    public static AlertBook Forget(AlertBook book, DateTimeOffset upTo)
    {
        return book with
        {
            Ended = [.. book.Ended.Select(Without)],
            Answered = [.. book.Answered.Select(answered => answered with { Answer = Without(answered.Answer) })],
        };

        Alert Without(Alert alert) => alert.Outcome is not null && alert.ChangedAt <= upTo ? alert with { Outcome = null, Reason = "" } : alert;
    }

    private static IEnumerable<Alert> Known(AlertBook? book) => book is null ? []
        : book.Ended.Concat(book.Answered.Select(static answered => answered.Answer)).Where(static alert => alert.Outcome is not null);
}
