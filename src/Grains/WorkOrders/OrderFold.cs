using System.Collections.Immutable;
using CityActors.Cases;
using CityActors.Deadlines;
using static CityActors.WorkOrders.OrderEvents;

namespace CityActors.WorkOrders;

/// <summary>State as a fold of history: what each line and the case after it make of an order. Decides nothing.</summary>
internal static class OrderFold
{
    /// <summary>The order after one more line, which notes what is due then.</summary>
    /// <param name="id">The order's id.</param>
    /// <param name="order">The order.</param>
    /// <param name="entry">The line.</param>
    /// <param name="after">Its case after the line, which says what has become of clocks and crew.</param>
    public static WorkOrder Apply(string id, WorkOrder order, OrderEntry entry, CaseState after)
    {
        var next = Told(Noted(id, order.Case is null ? OrderLines.InRows(order) : order, entry), entry, after);
        return OrderLines.With(next, entry with { DueAt = next.Summary!.DueAt, DueClock = next.Summary.DueClock });
    }

    /// <summary>The order rebuilt from its lines and those of its case; the lines themselves are not put into it.</summary>
    /// <param name="program">Its type.</param>
    /// <param name="order">An order that exists.</param>
    /// <param name="calendar">The working time that its clocks count; null: none of them is kept.</param>
    /// <param name="version">Up to this line.</param>
    public static WorkOrder Rebuild(CaseProgram? program, WorkOrder order, WorkCalendar? calendar, long version = long.MaxValue)
    {
        var id = order.Summary!.Id;
        var lines = CaseLinesOf(order);
        var state = new CaseState { Id = id, Terms = order.Case?.Terms };
        var next = new WorkOrder { Terms = order.Terms };
        var taken = 0;
        foreach (var entry in OrderLines.All(order).TakeWhile(entry => entry.Version <= version))
        {
            if (taken < lines.Count && lines[taken].Version == entry.Version)
            {
                state = CaseFold.Apply(program!, state, lines[taken++], calendar);
            }

            next = taken > 0 ? Told(Noted(id, next, entry), entry, state) : FormerOrders.Step(Noted(id, next, entry), entry);
        }

        return next;
    }

    /// <summary>What the order was after one of its lines; a calendar that was corrected since then changes nothing of it.</summary>
    public static OrderSummary SummaryAfter(CaseProgram? program, WorkOrder order, long version)
    {
        var summary = Rebuild(program, order, calendar: null, version).Summary!;
        var line = OrderLines.All(order).Last(entry => entry.Version <= version);
        return summary with { DueAt = line.DueAt, DueClock = line.DueClock ?? "" };
    }

    // Where an order was adopted, the case begins with that line.
    private static ImmutableList<CaseLine> CaseLinesOf(WorkOrder order)
    {
        var history = order.Case?.History ?? [];
        return history.FindIndex(static line => line.Adopted is not null) is >= 0 and var adopted ? history.RemoveRange(0, adopted) : history;
    }

    // What a case does not know of: reports, and how often something happened.
    private static WorkOrder Noted(string id, WorkOrder before, OrderEntry entry)
    {
        var order = before.Summary is null ? Begin(id, before, entry) : before;
        var summary = order.Summary!;
        return entry.What switch
        {
            Reported or ReportAdded => AddReport(order, entry),
            ReworkOrdered => order with { Summary = summary with { Reworks = summary.Reworks + 1 } },
            Extended => order with { Summary = summary with { Extensions = summary.Extensions + 1 } },
            Rated => order with { Summary = summary with { Rating = entry.Number } },
            _ => order,
        };
    }

    private static WorkOrder Told(WorkOrder order, OrderEntry entry, CaseState after)
    {
        var (due, holders) = (DueOf(after.Clocks), after.EndedAt is null ? after.Holders : after.HeldAtEnd);
        return order.As(after) with
        {
            Round = entry.Round,
            Summary = order.Summary! with
            {
                Status = entry.Status,
                Version = entry.Version,
                ChangedAt = entry.At,
                EndedAt = after.EndedAt,
                Department = order.Summary.Department.Length > 0 || entry.What is Dispatched or Transferred ? after.Unit : "",
                Responders = holders.Count == 0 ? [] : [.. holders.Select(static holder => holder.Who)],
                DueAt = due?.DueAt,
                DueClock = due?.Name ?? "",
                Overdue = after.Overdue,
                IsEscalated = after.IsEscalated,
                IsExempt = after.Exempt.Length > 0,
                Area = after.Area == order.Summary.Cell ? null : after.Area,
                Supervision = OrderProjection.SupervisionOf(after),
            },
        };
    }

    // Which stage is due next; where nothing is any more, what was due first.
    private static OrderClock? DueOf(IReadOnlyList<OrderClock> clocks)
    {
        OrderClock? due = null;
        foreach (var clock in clocks)
        {
            if (clock.DueAt is not null && ClockNames.All.Contains(clock.Name) && (due is null || (clock.IsOverdue == due.IsOverdue ? clock.DueAt < due.DueAt : due.IsOverdue)))
            {
                due = clock;
            }
        }

        return due;
    }

    private static WorkOrder Begin(string id, WorkOrder order, OrderEntry entry)
    {
        var report = entry.Report ?? throw new InvalidOperationException($"The history of {id} does not begin with a report.");
        return order with
        {
            Text = report.Text,
            Summary = new OrderSummary
            {
                Id = id,
                Status = entry.Status,
                Category = report.Category,
                Channel = report.Channel,
                Cell = report.Cell,
                Position = report.Position,
                ReportedAt = entry.At,
                ChangedAt = entry.At,
                Drill = report.Drill,
            },
        };
    }

    private static WorkOrder AddReport(WorkOrder order, OrderEntry entry)
    {
        var report = entry.Report!;
        return order with
        {
            Reporters = OrderLines.IsHuman(report) ? order.Reporters.Add(report.Reporter) : order.Reporters,
            Summary = OrderLines.WithReport(order.Summary!, report.Id),
        };
    }
}
