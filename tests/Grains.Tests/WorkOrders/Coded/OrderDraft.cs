using CityActors.Commits;
using CityActors.Deadlines;
using CityActors.Facts;

namespace CityActors.WorkOrders.Coded;

/// <summary>An order in the middle of a decision: each line changes it and brings the facts that follow.</summary>
/// <param name="id">The order's id.</param>
/// <param name="before">The order before the decision; it stays as it is.</param>
/// <param name="calendar">The working time that its clocks count.</param>
internal sealed class OrderDraft(string id, WorkOrder before, WorkCalendar calendar)
{
    private readonly WorkOrder before = before;
    private readonly List<CityFact> facts = [];
    private WorkOrder? order;

    /// <summary>The order as it is now.</summary>
    public WorkOrder Order => order ?? before;

    /// <summary>Everything decided so far; an order without a new line did not change.</summary>
    public Decision<WorkOrder> Decision => facts.Count == 0 ? Commits.Decision.None(before) : Commits.Decision.To(Order, facts);

    /// <summary>Sets the terms of an order that begins with the next line.</summary>
    public void Begin(OrderTerms terms) => order = before with { Terms = terms };

    /// <summary>Adds a line.</summary>
    /// <exception cref="CalendarYearMissingException">A clock would run into a year whose holidays are not known.</exception>
    public void Add(OrderEntry entry)
    {
        var last = Order;
        order = OrderFold.Apply(id, last, entry, calendar);
        facts.AddRange(OrderFacts.Of(id, last, order, entry));
    }

    /// <summary>
    /// Adds what fell due up to a time, overdue clocks and the end of a suspension, each at its own time; where the calendar was corrected by then, it moves what was
    /// still to come, so that nothing falls due that it has put off.
    /// </summary>
    /// <exception cref="CalendarYearMissingException">A suspension ends in a year whose holidays are not known.</exception>
    public void CatchUp(DateTimeOffset upTo)
    {
        if (calendar.CorrectedAt is { } corrected && corrected <= upTo)
        {
            RunOut(corrected);
            foreach (var clock in Order.Clocks)
            {
                if (clock.LaterBy(calendar) is { } due)
                {
                    Add(OrderEntries.OfCorrection(Order, clock, due, corrected));
                }
            }
        }

        RunOut(upTo);
    }

    private void RunOut(DateTimeOffset upTo)
    {
        while (NextDue(Order) is { } clock && clock.DueAt <= upTo)
        {
            Add(OrderEntries.OfClock(Order, clock));
        }
    }

    /// <summary>Catches up to a time, or to the last line where that was later: time never runs back within an order.</summary>
    /// <returns>The time of the next line.</returns>
    /// <exception cref="CalendarYearMissingException">A suspension ends in a year whose holidays are not known.</exception>
    public DateTimeOffset PassTo(DateTimeOffset time)
    {
        var at = time > Order.Summary!.ChangedAt ? time.ToUniversalTime() : Order.Summary.ChangedAt;
        CatchUp(at);
        return at;
    }

    /// <summary>The clock that runs out next, or null.</summary>
    public static OrderClock? NextDue(WorkOrder order) => order.Clocks
        .Where(static clock => clock is { DueAt: not null, IsOverdue: false })
        .OrderBy(static clock => clock.DueAt)
        .ThenBy(static clock => clock.Name, StringComparer.Ordinal)
        .FirstOrDefault();
}
