namespace CityActors.Places;

/// <summary>
/// Decides which reports are one matter: same category, near, soon, and the matter still open. Pure: times come from the reports.
/// </summary>
/// <remarks>
/// A matter's place is that of its first report and its time reaches from its earliest to its latest report, so what comes in late
/// joins as it would have in time. What does depend on the order of arrival: which of two reports is the first one (it gives place
/// and name), and chains: of three reports 40 m apart in a row, the middle one first makes one matter, an outer one first makes two.
/// </remarks>
internal sealed class CorrelationRules
{
    private readonly CorrelationOptions options;
    private readonly MatterMap map = new();
    private readonly Dictionary<string, OpenMatter> open = new(StringComparer.Ordinal);
    private readonly Dictionary<string, GivenClaim> given = new(StringComparer.Ordinal);
    private readonly Queue<GivenClaim> oldestFirst = new();
    private DateTimeOffset newest;

    public CorrelationRules(MatterIndexState state, CorrelationOptions options)
    {
        this.options = options;
        newest = state.Newest;
        foreach (var matter in state.Open)
        {
            Keep(matter);
        }

        foreach (var claim in state.Given)
        {
            Remember(claim);
        }
    }

    /// <summary>Answers a report; <paramref name="changed"/> tells whether there is something to store.</summary>
    public MatterClaim Claim(MatterReport report, out bool changed)
    {
        changed = false;
        if (given.TryGetValue(report.Id, out var before))
        {
            return Answer(before);
        }

        changed = true;
        newest = report.At > newest ? report.At : newest;
        var claim = report.MayMerge && Nearest(report) is var (matter, distance) && matter is not null
            ? Join(matter, report, distance)
            : Begin(report);
        Remember(claim);
        Forget();
        return Answer(claim);
    }

    /// <summary>The matter ended: nothing joins it any more. False where it was not open.</summary>
    public bool Close(string matterId)
    {
        if (!open.Remove(matterId, out var matter))
        {
            return false;
        }

        map.Remove(matter);
        return true;
    }

    /// <summary>What is to be stored; in an order that follows from the content.</summary>
    public MatterIndexState Snapshot() => new()
    {
        Open = [.. open.Values.OrderBy(m => m.Earliest).ThenBy(m => m.Id, StringComparer.Ordinal)],
        Given = [.. oldestFirst],
        Newest = newest,
    };

    private (OpenMatter? Matter, double DistanceMetres) Nearest(MatterReport report)
    {
        OpenMatter? best = null;
        var bestDistance = double.PositiveInfinity;
        foreach (var matter in map.Near(report.Category, report.Position, options.RadiusMetres))
        {
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

    private GivenClaim Join(OpenMatter matter, MatterReport report, double distanceMetres)
    {
        Close(matter.Id);
        Keep(matter with
        {
            Earliest = report.At < matter.Earliest ? report.At : matter.Earliest,
            Latest = report.At > matter.Latest ? report.At : matter.Latest,
        });
        return new GivenClaim
        {
            Report = report.Id,
            Cell = matter.Cell,
            At = report.At,
            Joined = matter.Id,
            DistanceMetres = Math.Round(distanceMetres, 1),
        };
    }

    private GivenClaim Begin(MatterReport report)
    {
        if (report.MayMerge)
        {
            Keep(new OpenMatter
            {
                Id = report.Id,
                Category = report.Category,
                Position = report.Position,
                Earliest = report.At,
                Latest = report.At,
                Cell = report.Cell,
                First = report.Report,
            });
        }

        return new GivenClaim { Report = report.Id, Cell = report.Cell, At = report.At };
    }

    private void Keep(OpenMatter matter)
    {
        open[matter.Id] = matter;
        map.Add(matter);
    }

    private void Remember(GivenClaim claim)
    {
        given[claim.Report] = claim;
        oldestFirst.Enqueue(claim);
    }

    private MatterClaim Answer(GivenClaim claim) => claim.Joined is { } matter
        ? new(matter, claim.Cell, IsFirst: false, claim.DistanceMetres, open.GetValueOrDefault(matter)?.First)
        : new(claim.Report, claim.Cell, IsFirst: true, 0, First: null);

    private void Forget()
    {
        var lastJoinable = newest - options.Window - options.Lateness;
        foreach (var matter in open.Values.Where(m => m.Latest < lastJoinable).ToArray())
        {
            Close(matter.Id);
        }

        while (oldestFirst.TryPeek(out var claim) && (oldestFirst.Count > options.MaxRemembered || claim.At < newest - options.Memory))
        {
            oldestFirst.Dequeue();
            given.Remove(claim.Report);
        }
    }
}
