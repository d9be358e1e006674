using CityActors.Places;

namespace CityActors.Districts;

/// <summary>A square of the lattice: counts 100 m steps north and east of the district's south-west corner.</summary>
internal readonly record struct LatticeCell(int Row, int Column)
{
    /// <summary>Sorts cells as they are numbered: north to south, then west to east.</summary>
    public (int, int) Rank => (-Row, Column);
}

/// <summary>The lattice of 100 m squares over a district: cells taken from it never overlap.</summary>
internal sealed class CellLattice(DistrictOutline outline)
{
    /// <summary>The width of a cell at every scale, metres.</summary>
    public const double CellMetres = 100;

    public DistrictOutline Outline => outline;

    /// <summary>All squares whose middle lies in the district, north to south, then west to east.</summary>
    public List<LatticeCell> CellsInside()
    {
        var cells = new List<LatticeCell>();
        var rows = (int)Math.Ceiling(outline.Polygon.EnvelopeInternal.MaxY / CellMetres);
        for (var row = rows - 1; row >= 0; row--)
        {
            var crossings = outline.Crossings((row + 0.5) * CellMetres);
            for (var i = 0; i + 1 < crossings.Count; i += 2)
            {
                var first = (int)Math.Ceiling((crossings[i] / CellMetres) - 0.5);
                for (var column = first; (column + 0.5) * CellMetres < crossings[i + 1]; column++)
                {
                    cells.Add(new LatticeCell(row, column));
                }
            }
        }

        return cells;
    }

    /// <summary>The position this far east and north of the cell's south-west corner, metres.</summary>
    public GeoPoint At(LatticeCell cell, double east, double north) =>
        outline.Plane.At((cell.Column * CellMetres) + east, (cell.Row * CellMetres) + north);

    /// <summary>The middle of a cell.</summary>
    public GeoPoint Centre(LatticeCell cell) => At(cell, CellMetres / 2, CellMetres / 2);

    /// <summary>The square a position lies in, in the district or not.</summary>
    public LatticeCell CellOf(GeoPoint point)
    {
        var (east, north) = outline.Plane.Of(point);
        return new LatticeCell((int)Math.Floor(north / CellMetres), (int)Math.Floor(east / CellMetres));
    }
}
