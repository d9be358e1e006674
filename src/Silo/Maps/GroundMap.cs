using CityActors.Districts;
using CityActors.Places;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.OverlayNG;
using NetTopologySuite.Triangulate;

namespace CityActors.Silo.Maps;

/// <summary>Which ground belongs to which area: what lies nearest to its centre. Schematic, no legal borders.</summary>
internal sealed class GroundMap
{
    private const double PaddingMetres = CellLocator.ReachMetres;
    private const double PaddingShare = 0.05; // Of the greatest distance, for areas larger than a cell.
    private readonly LocalMetres plane;
    private readonly Geometry ground;
    private readonly List<AreaCard> areas;
    private readonly ILookup<string, Polygon> regions;

    private GroundMap(LocalMetres plane, Geometry ground, List<AreaCard> areas, ILookup<string, Polygon> regions) =>
        (this.plane, this.ground, this.areas, this.regions) = (plane, ground, areas, regions);

    /// <summary>Divides the ground of some areas.</summary>
    /// <param name="cards">The areas: districts and all below them.</param>
    /// <param name="outline">Their outer border; null: none is known, and it is drawn around their centres.</param>
    public static GroundMap Of(IReadOnlyList<AreaCard> cards, DistrictOutline? outline)
    {
        var areas = cards.OrderBy(static card => card.Code, StringComparer.Ordinal).ToList();
        var plane = outline?.Plane ?? new LocalMetres(
            new GeoPoint(areas.Min(static card => card.Centre.Longitude), areas.Min(static card => card.Centre.Latitude)), areas.Average(static card => card.Centre.Latitude));
        var leaves = areas.Where((card, i) => i + 1 == areas.Count || !areas[i + 1].Code.StartsWith(card.Code, StringComparison.Ordinal)).ToList();
        var sites = SitesOf(areas, leaves, plane);
        var hull = outline is null ? Around(sites.Keys) : outline.Polygon;
        return new GroundMap(plane, hull, areas, Divide(sites, hull.EnvelopeInternal).ToLookup(region => sites[region.Site], static region => region.Ground, StringComparer.Ordinal));
    }

    /// <summary>How many areas of a level there are in an area.</summary>
    public int Count(AreaLevel level, string area) => Wanted(level, area).Count();

    /// <summary>The areas of a level in an area, each with its outline in WGS-84 degrees.</summary>
    public IEnumerable<(AreaCard Card, Geometry Outline)> Outlines(AreaLevel level, string area)
    {
        foreach (var card in Wanted(level, area))
        {
            var own = regions.Where(leaf => leaf.Key.StartsWith(card.Code, StringComparison.Ordinal)).SelectMany(static leaf => leaf).ToArray<Geometry>();
            if (own.Length == 0)
            {
                continue; // Another one has the same centre.
            }

            // They have their corners in common, and are cut at the border together: so neighbours meet without a gap.
            var outline = OverlayNGRobust.Overlay(CoverageUnion.Union(ground.Factory.CreateGeometryCollection(own)), ground, NetTopologySuite.Operation.Overlay.SpatialFunction.Intersection);
            if (!outline.IsEmpty)
            {
                var shown = outline.Copy();
                shown.Apply(new ToDegrees(plane));
                yield return (card, shown);
            }
        }
    }

    private IEnumerable<AreaCard> Wanted(AreaLevel level, string area) =>
        areas.Where(card => card.Level == level && card.Code.StartsWith(area, StringComparison.Ordinal));

    /// <summary>
    /// The centres of the areas that have none below them, with their codes; and of those larger ones whose centre would otherwise lie in another's ground: theirs goes to the nearest one below.
    /// </summary>
    private static Dictionary<Coordinate, string> SitesOf(List<AreaCard> areas, List<AreaCard> leaves, LocalMetres plane)
    {
        var sites = new Dictionary<Coordinate, string>();
        var points = leaves.ConvertAll(leaf => (leaf.Code, At: CoordinateOf(leaf.Centre, plane)));
        points.ForEach(point => sites.TryAdd(point.At, point.Code));
        foreach (var area in areas.Except(leaves))
        {
            var centre = CoordinateOf(area.Centre, plane);
            if (!Nearest(points, centre).StartsWith(area.Code, StringComparison.Ordinal))
            {
                sites.TryAdd(centre, Nearest(points.FindAll(point => point.Code.StartsWith(area.Code, StringComparison.Ordinal)), centre));
            }
        }

        return sites;
    }

    private static string Nearest(List<(string Code, Coordinate At)> points, Coordinate to) => points.MinBy(point => point.At.Distance(to)).Code;

    private static Geometry Around(IEnumerable<Coordinate> sites)
    {
        var points = GeometryFactory.Default.CreateMultiPointFromCoords([.. sites]);
        return points.ConvexHull().Buffer(Math.Max(PaddingMetres, PaddingShare * points.EnvelopeInternal.Diameter));
    }

    private static List<(Coordinate Site, Polygon Ground)> Divide(Dictionary<Coordinate, string> sites, Envelope ground)
    {
        var all = new Envelope(ground);
        all.ExpandBy(Math.Max(all.Width, all.Height) + 1);
        if (sites.Count == 1)
        {
            return [(sites.Keys.First(), (Polygon)GeometryFactory.Default.ToGeometry(all))];
        }

        var builder = new VoronoiDiagramBuilder { ClipEnvelope = all };
        builder.SetSites(sites.Keys);
        return [.. builder.GetDiagram(GeometryFactory.Default).Geometries.OfType<Polygon>().Select(static region => ((Coordinate)region.UserData, region))];
    }

    private static Coordinate CoordinateOf(GeoPoint point, LocalMetres plane)
    {
        var (east, north) = plane.Of(point);
        return new Coordinate(east, north);
    }

    private sealed class ToDegrees(LocalMetres plane) : ICoordinateSequenceFilter
    {
        public bool Done => false;

        public bool GeometryChanged => true;

        public void Filter(CoordinateSequence seq, int i)
        {
            var point = plane.At(seq.GetX(i), seq.GetY(i));
            seq.SetX(i, point.Longitude);
            seq.SetY(i, point.Latitude);
        }
    }
}
