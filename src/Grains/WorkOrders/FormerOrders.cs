using static CityActors.WorkOrders.OrderEvents;

namespace CityActors.WorkOrders;

/// <summary>What orders made of their lines before they had a type: a command of that time that is repeated gets the answer of that time. Pure.</summary>
/// <remarks>What was due after a line the line itself says.</remarks>
internal static class FormerOrders
{
    /// <summary>The order after one more line.</summary>
    public static WorkOrder Step(WorkOrder order, OrderEntry entry)
    {
        var next = Change(order, entry);
        return next with
        {
            Round = entry.Round,
            Summary = next.Summary! with
            {
                Status = entry.Status,
                Version = entry.Version,
                ChangedAt = entry.At,
                Responders = next.Crew.Select(static member => member.Responder).ToArray(),
                DueAt = entry.DueAt,
                DueClock = entry.DueClock ?? "",
            },
        };
    }

    private static WorkOrder Change(WorkOrder order, OrderEntry entry)
    {
        var summary = order.Summary!;
        return entry.What switch
        {
            Dispatched => order with { Crew = Crew(summary.Department == entry.Subject ? order.Crew : [], entry), Summary = summary with { Department = entry.Subject } },
            NobodyFree => order with { Crew = WithoutGivenUp(order.Crew, entry).ToArray() },
            SignedFor => order with { Crew = Sign(order.Crew, entry) },
            Declined => order with { Crew = order.Crew.Where(member => member.Responder != entry.Subject).ToArray() },
            ReworkOrdered or Returned or Suspended => order with { Crew = [] },
            Escalated => order with { Summary = summary with { IsEscalated = true } },
            Reopened => order with { Crew = [], Summary = summary with { EndedAt = null } },
            AppealGranted => order with { Summary = summary with { IsExempt = true } },
            NotFiled or Closed or Merged or Cancelled => order with { Summary = summary with { EndedAt = entry.At, IsEscalated = false } },
            _ when ClockOf(entry.What) is { } clock => Overdue(order, clock),
            _ => order, // The status and the line say it all.
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

    private static WorkOrder Overdue(WorkOrder order, string clock)
    {
        var summary = order.Summary!;
        return order with
        {
            Summary = summary with
            {
                Overdue = summary.Overdue.Contains(clock) ? summary.Overdue : summary.Overdue.Append(clock).ToArray(),
                IsEscalated = summary.IsEscalated || clock is ClockNames.Acceptance or ClockNames.Dispatch or ClockNames.Handling,
            },
        };
    }
}
