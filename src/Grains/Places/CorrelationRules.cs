using System.ComponentModel.DataAnnotations;
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
    /// <param name="own">The category's own reach; null: the city's.</param>
    public static (MatterIndexState Next, MatterClaim Claim) Claim(MatterIndexState state, MatterReport report, MergeReach? own, CorrelationOptions options)
    {
        if (state.Given.Find(report.Id) is { } before)
        {
            return (state, Answer(state, before));
        }

        var next = state with { Newest = report.At > state.Newest ? report.At : state.Newest, Decisions = state.Decisions + 1 };
        (next, var claim) = report.MayMerge && Nearest(next, report, own ?? new MergeReach(options.RadiusMetres, options.Window)) is var (matter, distance) && matter is not null
            ? Join(next, matter, report, own, distance)
            : Begin(next, report, own);
        claim = claim with { Order = next.RootOf(OrderIds.Of(claim.Joined ?? claim.Report)) };
        next = Forget(next with { Given = next.Given.With(report.Id, claim) }, options);
        return (next, Answer(next, claim));
    }

    private static (OpenMatter? Matter, double DistanceMetres) Nearest(MatterIndexState state, MatterReport report, MergeReach reach)
    {
        OpenMatter? best = null;
        var bestDistance = double.PositiveInfinity;
        foreach (var id in state.Map.Near(report.Category, report.Position, reach.Metres))
        {
            var matter = state.Open.Find(id)!;
            var distance = Geography.DistanceMetres(matter.Position, report.Position);
            if (distance <= reach.Metres
                && report.At >= matter.Earliest - reach.Within
                && report.At <= matter.Latest + reach.Within
                && (distance < bestDistance || (distance == bestDistance && string.CompareOrdinal(matter.Id, best!.Id) < 0)))
            {
                (best, bestDistance) = (matter, distance);
            }
        }

        return (best, bestDistance);
    }

    private static (MatterIndexState Next, StoredClaim Claim) Join(MatterIndexState state, OpenMatter matter, MatterReport report, MergeReach? own, double distanceMetres)
    {
        var longer = matter with
        {
            Earliest = report.At < matter.Earliest ? report.At : matter.Earliest,
            Latest = report.At > matter.Latest ? report.At : matter.Latest,
            Within = own?.Within,
        };
        return (longer == matter ? state : state.With(longer), new StoredClaim(
            report.Id, matter.Cell, report.At, matter.Id, Math.Round(distanceMetres, 1), state.Decisions));
    }

    private static (MatterIndexState Next, StoredClaim Claim) Begin(MatterIndexState state, MatterReport report, MergeReach? own)
    {
        var next = !report.MayMerge ? state : state.With(new OpenMatter(
            report.Id, report.Category, report.Position, Earliest: report.At, Latest: report.At, report.Cell, report.Report, own?.Within));
        return (next, new StoredClaim(report.Id, report.Cell, report.At, Number: state.Decisions));
    }

    private static MatterClaim Answer(MatterIndexState state, StoredClaim claim) => claim.Joined is { } matter
        ? new(matter, claim.Cell, IsFirst: false, claim.DistanceMetres, claim.Order == OrderIds.Of(matter) ? state.Open.Find(matter)?.First : null) { Order = claim.Order }
        : new(claim.Report, claim.Cell, IsFirst: true, 0, First: null) { Order = claim.Order };

    private static MatterIndexState Forget(MatterIndexState state, CorrelationOptions options)
    {
        var onTime = state.Newest - options.Lateness;
        while (state.Open.Oldest is { Value: var matter } && matter.Latest + (matter.Within ?? options.Window) < onTime)
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

/// <summary>When two reports are one matter.</summary>
public sealed class CorrelationOptions : IValidatableObject
{
    /// <summary>How far from a matter's first report another may be, metres.</summary>
    /// <value>From 1 to 500. Default 50: the error of a telephone's position and the reach of a camera.</value>
    [Range(1.0, 500.0)]
    public double RadiusMetres { get; set; } = 50;

    /// <summary>How long before a matter's earliest or after its latest report another may be.</summary>
    /// <value>From 10 seconds to 1 day. Default 10 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")]
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How late a report may come in and still find its matter.</summary>
    /// <value>From 0 to 1 day. Default 1 hour, counted from the newest report of the district.</value>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan Lateness { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long a report's answer is remembered, counted from the newest report of the district.</summary>
    /// <value>From 1 hour to 30 days. Default 7 days.</value>
    [Range(typeof(TimeSpan), "01:00:00", "30.00:00:00")]
    public TimeSpan Memory { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How many answers are remembered at most; the oldest go first.</summary>
    /// <value>From 100 to 100,000. Default 5,000: more than a district sees in a day. As many merged and ended orders are remembered.</value>
    [Range(100, 100_000)]
    public int MaxRemembered { get; set; } = 5_000;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Memory < Window + Lateness)
        {
            yield return new ValidationResult(
                $"give at least Window and Lateness together, {Window + Lateness}, or a repeated report may count twice", [nameof(Memory)]);
        }
    }
}
