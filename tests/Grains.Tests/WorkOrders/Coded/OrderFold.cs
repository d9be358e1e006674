using CityActors.Deadlines;
using static CityActors.WorkOrders.OrderEvents;

namespace CityActors.WorkOrders.Coded;

/// <summary>State as a fold of history: what each line does to an order and its clocks. Decides nothing.</summary>
internal static class OrderFold
{
    /// <summary>The order rebuilt from its terms and history; the history itself is not put into it. Without a calendar it has no clocks that count.</summary>
    public static WorkOrder Rebuild(string id, OrderTerms terms, IEnumerable<OrderEntry> history, WorkCalendar? calendar) =>
        history.Aggregate(new WorkOrder { Terms = terms }, (order, entry) => Step(id, order, entry, calendar));

    /// <summary>What the order was after the last of some lines; a calendar that was corrected since then changes nothing of it.</summary>
    /// <exception cref="CalendarYearMissingException">A line older than <see cref="OrderEntry.DueClock"/> needs a year that the calendar lacks.</exception>
    public static OrderSummary SummaryAfter(string id, OrderTerms terms, IReadOnlyList<OrderEntry> history, WorkCalendar calendar) => history[^1].DueClock is { } clock
        ? Rebuild(id, terms, history, calendar: null).Summary! with { DueAt = history[^1].DueAt, DueClock = clock }
        : Rebuild(id, terms, history, calendar).Summary!;

    /// <summary>The order after one more line, which notes what is due then.</summary>
    public static WorkOrder Apply(string id, WorkOrder order, OrderEntry entry, WorkCalendar calendar)
    {
        var next = Step(id, OrderLines.InRows(order), entry, calendar);
        return OrderLines.With(next, entry with { DueAt = next.Summary!.DueAt, DueClock = next.Summary.DueClock });
    }

    // All but the lines themselves, which would be copied for every one.
    private static WorkOrder Step(string id, WorkOrder order, OrderEntry entry, WorkCalendar? calendar)
    {
        var next = Change(order.Summary is null ? Begin(id, order, entry) : order, entry, calendar) with { Round = entry.Round };
        var due = next.Clocks
            .Where(static clock => clock.DueAt is not null)
            .OrderBy(static clock => clock.IsOverdue)
            .ThenBy(static clock => clock.DueAt)
            .FirstOrDefault();
        return next with
        {
            Summary = next.Summary! with
            {
                Status = entry.Status,
                Version = entry.Version,
                ChangedAt = entry.At,
                Responders = next.Crew.Select(static member => member.Responder).ToArray(),
                DueAt = due?.DueAt,
                DueClock = due?.Name ?? "",
            },
        };
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

    private static WorkOrder Change(WorkOrder order, OrderEntry entry, WorkCalendar? calendar)
    {
        var clocks = new ClockSet(order.Clocks, entry.At, calendar);
        var (limits, summary) = (order.Terms!.Limits, order.Summary!);
        return entry.What switch
        {
            Reported => AddReport(order, entry) with { Clocks = clocks.Start(ClockNames.Acceptance, limits.Accept).Now },
            ReportAdded => AddReport(order, entry),
            CheckAsked => order with { Clocks = clocks.Pause(ClockNames.Acceptance).Start(ClockNames.Check, limits.Check).Now },
            Filed => order with { Clocks = clocks.Clear().Start(ClockNames.Dispatch, limits.Dispatch).Now },
            Dispatched => Dispatch(order, entry, clocks),
            NobodyFree => order with { Crew = WithoutGivenUp(order.Crew, entry).ToArray() },
            SignedFor => order with { Crew = Sign(order.Crew, entry) },
            Declined => order with { Crew = order.Crew.Where(member => member.Responder != entry.Subject).ToArray() },
            Confirmed => order with { Clocks = clocks.Stop(ClockNames.Handling).Start(ClockNames.Closing, limits.Close).Now },
            VerificationAsked => order with { Clocks = clocks.Pause(ClockNames.Closing).Start(ClockNames.Verify, limits.Verify).Now },
            ReworkOrdered => order with
            {
                Crew = [],
                Clocks = clocks.Stop(ClockNames.Closing).Stop(ClockNames.Verify).Ensure(ClockNames.Handling, limits.Handling).Now,
                Summary = summary with { Reworks = summary.Reworks + 1 },
            },
            Returned => order with { Crew = [], Clocks = clocks.Pause(ClockNames.Handling).Start(ClockNames.Dispatch, limits.Dispatch).Now },
            Suspended => order with { Crew = [], Clocks = clocks.Pause(ClockNames.Handling).Until(ClockNames.Suspension, entry.Until!.Value).Now },
            Resumed => order with { Clocks = clocks.Stop(ClockNames.Suspension).Resume(ClockNames.Handling).Now },
            Extended => order with
            {
                Clocks = clocks.Extend(ClockNames.Handling).Now,
                Summary = summary with { Extensions = summary.Extensions + 1 },
            },
            CalendarCorrected => order with { Clocks = clocks.Move(entry.Subject, entry.Until!.Value).Now },
            Escalated => order with { Summary = summary with { IsEscalated = true } },
            Reopened => Reopen(order, entry, clocks),
            AppealGranted => order with { Summary = summary with { IsExempt = true } },
            Rated => order with { Summary = summary with { Rating = entry.Number } },
            NotFiled or Closed or Merged or Cancelled =>
                order with { Clocks = [], Summary = summary with { EndedAt = entry.At, IsEscalated = false } },
            _ when ClockOf(entry.What) is { } clock => Overdue(order, clock, clocks),
            _ => order, // Started, submitted, extension refused, an alert's end: status and line say it all.
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

    // Back to the same department the handling clock goes on; another one gets the whole limit.
    private static WorkOrder Dispatch(WorkOrder order, OrderEntry entry, ClockSet clocks)
    {
        var isSame = order.Summary!.Department == entry.Subject;
        var handling = order.Terms!.Limits.Handling;
        clocks.Stop(ClockNames.Dispatch);
        return order with
        {
            Crew = Crew(isSame ? order.Crew : [], entry),
            Clocks = (isSame ? clocks.Resume(ClockNames.Handling).Ensure(ClockNames.Handling, handling) : clocks.Start(ClockNames.Handling, handling)).Now,
            Summary = order.Summary with { Department = entry.Subject },
        };
    }

    // Whoever signed stays; a newly chosen one takes the place of the unsigned one with the same skill.
    private static CrewMember[] Crew(IReadOnlyList<CrewMember> before, OrderEntry entry)
    {
        var chosen = entry.Choices.Where(static choice => choice.Responder.Length > 0).ToArray();
        return WithoutGivenUp(before, entry)
            .Concat(chosen
                .Where(choice => !before.Any(member => member.HasSigned && member.Responder == choice.Responder))
                .Select(static choice => new CrewMember(choice.Skill, choice.Responder, HasSigned: false)))
            .ToArray();
    }

    // Where nobody was found for a skill, whoever had not signed for it was given up.
    private static IEnumerable<CrewMember> WithoutGivenUp(IReadOnlyList<CrewMember> crew, OrderEntry entry) =>
        crew.Where(member => member.HasSigned || !entry.Choices.Any(choice => choice.Skill == member.Skill));

    // One that had been given up and signs late comes back; the line says for which skill.
    private static CrewMember[] Sign(IReadOnlyList<CrewMember> crew, OrderEntry entry) =>
        crew.Select(member => member.Responder == entry.Subject ? member with { HasSigned = true } : member)
            .Concat(entry.Choices.Select(static choice => new CrewMember(choice.Skill, choice.Responder, HasSigned: true)))
            .ToArray();

    private static WorkOrder Reopen(WorkOrder order, OrderEntry entry, ClockSet clocks)
    {
        var limits = order.Terms!.Limits;
        var (name, limit) = entry.Status == OrderStatus.Filed ? (ClockNames.Dispatch, limits.Dispatch) : (ClockNames.Acceptance, limits.Accept);
        return order with { Crew = [], Clocks = clocks.Clear().Start(name, limit).Now, Summary = order.Summary! with { EndedAt = null } };
    }

    private static WorkOrder Overdue(WorkOrder order, string clock, ClockSet clocks)
    {
        var summary = order.Summary!;
        return order with
        {
            Clocks = clocks.MarkOverdue(clock).Now,
            Summary = summary with
            {
                Overdue = summary.Overdue.Contains(clock) ? summary.Overdue : summary.Overdue.Append(clock).ToArray(),
                IsEscalated = summary.IsEscalated || clock is ClockNames.Acceptance or ClockNames.Dispatch or ClockNames.Handling,
            },
        };
    }
}
