using System.Collections.Immutable;
using CityActors.Cases;
using CityActors.Commits;

namespace CityActors.WorkOrders;

/// <summary>The lines of an order's case, each in a row of its own; a report or the end of an alert is a row already.</summary>
internal sealed class OrderCaseLines : RowKind<WorkOrder>
{
    /// <inheritdoc/>
    public override IEnumerable<RowWrite> Difference(WorkOrder before, WorkOrder after, StateSerializer serializer)
    {
        var (history, known) = (after.Case?.History ?? [], before.Summary?.Version ?? 0);
        for (var i = history.Count - 1; i >= 0 && history[i].Version > known; i--)
        {
            yield return CaseLines.RowOf(history[i], serializer);
        }
    }

    /// <inheritdoc/>
    public override WorkOrder Fill(WorkOrder state, IEnumerable<StoredRow> rows, StateSerializer serializer)
    {
        if (state.Case is not { } known)
        {
            return state;
        }

        ImmutableList<CaseLine> lines = CaseLines.Of(rows, serializer);
        var former = lines is [{ Adopted: not null } first, ..] ? OrderAdoption.HistoryOf(state, first.Version) : [];
        return state with { Case = known with { History = former.AddRange(lines) } };
    }
}
