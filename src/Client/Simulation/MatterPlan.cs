using CityActors.Places;

namespace CityActors.Client.Simulation;

/// <summary>Decides from the seed which rubbish citizens report, where, when, and how often the same.</summary>
internal sealed class MatterPlan
{
    /// <summary>Of all that is reported.</summary>
    public const string Category = "event.environment.exposed-waste";
    private const double ApartMetres = 200; // Two matters are never near enough to be taken for one.

    private readonly SimulationPlan plan;
    private readonly Chance chance;

    /// <summary>Plans the matters.</summary>
    /// <param name="known">Where matters are known already, so that none of these is taken for one of them; null: nowhere.</param>
    public MatterPlan(SimulationPlan plan, DrillDistrict district, IReadOnlyList<GeoPoint>? known = null)
    {
        this.plan = plan;
        chance = Chance.Of(plan.Seed, "matters");
        All = Make(district, known ?? []);
        InOrder = [.. All.SelectMany(matter => matter.Reports).OrderBy(report => report.At).ThenBy(report => report.Id, StringComparer.Ordinal)];
    }

    public IReadOnlyList<Matter> All { get; }

    /// <summary>All reports by time.</summary>
    public IReadOnlyList<CitizenReport> InOrder { get; }

    private List<Matter> Make(DrillDistrict district, IReadOnlyList<GeoPoint> known)
    {
        var matters = new List<Matter>();
        var taken = known.ToList();
        var wanted = Math.Max(4, district.Homes.Count / 150);
        var borders = Borders(district.Cells);
        for (var draw = 0; matters.Count < wanted && draw < 50 * wanted; draw++)
        {
            var crossesBorder = matters.Count % 4 == 3 && borders.Count > 0;
            var (one, other) = crossesBorder ? Pick(borders, draw) : Beside(Pick(district.Homes, draw).Position, draw);
            if (taken.TrueForAll(place => Steps.Metres(place, one) > ApartMetres))
            {
                taken.Add(one);
                matters.Add(Reported(matters.Count, one, matters.Count % 4 >= 2 ? other : null));
            }
        }

        return matters;
    }

    // Twice reported: within the ten minutes that make one matter.
    private Matter Reported(int number, GeoPoint one, GeoPoint? again)
    {
        var (at, later) = When(number);
        var first = new CitizenReport($"{plan.Name}-matter-{number}-1", at, one, $"Rubbish at the corner, number {number + 1}.");
        return again is { } place
            ? new Matter([first, new CitizenReport($"{plan.Name}-matter-{number}-2", at + later, place, $"The same rubbish, number {number + 1}.")])
            : new Matter([first]);
    }

    // By day; in a live drill at any time but the last, the second report up to a minute later.
    private (DateTimeOffset At, TimeSpan Later) When(int number)
    {
        var later = plan.Live is { } lasts ? Math.Min(60, Math.Floor(lasts.TotalSeconds / 4)) : 300;
        var (least, most) = plan.Live is { } live
            ? (1.0, live.TotalSeconds - later - 5)
            : (Math.Min(7, plan.Hours / 2.0) * 3600, (Math.Min(plan.Hours, 21) * 3600) - 600);
        return (plan.Measured.AddSeconds(Math.Floor(chance.Between(least, most, number, 2))), TimeSpan.FromSeconds(later));
    }

    private (GeoPoint, GeoPoint) Beside(GeoPoint place, int draw) =>
        (place, Steps.From(place, chance.Between(-2, 2, draw, 3), chance.Between(-2, 2, draw, 4)));

    private T Pick<T>(IReadOnlyList<T> from, int draw) => from[(int)(chance.Bits(draw, 5) % (ulong)from.Count)];

    // Places five metres on both sides of the border of two cells, west and east of each other.
    private static List<(GeoPoint West, GeoPoint East)> Borders(IReadOnlyList<AreaCard> cells)
    {
        var pairs = new List<(GeoPoint, GeoPoint)>();
        var byRow = cells.GroupBy(cell => Math.Round(cell.Centre.Latitude, 5)).OrderBy(row => row.Key);
        foreach (var row in byRow)
        {
            var inRow = row.OrderBy(cell => cell.Centre.Longitude).ToList();
            for (var i = 0; i + 1 < inRow.Count; i++)
            {
                var metres = Steps.Metres(inRow[i].Centre, inRow[i + 1].Centre);
                if (metres is > 95 and < 105)
                {
                    pairs.Add((Steps.From(inRow[i].Centre, (metres / 2) - 5, 0), Steps.From(inRow[i].Centre, (metres / 2) + 5, 0)));
                }
            }
        }

        return pairs;
    }
}
