using System.Collections.Immutable;
using CityActors.Cases;

namespace CityActors.WorkOrders;

/// <summary>Orders from before they had a type: how such a one stands as a case. Pure.</summary>
internal static class OrderAdoption
{
    private const string Crew = "crew";

    /// <summary>The case that an order is from now on; its former lines are seen as lines of the case.</summary>
    /// <param name="program">The type by which it goes on.</param>
    /// <param name="order">An order that exists and has no case.</param>
    public static CaseState Of(CaseProgram program, WorkOrder order)
    {
        var (summary, holders) = (order.Summary!, order.Crew.Select(static member => new CaseHolder(Crew, member.Responder, member.Skill, member.HasSigned)).ToArray());
        var unit = summary.Department.Length > 0 ? summary.Department : order.Terms!.Department;
        return new CaseState
        {
            Id = summary.Id,
            Terms = new CaseTerms(program.Spec.Case, program.Pack.Name, program.Pack.Manifest.Version, program.Pack.Digest, TimeLimits.Of(program.Spec, order.Terms!.Limits, static _ => null), order.Terms),
            Status = OrderStates.NameOf(summary.Status),
            Version = summary.Version,
            ChangedAt = summary.ChangedAt,
            BegunAt = summary.ReportedAt,
            EndedAt = summary.EndedAt,
            Area = summary.Cell,
            Unit = unit,
            Fields = OrderProjection.BeginningOf(OrderLines.Reports(order).First().Report!).Fields,
            Holders = summary.EndedAt is null ? holders : [],
            HeldAtEnd = summary.EndedAt is null ? [] : holders,
            Offers = summary.EndedAt is null ? OffersOf(order) : [],
            Wanted = WantedOf(order),
            Clocks = order.Clocks,
            Overdue = summary.Overdue,
            Exempt = summary.IsExempt ? "appeal" : "",
            IsEscalated = summary.IsEscalated,
            History = HistoryOf(order),
        };
    }

    /// <summary>The line that says so.</summary>
    /// <param name="state">The case.</param>
    public static CaseLine Line(CaseState state) => new()
    {
        Version = state.Version + 1,
        At = state.ChangedAt,
        Actor = CaseDraft.System,
        What = OrderEvents.Adopted,
        Status = state.Status,
        Subject = $"{state.Terms!.Pack} {state.Terms.Version}",
        Why = "Judged from now on by the type of case in force. 自此按现行工单规则办理。",
        Adopted = state with { Parties = ImmutableSortedDictionary.Create<string, IReadOnlyList<string>>(StringComparer.Ordinal) },
    };

    /// <summary>The lines from before it was adopted, but for those that only note what happened outside.</summary>
    public static ImmutableList<CaseLine> HistoryOf(WorkOrder order, long before = long.MaxValue) =>
        [.. order.History.Where(line => line.Version < before && line.What is not (OrderEvents.ReportAdded or OrderEvents.AlertEnded)).Select(OrderProjection.LineOf)];

    // Who was chosen in this round, by which unit's order: whoever lost the place may come back to it.
    private static List<CaseOffer> OffersOf(WorkOrder order)
    {
        var offers = new List<CaseOffer>();
        foreach (var line in order.History.Where(line => line.Round == order.Round))
        {
            if (line.What == OrderEvents.Declined)
            {
                offers.RemoveAll(offer => offer.Who == line.Subject);
            }
            else if (line.What == OrderEvents.Dispatched)
            {
                var found = line.Choices.Where(static choice => choice.Responder.Length > 0).ToArray();
                offers.RemoveAll(offer => found.Any(choice => choice.Responder == offer.Who));
                offers.AddRange(found.Select(choice => new CaseOffer(Crew, choice.Responder, choice.Skill, line.Subject)));
            }
        }

        return offers;
    }

    // Looked for since the round began, until somebody is found, or it is put off.
    private static ImmutableSortedDictionary<string, long> WantedOf(WorkOrder order)
    {
        var wanted = ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal);
        var round = order.History.Where(line => line.Round == order.Round && order.Round > 0).ToList();
        return order.IsEnded || round.Count == 0 || round.Exists(static line => line.What == OrderEvents.Suspended || (line.What == OrderEvents.Dispatched && line.Choices.Any(static choice => choice.Responder.Length > 0)))
            ? wanted
            : wanted.Add(Crew, round[0].Version);
    }
}
