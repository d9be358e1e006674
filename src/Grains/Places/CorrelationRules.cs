using CityActors.WorkOrders;

namespace CityActors.Places;

/// <summary>
/// Decides which reports are one matter: same category, near, soon, and the matter still open. Pure: times come from the reports.
/// </summary>
/// <remarks>
/// A matter's place is that of its first report and its time reaches from its earliest to its latest report, so what comes in late
/// joins as it would have in time. What does depend on the order of arrival: which of two reports is the first one (it gives place
/// and name), and chains: of three reports 40 m apart in a row, the middle one first makes one matter, an outer one first makes two.
/// </remarks>
internal static class CorrelationRules
{
    /// <summary>Answers a report; one that was answered before leaves the state as it is.</summary>
    public static (MatterIndexState Next, MatterClaim Claim) Claim(MatterIndexState state, MatterReport report, CorrelationOptions options)
    {
        if (state.Given.Find(report.Id) is { } before)
        {
            return (state, Answer(state, before));
        }

        var next = state with { Newest = report.At > state.Newest ? report.At : state.Newest, Decisions = state.Decisions + 1 };
        (next, var claim) = report.MayMerge && Nearest(next, report, options) is var (matter, distance) && matter is not null
            ? Join(next, matter, report, distance)
            : Begin(next, report);
        claim = claim with { Order = next.RootOf(OrderIds.Of(claim.Joined ?? claim.Report)) };
        next = Forget(next with { Given = next.Given.With(report.Id, claim) }, options);
        return (next, Answer(next, claim));
    }

    /// <summary>The matter ended: nothing joins it any more. One that is not open leaves the state as it is.</summary>
    public static MatterIndexState Close(MatterIndexState state, string matterId) => state.Without(matterId);

    private static (OpenMatter? Matter, double DistanceMetres) Nearest(MatterIndexState state, MatterReport report, CorrelationOptions options)
    {
        OpenMatter? best = null;
        var bestDistance = double.PositiveInfinity;
        foreach (var id in state.Map.Near(report.Category, report.Position, options.RadiusMetres))
        {
            var matter = state.Open.Find(id)!;
            var distance = Geography.DistanceMetres(matter.Position, report.Position);
            if (distance <= options.RadiusMetres
                && report.At >= matter.Earliest - options.Window
                && report.At <= matter.Latest + options.Window
                && (distance < bestDistance || (distance == bestDistance && string.CompareOrdinal(matter.Id, best!.Id) < 0)))
            {
                (best, bestDistance) = (matter, distance);
            }
        }

        return (best, bestDistance);
    }

    private static (MatterIndexState Next, GivenClaim Claim) Join(MatterIndexState state, OpenMatter matter, MatterReport report, double distanceMetres)
    {
        var longer = matter with
        {
            Earliest = report.At < matter.Earliest ? report.At : matter.Earliest,
            Latest = report.At > matter.Latest ? report.At : matter.Latest,
        };
        return (longer == matter ? state : state.With(longer), new GivenClaim(
            report.Id, matter.Cell, report.At, matter.Id, Math.Round(distanceMetres, 1), state.Decisions));
    }

    private static (MatterIndexState Next, GivenClaim Claim) Begin(MatterIndexState state, MatterReport report)
    {
        var next = !report.MayMerge ? state : state.With(new OpenMatter(
            report.Id, report.Category, report.Position, Earliest: report.At, Latest: report.At, report.Cell, report.Report));
        return (next, new GivenClaim(report.Id, report.Cell, report.At, Number: state.Decisions));
    }

    private static MatterClaim Answer(MatterIndexState state, GivenClaim claim) => claim.Joined is { } matter
        ? new(matter, claim.Cell, IsFirst: false, claim.DistanceMetres, claim.Order == OrderIds.Of(matter) ? state.Open.Find(matter)?.First : null) { Order = claim.Order }
        : new(claim.Report, claim.Cell, IsFirst: true, 0, First: null) { Order = claim.Order };

    private static MatterIndexState Forget(MatterIndexState state, CorrelationOptions options)
    {
        var lastJoinable = state.Newest - options.Window - options.Lateness;
        while (state.Open.Oldest is { Value: var matter } && matter.Latest < lastJoinable)
        {
            state = state.Without(matter.Id);
        }

        while (state.Given.Oldest is { Value: var claim } && (state.Given.Count > options.MaxRemembered || claim.At < state.Newest - options.Memory))
        {
            state = state with { Given = state.Given.Without(claim.Report) };
        }

        return state;
    }
}
