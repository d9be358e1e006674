using System.Text.Json.Serialization;
using CityActors.Deadlines;

namespace CityActors.WorkOrders;

/// <summary>A clock of one stage: counts by the hours of its limit while it runs.</summary>
/// <param name="Name">A name of <see cref="ClockNames"/>.</param>
/// <param name="Limit">The original limit.</param>
/// <param name="Length">The time allowed, extensions included, by the hours of the limit.</param>
/// <param name="Spent">The time used up before the present run.</param>
/// <param name="RunningSince">Since when it runs, UTC, or null: paused.</param>
/// <param name="DueAt">When it runs out, UTC, or null: paused.</param>
/// <param name="IsOverdue">True once it ran out.</param>
[GenerateSerializer, Immutable, Alias("order-clock")]
public sealed record OrderClock(
    [property: Id(0), JsonRequired] string Name,
    [property: Id(1)] TimeLimit Limit = default,
    [property: Id(2)] TimeSpan Length = default,
    [property: Id(3)] TimeSpan Spent = default,
    [property: Id(4)] DateTimeOffset? RunningSince = null,
    [property: Id(5)] DateTimeOffset? DueAt = null,
    [property: Id(6)] bool IsOverdue = false)
{
    /// <summary>A clock that begins to run.</summary>
    internal static OrderClock Started(string name, TimeLimit limit, DateTimeOffset at, WorkCalendar calendar) =>
        new OrderClock(name, limit, limit.Length).Resumed(at, calendar);

    /// <summary>A clock that runs to a date.</summary>
    internal static OrderClock Until(string name, DateTimeOffset at, DateTimeOffset until) =>
        new(name, new TimeLimit(1, LimitUnit.NaturalDays), until - at, RunningSince: at, DueAt: until);

    /// <summary>The clock that runs out next, or null. Of two that do at once the first by name.</summary>
    internal static OrderClock? NextDue(IReadOnlyList<OrderClock> clocks)
    {
        OrderClock? next = null;
        foreach (var clock in clocks)
        {
            if (clock is { DueAt: { } due, IsOverdue: false } && (next is null || due < next.DueAt || (due == next.DueAt && string.CompareOrdinal(clock.Name, next.Name) < 0)))
            {
                next = clock;
            }
        }

        return next;
    }

    /// <summary>A clock that runs out by so much earlier, as the time stands; null: that is past, or nothing runs.</summary>
    internal OrderClock? Earlier(string name, TimeSpan by, DateTimeOffset at, WorkCalendar calendar)
    {
        if (RunningSince is not { } since || IsOverdue)
        {
            return null;
        }

        var early = this with { Name = name, Length = Length - by };
        return early.Left > TimeSpan.Zero && calendar.DeadlineAt(since, Limit.Unit, early.Left) is var due && due > at ? early with { DueAt = due } : null;
    }

    /// <summary>It stops counting. A pause outside its working hours adds nothing.</summary>
    internal OrderClock Paused(DateTimeOffset at, WorkCalendar calendar) => RunningSince is { } since
        ? this with { Spent = SpentAt(since, at, calendar), RunningSince = null, DueAt = null }
        : this;

    /// <summary>It counts again, with the time that was left.</summary>
    internal OrderClock Resumed(DateTimeOffset at, WorkCalendar calendar) => RunningSince is null
        ? this with { RunningSince = at, DueAt = calendar.DeadlineAt(at, Limit.Unit, Left) }
        : this;

    /// <summary>Adds one original limit.</summary>
    internal OrderClock Extended(WorkCalendar calendar) => Extended(calendar, Limit.Length);

    /// <summary>Adds a time, by the hours of the limit.</summary>
    internal OrderClock Extended(WorkCalendar calendar, TimeSpan by)
    {
        var longer = this with { Length = Length + by };
        return DueAt is { } due ? longer with { DueAt = calendar.DeadlineAt(due, Limit.Unit, by) } : longer;
    }

    /// <summary>When it runs out by a calendar that was corrected, if later than now; null: its deadline stands, as it does where the calendar lacks the year.</summary>
    internal DateTimeOffset? LaterBy(WorkCalendar calendar) =>
        !IsOverdue && Limit.IsWorkingTime && RunningSince is { } since && calendar.Reaches(since, Limit.Unit, Left)
            && calendar.DeadlineAt(since, Limit.Unit, Left) is var due && due > DueAt ? due : null;

    // By a calendar that was corrected since, less may be left than up to the deadline, which stands: the later one counts.
    private TimeSpan SpentAt(DateTimeOffset since, DateTimeOffset at, WorkCalendar calendar)
    {
        var (counted, promised) = (Spent + calendar.Elapsed(since, at, Limit.Unit), Length - calendar.Elapsed(at, DueAt!.Value, Limit.Unit));
        return counted < promised ? counted : promised;
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

    /// <summary>All of them, in the order of an order's life. Others of its type, such as those of supervision, are no stage of it.</summary>
    public static IReadOnlyList<string> All { get; } = [Acceptance, Check, Dispatch, Handling, Closing, Verify, Suspension];
}

/// <summary>The clocks of an order at one instant, changed in a chain; the order's own list stays unchanged.</summary>
/// <param name="before">The order's list.</param>
/// <param name="at">The instant.</param>
/// <param name="calendar">The working time that they count; null: none of them is kept.</param>
internal sealed class ClockSet(IReadOnlyList<OrderClock> before, DateTimeOffset at, WorkCalendar? calendar)
{
    private List<OrderClock>? changed;

    /// <summary>The clocks as they are now.</summary>
    public IReadOnlyList<OrderClock> Now => changed ?? before;

    private List<OrderClock> Changed => changed ??= [.. before];

    /// <summary>Begins the clock anew.</summary>
    public ClockSet Start(string name, TimeLimit limit) => calendar is null ? this : Put(OrderClock.Started(name, limit, at, calendar));

    /// <summary>Begins the clock where there is none.</summary>
    public ClockSet Ensure(string name, TimeLimit limit) => Has(name) ? this : Start(name, limit);

    /// <summary>Begins a clock that runs to a date.</summary>
    public ClockSet Until(string name, DateTimeOffset until) => calendar is null ? this : Put(OrderClock.Until(name, at, until));

    /// <summary>Puts a warning beside its clock, or takes it away where there is nothing to warn of.</summary>
    public void Warn(string name, OrderClock? of, TimeSpan before)
    {
        if (of?.Earlier(name, before, at, calendar!) is { } warning)
        {
            Put(warning);
        }
        else
        {
            Stop(name);
        }
    }

    public ClockSet Stop(string name)
    {
        if (Has(name))
        {
            Changed.RemoveAll(clock => clock.Name == name);
        }

        return this;
    }

    public ClockSet Clear()
    {
        Changed.Clear();
        return this;
    }

    public ClockSet Pause(string name) => Change(name, clock => clock.Paused(at, calendar!));

    public ClockSet Resume(string name) => Change(name, clock => clock.Resumed(at, calendar!));

    public ClockSet Extend(string name) => Change(name, clock => clock.Extended(calendar!));

    public ClockSet Extend(string name, TimeSpan by) => Change(name, clock => clock.Extended(calendar!, by));

    /// <summary>Whether there is such a clock.</summary>
    public bool Has(string name)
    {
        foreach (var clock in changed ?? before)
        {
            if (clock.Name == name)
            {
                return true;
            }
        }

        return false;
    }

    public ClockSet Move(string name, DateTimeOffset due) => Change(name, clock => clock with { DueAt = due });

    public ClockSet MarkOverdue(string name) => Change(name, static clock => clock with { IsOverdue = true });

    private ClockSet Put(OrderClock clock)
    {
        Stop(clock.Name);
        Changed.Add(clock);
        return this;
    }

    private ClockSet Change(string name, Func<OrderClock, OrderClock> change)
    {
        if (Has(name))
        {
            var index = Changed.FindIndex(clock => clock.Name == name);
            Changed[index] = change(Changed[index]);
        }

        return this;
    }
}
