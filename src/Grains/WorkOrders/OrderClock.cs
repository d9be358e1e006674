using CityActors.Deadlines;

namespace CityActors.WorkOrders;

/// <summary>A clock of one stage: counts by the hours of its limit while it runs.</summary>
[GenerateSerializer, Immutable, Alias("order-clock")]
public sealed record OrderClock
{
    /// <summary>A name of <see cref="ClockNames"/>.</summary>
    [Id(0)] public required string Name { get; init; }

    /// <summary>The original limit.</summary>
    [Id(1)] public TimeLimit Limit { get; init; }

    /// <summary>The time allowed, extensions included, by the hours of the limit.</summary>
    [Id(2)] public TimeSpan Length { get; init; }

    /// <summary>The time used up before the present run.</summary>
    [Id(3)] public TimeSpan Spent { get; init; }

    /// <summary>Since when it runs, UTC, or null: paused.</summary>
    [Id(4)] public DateTimeOffset? RunningSince { get; init; }

    /// <summary>When it runs out, UTC, or null: paused.</summary>
    [Id(5)] public DateTimeOffset? DueAt { get; init; }

    /// <summary>True once it ran out.</summary>
    [Id(6)] public bool IsOverdue { get; init; }

    /// <summary>A clock that begins to run.</summary>
    internal static OrderClock Started(string name, TimeLimit limit, DateTimeOffset at, WorkCalendar calendar) =>
        new OrderClock { Name = name, Limit = limit, Length = limit.Length }.Resumed(at, calendar);

    /// <summary>A clock that runs to a date.</summary>
    internal static OrderClock Until(string name, DateTimeOffset at, DateTimeOffset until) => new()
    {
        Name = name,
        Limit = new TimeLimit(1, LimitUnit.NaturalDays),
        Length = until - at,
        RunningSince = at,
        DueAt = until,
    };

    /// <summary>It stops counting; what a pause outside its hours adds is nothing.</summary>
    internal OrderClock Paused(DateTimeOffset at, WorkCalendar calendar) => RunningSince is { } since
        ? this with { Spent = Spent + calendar.Elapsed(since, at, Limit.Unit), RunningSince = null, DueAt = null }
        : this;

    /// <summary>It counts again with what was left.</summary>
    internal OrderClock Resumed(DateTimeOffset at, WorkCalendar calendar) => RunningSince is null
        ? this with { RunningSince = at, DueAt = calendar.DeadlineAt(at, Limit.Unit, Left) }
        : this;

    /// <summary>One original limit more.</summary>
    internal OrderClock Extended(WorkCalendar calendar)
    {
        var longer = this with { Length = Length + Limit.Length };
        return RunningSince is { } since ? longer with { DueAt = calendar.DeadlineAt(since, Limit.Unit, longer.Left) } : longer;
    }

    private TimeSpan Left => Length > Spent ? Length - Spent : TimeSpan.Zero;
}

/// <summary>The clocks of an order.</summary>
public static class ClockNames
{
    /// <summary>From report to filing or refusal.</summary>
    public const string Acceptance = "acceptance";

    /// <summary>From asking for a check to filing or refusal; pauses acceptance.</summary>
    public const string Check = "check";

    /// <summary>From filing or return to dispatch.</summary>
    public const string Dispatch = "dispatch";

    /// <summary>From dispatch to the department's confirmation.</summary>
    public const string Handling = "handling";

    /// <summary>From confirmation to close or rework.</summary>
    public const string Closing = "closing";

    /// <summary>From asking for a verification to close or rework; pauses closing.</summary>
    public const string Verify = "verify";

    /// <summary>To the end of a suspension, which then ends by itself.</summary>
    public const string Suspension = "suspension";
}
