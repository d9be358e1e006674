namespace CityActors.Districts;

/// <summary>Cells around a centre, in the order of numbering.</summary>
internal sealed record CellGroup(LatticeCell Centre, List<LatticeCell> Cells);

/// <summary>Divides cells into compact groups around centres.</summary>
internal static class CellGroups
{
    private const int Rounds = 4;

    /// <summary>Divides cells into this many compact groups of like size: centres far apart, then moved to the middle of their group.</summary>
    public static List<CellGroup> Spread(IReadOnlyList<LatticeCell> cells, int count, NamedRandom random)
    {
        var centres = FarApart(cells, Math.Min(count, cells.Count), random);
        for (var round = 0; round < Rounds; round++)
        {
            centres = [.. Around(cells, centres).Where(g => g.Cells.Count > 0).Select(g => Middle(g.Cells))];
        }

        return [.. Around(cells, centres).Where(g => g.Cells.Count > 0).OrderBy(g => g.Centre.Rank)];
    }

    /// <summary>Gives each cell to the nearest centre; of two equally near, to the one named first.</summary>
    public static List<CellGroup> Around(IReadOnlyList<LatticeCell> cells, IReadOnlyList<LatticeCell> centres)
    {
        var groups = centres.Select(c => new CellGroup(c, [])).ToList();
        foreach (var cell in cells)
        {
            var nearest = groups[0];
            foreach (var group in groups)
            {
                nearest = Squared(cell, group.Centre) < Squared(cell, nearest.Centre) ? group : nearest;
            }

            nearest.Cells.Add(cell);
        }

        return groups;
    }

    /// <summary>The cells nearest to a place, in the order of numbering.</summary>
    public static List<LatticeCell> Nearest(IEnumerable<LatticeCell> cells, LatticeCell place, int count) =>
        [.. cells.OrderBy(c => Squared(c, place)).ThenBy(c => c.Rank).Take(count).OrderBy(c => c.Rank)];

    private static List<LatticeCell> FarApart(IReadOnlyList<LatticeCell> cells, int count, NamedRandom random)
    {
        var centres = new List<LatticeCell> { cells[random.Below(cells.Count)] };
        var nearest = cells.Select(c => Squared(c, centres[0])).ToArray();
        while (centres.Count < count)
        {
            var farthest = cells[Array.IndexOf(nearest, nearest.Max())];
            centres.Add(farthest);
            for (var i = 0; i < nearest.Length; i++)
            {
                nearest[i] = Math.Min(nearest[i], Squared(cells[i], farthest));
            }
        }

        return centres;
    }

    private static LatticeCell Middle(List<LatticeCell> cells)
    {
        var mean = new LatticeCell((int)(cells.Sum(c => (long)c.Row) / cells.Count), (int)(cells.Sum(c => (long)c.Column) / cells.Count));
        return cells.MinBy(c => (Squared(c, mean), c.Rank));
    }

    private static long Squared(LatticeCell a, LatticeCell b) =>
        ((long)(a.Row - b.Row) * (a.Row - b.Row)) + ((long)(a.Column - b.Column) * (a.Column - b.Column));
}
