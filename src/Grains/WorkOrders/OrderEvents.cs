namespace CityActors.WorkOrders;

/// <summary>What may happen to an order: the names in <see cref="OrderEntry.What"/>. Stored; never rename one.</summary>
public static class OrderEvents
{
    /// <summary>Reported for the first time.</summary>
    public const string Reported = "reported";

    /// <summary>Reported again.</summary>
    public const string ReportAdded = "report-added";

    /// <summary>Somebody is to look before filing.</summary>
    public const string CheckAsked = "check-asked";

    /// <summary>Accepted as a case.</summary>
    public const string Filed = "filed";

    /// <summary>Not a case.</summary>
    public const string NotFiled = "not-filed";

    /// <summary>Given to a department and responders.</summary>
    public const string Dispatched = "dispatched";

    /// <summary>Nobody could be given; says who was considered. The order goes on waiting.</summary>
    public const string NobodyFree = "nobody-free";

    /// <summary>A responder took it on.</summary>
    public const string SignedFor = "signed-for";

    /// <summary>A responder could not.</summary>
    public const string Declined = "declined";

    /// <summary>Handling began.</summary>
    public const string Started = "started";

    /// <summary>The handler is done.</summary>
    public const string Submitted = "submitted";

    /// <summary>The department confirmed.</summary>
    public const string Confirmed = "confirmed";

    /// <summary>Somebody is to look whether it is done.</summary>
    public const string VerificationAsked = "verification-asked";

    /// <summary>Ended as done.</summary>
    public const string Closed = "closed";

    /// <summary>To be done again.</summary>
    public const string ReworkOrdered = "rework-ordered";

    /// <summary>The department says it is not its own.</summary>
    public const string Returned = "returned";

    /// <summary>Put off to a date.</summary>
    public const string Suspended = "suspended";

    /// <summary>The suspension ended.</summary>
    public const string Resumed = "resumed";

    /// <summary>One more limit was granted.</summary>
    public const string Extended = "extended";

    /// <summary>An extension was refused.</summary>
    public const string ExtensionRefused = "extension-refused";

    /// <summary>Into the street's overdue queue by hand.</summary>
    public const string Escalated = "escalated";

    /// <summary>Handed to another department or level.</summary>
    public const string Transferred = "transferred";

    /// <summary>More time was asked for.</summary>
    public const string ExtensionAsked = "extension-asked";

    /// <summary>Before those who supervise above the street.</summary>
    public const string Supervised = "supervised";

    /// <summary>Those whom it concerns were asked after its end, and are content.</summary>
    public const string Revisited = "revisited";

    /// <summary>The same matter as another order.</summary>
    public const string Merged = "merged";

    /// <summary>Ended as void.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>Reopened.</summary>
    public const string Reopened = "reopened";

    /// <summary>An appeal was made.</summary>
    public const string Appealed = "appealed";

    /// <summary>The first reviewer granted the appeal.</summary>
    public const string AppealHalfGranted = "appeal-half-granted";

    /// <summary>Both reviewers granted the appeal.</summary>
    public const string AppealGranted = "appeal-granted";

    /// <summary>A reviewer refused the appeal.</summary>
    public const string AppealRefused = "appeal-refused";

    /// <summary>Rated by whoever reported.</summary>
    public const string Rated = "rated";

    /// <summary>An alert behind it ended by an officer's word.</summary>
    public const string AlertEnded = "alert-ended";

    /// <summary>The working calendar was corrected: a clock runs out later than it was told before.</summary>
    public const string CalendarCorrected = "calendar-corrected";

    /// <summary>From before orders had a type: judged by one from now on.</summary>
    public const string Adopted = "adopted";

    /// <summary>A picture was added.</summary>
    public const string Attached = "attached";

    private const string OverdueSuffix = "-overdue";

    /// <summary>The name of a clock's running out, for example <c>handling-overdue</c>.</summary>
    public static string Overdue(string clock) => clock + OverdueSuffix;

    /// <summary>The clock that ran out, or null where the name says something else.</summary>
    public static string? ClockOf(string what) =>
        what.EndsWith(OverdueSuffix, StringComparison.Ordinal) ? what[..^OverdueSuffix.Length] : null;
}
