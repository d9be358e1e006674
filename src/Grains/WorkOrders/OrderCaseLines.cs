using System.Collections.Immutable;
using CityActors.Cases;
using CityActors.Commits;

namespace CityActors.WorkOrders;

/// <summary>The lines of an order and of its case, each pair in one row; a report or the end of an alert is a row already.</summary>
internal sealed class OrderCaseLines : RowKind<WorkOrder>
{
    /// <inheritdoc/>
    public override IEnumerable<RowWrite> Difference(WorkOrder before, WorkOrder after, StateSerializer serializer)
    {
        var (lines, known, next) = (after.Case?.History ?? [], before.Summary?.Version ?? 0, after.History.Count - 1);
        for (var i = lines.Count - 1; i >= 0 && lines[i].Version > known; i--)
        {
            while (next >= after.Kept.Count && after.History[next].Version > lines[i].Version)
            {
                next--;
            }

            var entry = next >= after.Kept.Count && after.History[next].Version == lines[i].Version ? after.History[next] : null;
            yield return CaseLines.RowOf(lines[i] with { Order = entry is null ? null : OrderNote.Of(entry, lines[i]) }, serializer);
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
        return state.As(known with { History = former.AddRange(lines.Select(static line => line with { Order = null })) }) with
        {
            History = [.. state.Kept, .. lines.Where(static line => line.Order is not null).Select(static line => line.Order!.With(line))],
        };
    }
}
