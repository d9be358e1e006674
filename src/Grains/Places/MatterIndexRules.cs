using System.Collections.Immutable;
using CityActors.Alerts;
using CityActors.Cases;
using CityActors.Commits;
using CityActors.Facts;
using CityActors.Packs.Format;
using CityActors.WorkOrders;
using Microsoft.Extensions.Options;

namespace CityActors.Places;

/// <summary>What a district's matter index decides: which reports are one matter, and which orders become one.</summary>
/// <param name="catalogue">What alerts become.</param>
/// <param name="correlation">When two reports are one matter.</param>
internal sealed class MatterIndexRules(Catalogue catalogue, IOptions<CorrelationOptions> correlation) : ICityRules<MatterIndexState>
{
    private readonly CorrelationOptions options = correlation.Value;

    public IReadOnlyList<RowKind<MatterIndexState>> RowKinds => Rows;

    /// <summary>What is stored row by row.</summary>
    public static IReadOnlyList<RowKind<MatterIndexState>> Rows { get; } =
    [
        KindOf("open", static state => state.Open, static (state, rows) => state.WithOpen(rows)),
        KindOf("given", static state => state.Given, static (state, rows) => state with { Given = state.Given.Of(rows) }),
        KindOf("merged", static state => state.Merged, static (state, rows) => state with { Merged = state.Merged.Of(rows) }),
        KindOf("ended", static state => state.Ended, static (state, rows) => state with { Ended = state.Ended.Of(rows) }),
        KindOf("asked", static state => state.Asked, static (state, rows) => state with { Asked = state.Asked.Of(rows) }),
    ];

    /// <summary>Joins a report to a known matter, or makes it the first of a new one; the same report again gets the same answer and no fact.</summary>
    public (Decision<MatterIndexState> Decision, MatterClaim Claim) Claim(MatterIndexState state, MatterReport report)
    {
        var (next, claim) = CorrelationRules.Claim(state, report, catalogue.Find(report.Category)?.Merge, options);
        if (report.Report is not { } told || ReferenceEquals(next, state))
        {
            return (To(state, next), claim);
        }

        var claimed = new MatterClaimed { Subject = claim.Order, Version = next.Decisions, At = report.At, Area = claim.Cell, Report = told };
        return (Decision.To(next, claimed), claim);
    }

    /// <summary>Decides whether an order may be merged into another; the same command again gets the same answer and no fact.</summary>
    /// <param name="order">The order that is to end.</param>
    public (Decision<MatterIndexState> Decision, MergeReply Reply) Merge(string key, MatterIndexState state, string order, WorkOrderCommand.Merge merge)
    {
        var (into, refusal) = MergeRules.Judge(state, order, merge);
        if (refusal is not null)
        {
            return (Decision.None(state), new MergeReply(null, refusal));
        }

        var granted = merge with { Into = into };
        if (state.Merged.Find(order) is not null)
        {
            return (Decision.None(state), new MergeReply(granted, null));
        }

        var next = MergeRules.Link(state, order, MergedOrder.By(merge, into), options) with { Decisions = state.Decisions + 1 };
        return (Decision.To(next, new MatterMerged
        {
            Subject = order,
            Version = next.Decisions,
            At = merge.At,
            Area = state.MatterOfOrder.TryGetValue(order, out var matter) ? state.Open.Find(matter)!.Cell : AreaCodes.OfMattersKey(key),
            Command = granted,
        }), new MergeReply(granted, null));
    }

    public Decision<MatterIndexState> React(string key, MatterIndexState state, CityFact fact, DateTimeOffset now) => fact switch
    {
        AlertChanged opened => Claim(state, ReportOf(opened.Alert, opened.Privacy)).Decision,
        OrderEnded ended => End(state, ended),
        CaseWanted { CaseType: AskedOrders.Type } wanted => Ask(state, wanted),
        OrderChanged { Entry.What: OrderEvents.Reopened } reopened => To(state, MergeRules.Reopen(state, reopened.Subject)),
        ReportsHandedOver handed => HandOver(state, handed),
        CommandRefused { Command: WorkOrderCommand.Merge merge, Order: not { Status: OrderStatus.Merged } } refused =>
            To(state, MergeRules.Unlink(state, refused.Subject, merge)),
        _ => Decision.None(state),
    };

    private Decision<MatterIndexState> End(MatterIndexState state, OrderEnded ended)
    {
        var (next, facts) = AskedOrders.End(MergeRules.End(state, ended.Subject, ended.At, options), ended);
        return facts.Count > 0 ? Decision.To(next, facts) : To(state, next);
    }

    // A part that cannot begin has ended before it did: its case must not wait for it.
    private Decision<MatterIndexState> Ask(MatterIndexState state, CaseWanted wanted)
    {
        if (state.Asked.Find(wanted.Case) is not null || wanted.Beginning.Parent is not { } parent)
        {
            return Decision.None(state);
        }

        var (report, refusal) = AskedOrders.ReportOf(wanted, catalogue);
        if (report is null)
        {
            return new Decision<MatterIndexState>(state, false,
            [
                new CaseReached { Subject = wanted.Case, Version = 1, At = wanted.At, Area = wanted.Area, Parent = parent, Status = CaseSpec.NotBegun, HasEnded = true, Why = $"{refusal!.English} {refusal.Chinese}" },
            ]);
        }

        var (decision, claim) = Claim(state, new MatterReport { Id = report.Id, Category = report.Category, Position = report.Position, At = report.At, Cell = report.Cell, MayMerge = catalogue.Find(report.Category)!.MayMerge, Report = report });
        return Decision.To(AskedOrders.With(decision.Next, wanted, claim.Order), decision.Facts);
    }

    private static RowKind<MatterIndexState, TRow> KindOf<TRow>(
        string name, Func<MatterIndexState, AgedRows<TRow>> get, Func<MatterIndexState, ImmutableSortedDictionary<string, TRow>, MatterIndexState> put)
        where TRow : class =>
        new(name, state => get(state).ByKey, put, (before, after) => get(after).ChangedSince(get(before)));

    private static Decision<MatterIndexState> To(MatterIndexState state, MatterIndexState next) =>
        ReferenceEquals(next, state) ? Decision.None(state) : Decision.To(next);

    // The order's own word counts: it was merged, whatever was granted here.
    private Decision<MatterIndexState> HandOver(MatterIndexState state, ReportsHandedOver handed) =>
        state.Merged.Find(handed.Subject)?.Into == handed.Into
            ? Decision.None(state)
            : To(state, MergeRules.Link(state, handed.Subject, new MergedOrder(handed.Into, "", handed.At), options));

    private MatterReport ReportOf(Alert alert, Privacy privacy)
    {
        var report = AlertReports.Of(alert, privacy, catalogue);
        return new MatterReport
        {
            Id = report.Id,
            Category = report.Category,
            Position = report.Position,
            At = report.At,
            Cell = report.Cell,
            MayMerge = catalogue.OfAlert(alert.Kind).MayMerge,
            Report = report,
        };
    }
}
