using CityActors.Places;

namespace CityActors.Districts;

/// <summary>A district's outer border: one ring that does not cross itself.</summary>
public sealed class DistrictOutline
{
    /// <summary>The most points an outline may have.</summary>
    public const int MostPoints = 10_000;

    private const double LeastSquareMetres = 50_000;
    private const double MostSquareMetres = 5e9;

    private readonly (double East, double North)[] ring;
    private readonly LocalMetres plane;

    /// <summary>Makes an outline of the points of a ring, the first not repeated at the end.</summary>
    /// <exception cref="DistrictSeedException">The points are no simple ring of 3 to 10,000 points and 0.05 to 5,000 km².</exception>
    public DistrictOutline(IReadOnlyList<GeoPoint> points)
    {
        RefuseBadPoints(points);
        SouthWest = new(points.Min(p => p.Longitude), points.Min(p => p.Latitude));
        NorthEast = new(points.Max(p => p.Longitude), points.Max(p => p.Latitude));
        plane = new LocalMetres(SouthWest, (SouthWest.Latitude + NorthEast.Latitude) / 2);
        ring = [.. points.Select(plane.Of)];
        SquareMetres = Math.Abs(SignedArea());
        RefuseBadRing();
        Centre = Middle();
    }

    /// <summary>The corner of the box around it.</summary>
    public GeoPoint SouthWest { get; }

    /// <summary>The other corner of the box around it.</summary>
    public GeoPoint NorthEast { get; }

    /// <summary>Its centre of gravity; may lie outside a bent shape.</summary>
    public GeoPoint Centre { get; }

    /// <summary>Its area, m².</summary>
    public double SquareMetres { get; }

    internal LocalMetres Plane => plane;

    /// <summary>True where the position lies inside.</summary>
    public bool Contains(GeoPoint point)
    {
        var (east, north) = plane.Of(point);
        var inside = false;
        foreach (var crossing in Crossings(north))
        {
            inside ^= crossing > east;
        }

        return inside;
    }

    /// <summary>How far outside the position lies, metres; 0 inside.</summary>
    public double DistanceMetres(GeoPoint point)
    {
        if (Contains(point))
        {
            return 0;
        }

        var here = plane.Of(point);
        var nearest = double.MaxValue;
        for (var i = 0; i < ring.Length; i++)
        {
            nearest = Math.Min(nearest, ToEdge(here, ring[i], ring[(i + 1) % ring.Length]));
        }

        return nearest;
    }

    /// <summary>Where the line at this many metres north crosses the border, metres east, in order.</summary>
    internal List<double> Crossings(double north)
    {
        var found = new List<double>();
        for (var i = 0; i < ring.Length; i++)
        {
            var (a, b) = (ring[i], ring[(i + 1) % ring.Length]);
            if ((a.North > north) != (b.North > north))
            {
                found.Add(a.East + ((north - a.North) / (b.North - a.North) * (b.East - a.East)));
            }
        }

        found.Sort();
        return found;
    }

    private static void RefuseBadPoints(IReadOnlyList<GeoPoint> points)
    {
        if (points.Count > MostPoints)
        {
            throw new DistrictSeedException(DistrictProblems.TooManyPoints, $"The outline has {points.Count} points; at most {MostPoints} are read. Simplify it first.");
        }

        for (var i = 0; i < points.Count; i++)
        {
            if (!Positions.IsOnEarth(points[i]))
            {
                throw new DistrictSeedException(DistrictProblems.BadPosition, $"Point {i + 1} of the outline ({points[i].Longitude}, {points[i].Latitude}) is no position: longitude −180 to 180 comes first, then latitude −85 to 85.");
            }
        }

        if (points.Distinct().Count() < 3)
        {
            throw new DistrictSeedException(DistrictProblems.TooFewPoints, $"The outline has {points.Distinct().Count()} different points; a ring needs at least 3.");
        }
    }

    private void RefuseBadRing()
    {
        if (SquareMetres > MostSquareMetres)
        {
            throw new DistrictSeedException(DistrictProblems.TooLarge, $"The outline holds {SquareMetres / 1e6:0} km²; a district has at most {MostSquareMetres / 1e6:0}. Import a part of it.");
        }

        for (var i = 0; i < ring.Length; i++)
        {
            for (var j = i + 1; j < ring.Length; j++)
            {
                if (RingEdges.Clash(ring, i, j))
                {
                    throw new DistrictSeedException(DistrictProblems.CrossesItself, $"The outline's edges after points {i + 1} and {j + 1} cross or touch. Repair the polygon.");
                }
            }
        }

        if (SquareMetres < LeastSquareMetres)
        {
            throw new DistrictSeedException(DistrictProblems.TooSmall, $"The outline holds {SquareMetres:0} m²; a district has at least {LeastSquareMetres:0}.");
        }
    }

    private double SignedArea()
    {
        var twice = 0.0;
        for (var i = 0; i < ring.Length; i++)
        {
            var (a, b) = (ring[i], ring[(i + 1) % ring.Length]);
            twice += (a.East * b.North) - (b.East * a.North);
        }

        return twice / 2;
    }

    private GeoPoint Middle()
    {
        var (east, north, area) = (0.0, 0.0, SignedArea());
        for (var i = 0; i < ring.Length; i++)
        {
            var (a, b) = (ring[i], ring[(i + 1) % ring.Length]);
            var cross = (a.East * b.North) - (b.East * a.North);
            east += (a.East + b.East) * cross;
            north += (a.North + b.North) * cross;
        }

        return plane.At(east / (6 * area), north / (6 * area));
    }

    private static double ToEdge((double East, double North) p, (double East, double North) a, (double East, double North) b)
    {
        var (east, north) = (b.East - a.East, b.North - a.North);
        var length = (east * east) + (north * north);
        var along = length == 0 ? 0 : Math.Clamp((((p.East - a.East) * east) + ((p.North - a.North) * north)) / length, 0, 1);
        return double.Hypot(p.East - a.East - (along * east), p.North - a.North - (along * north));
    }
}
