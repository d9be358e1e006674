using CityActors.Places;
using NetTopologySuite.Algorithm;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Valid;
using static CityActors.Districts.DistrictProblems;
using static CityActors.Districts.DistrictSeedException;

namespace CityActors.Districts;

/// <summary>A district's outer border: one ring that does not cross itself.</summary>
public sealed class DistrictOutline
{
    /// <summary>The most points an outline may have.</summary>
    public const int MostPoints = 10_000;

    private const double LeastSquareMetres = 50_000;
    private const double MostSquareMetres = 5e9;

    /// <summary>Makes an outline of the points of a ring, the first not repeated at the end.</summary>
    /// <exception cref="DistrictSeedException">The points are no simple ring of 3 to 10,000 points and 0.05 to 5,000 km².</exception>
    public DistrictOutline(IReadOnlyList<GeoPoint> points)
    {
        RefuseBadPoints(points);
        var (south, north) = (points.Min(p => p.Latitude), points.Max(p => p.Latitude));
        Plane = new LocalMetres(new(points.Min(p => p.Longitude), south), (south + north) / 2);
        Polygon = new Polygon(new LinearRing([.. points.Append(points[0]).Select(CoordinateOf)]));
        SquareMetres = Polygon.Area;
        RefuseBadRing();
        Centre = Plane.At(Polygon.Centroid.X, Polygon.Centroid.Y);
    }

    /// <summary>Its centre of gravity; may lie outside a bent shape.</summary>
    public GeoPoint Centre { get; }

    /// <summary>Its area, m².</summary>
    public double SquareMetres { get; }

    /// <summary>Metres east and north of the corner of the box around it.</summary>
    internal LocalMetres Plane { get; }

    /// <summary>The outline on its plane.</summary>
    internal Polygon Polygon { get; }

    /// <summary>True where the position lies inside or on the border.</summary>
    public bool Contains(GeoPoint point) => PointLocation.IsInRing(CoordinateOf(point), Polygon.Shell.Coordinates);

    /// <summary>Where the line at this many metres north crosses the border, metres east, in order.</summary>
    internal List<double> Crossings(double north)
    {
        var found = new List<double>();
        var ring = Polygon.Shell.Coordinates;
        for (var i = 1; i < ring.Length; i++)
        {
            var (a, b) = (ring[i - 1], ring[i]);
            if ((a.Y > north) != (b.Y > north))
            {
                found.Add(a.X + ((north - a.Y) / (b.Y - a.Y) * (b.X - a.X)));
            }
        }

        found.Sort();
        return found;
    }

    private static void RefuseBadPoints(IReadOnlyList<GeoPoint> points)
    {
        ThrowUnless(
            points.Count <= MostPoints, TooManyPoints, $"The outline has {points.Count} points; at most {MostPoints} are read. Simplify it first.");
        for (var i = 0; i < points.Count; i++)
        {
            if (!Positions.IsOnEarth(points[i]))
            {
                throw new DistrictSeedException(
                    BadPosition,
                    $"Point {i + 1} of the outline ({points[i].Longitude}, {points[i].Latitude}) is no position: "
                    + "longitude −180 to 180 comes first, then latitude −85 to 85.");
            }
        }

        ThrowUnless(
            points.Max(p => p.Longitude) - points.Min(p => p.Longitude) <= 180,
            BadPosition,
            "The outline crosses the 180th meridian or goes around the Earth. Cut it at the meridian and import one part at a time.");
        var different = points.Distinct().Count();
        ThrowUnless(different >= 3, TooFewPoints, $"The outline has {different} different points; a ring needs at least 3.");
    }

    private void RefuseBadRing()
    {
        ThrowUnless(
            SquareMetres <= MostSquareMetres,
            TooLarge,
            $"The outline holds {SquareMetres / 1e6:0} km²; a district has at most {MostSquareMetres / 1e6:0}. Import a part of it.");
        if (new IsValidOp(Polygon).ValidationError is { } fault)
        {
            var (longitude, latitude) = Plane.At(fault.Coordinate.X, fault.Coordinate.Y);
            throw new DistrictSeedException(CrossesItself, $"The outline crosses or touches itself at {longitude}, {latitude}. Repair the polygon.");
        }

        ThrowUnless(
            SquareMetres >= LeastSquareMetres, TooSmall, $"The outline holds {SquareMetres:0} m²; a district has at least {LeastSquareMetres:0}.");
    }

    private Coordinate CoordinateOf(GeoPoint point)
    {
        var (east, north) = Plane.Of(point);
        return new(east, north);
    }
}
