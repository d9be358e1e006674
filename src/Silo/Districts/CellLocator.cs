using CityActors.Places;

namespace CityActors.Districts;

/// <summary>Finds the registered cell nearest to a position: cell centres in buckets of a fixed grid. Safe for many threads.</summary>
public sealed class CellLocator
{
    /// <summary>Farther than this from every cell's centre, a position belongs to none.</summary>
    public const double ReachMetres = 150;

    private const double BucketDegrees = 0.002; // About 222 m north to south.

    private readonly Dictionary<(int Row, int Column), List<(string Code, GeoPoint Centre)>> buckets = [];
    private readonly Dictionary<string, GeoPoint> known = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    /// <summary>How many cells it knows.</summary>
    public int Count
    {
        get
        {
            lock (gate)
            {
                return known.Count;
            }
        }
    }

    /// <summary>Adds a cell or moves it; areas of other levels are passed over.</summary>
    public void Add(AreaCard area)
    {
        if (area.Level != AreaLevel.Cell)
        {
            return;
        }

        lock (gate)
        {
            if (known.TryGetValue(area.Code, out var before))
            {
                buckets[BucketOf(before)].RemoveAll(c => c.Code == area.Code);
            }

            known[area.Code] = area.Centre;
            var bucket = BucketOf(area.Centre);
            if (!buckets.TryGetValue(bucket, out var cells))
            {
                buckets[bucket] = cells = [];
            }

            cells.Add((area.Code, area.Centre));
        }
    }

    /// <summary>The code of the nearest cell, of two equally near the smaller code; null where none is within reach.</summary>
    public string? Find(GeoPoint position)
    {
        if (!Positions.IsOnEarth(position))
        {
            return null;
        }

        var north = ReachMetres / LocalMetres.PerDegree;
        var east = north / Math.Cos(position.Latitude * Math.PI / 180);
        var first = BucketOf(new GeoPoint(position.Longitude - east, position.Latitude - north));
        var last = BucketOf(new GeoPoint(position.Longitude + east, position.Latitude + north));
        string? best = null;
        var nearest = ReachMetres;
        lock (gate)
        {
            for (var row = first.Row; row <= last.Row; row++)
            {
                for (var column = first.Column; column <= last.Column; column++)
                {
                    if (buckets.TryGetValue((row, column), out var cells))
                    {
                        Nearest(cells, position, ref best, ref nearest);
                    }
                }
            }
        }

        return best;
    }

    private static void Nearest(List<(string Code, GeoPoint Centre)> cells, GeoPoint position, ref string? best, ref double nearest)
    {
        foreach (var (code, centre) in cells)
        {
            var distance = LocalMetres.Between(position, centre);
            if (distance < nearest || (distance == nearest && (best is null || string.CompareOrdinal(code, best) < 0)))
            {
                (best, nearest) = (code, distance);
            }
        }
    }

    private static (int Row, int Column) BucketOf(GeoPoint point) =>
        ((int)Math.Floor(point.Latitude / BucketDegrees), (int)Math.Floor(point.Longitude / BucketDegrees));
}
