using CityActors.Places;

namespace CityActors.Districts;

/// <summary>Finds the registered cell nearest to a position: cell centres in buckets of a fixed grid. Safe for many threads.</summary>
public sealed class CellLocator
{
    /// <summary>Farther than this from every cell's centre, a position belongs to none.</summary>
    public const double ReachMetres = 150;

    private const double BucketDegrees = 0.002; // About 222 m north to south.

    private const int Columns = (int)(360 / BucketDegrees);

    private readonly Dictionary<(int Row, int Column), List<AreaCard>> buckets = [];
    private readonly Dictionary<string, AreaCard> known = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

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
                buckets[BucketOf(before.Centre)].Remove(before);
            }

            known[area.Code] = area;
            var bucket = BucketOf(area.Centre);
            buckets.TryAdd(bucket, []);
            buckets[bucket].Add(area);
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
        var first = (Row: RowOf(position.Latitude - north), Column: ColumnOf(position.Longitude - east));
        var last = (Row: RowOf(position.Latitude + north), Column: ColumnOf(position.Longitude + east));
        var near = (Metres: ReachMetres, Code: (string?)null);
        lock (gate)
        {
            for (var row = first.Row; row <= last.Row; row++)
            {
                for (var column = first.Column; column <= last.Column; column++)
                {
                    foreach (var cell in buckets.GetValueOrDefault((row, Around(column)), []))
                    {
                        var metres = LocalMetres.Between(position, cell.Centre);
                        var isEqual = metres == near.Metres && (near.Code is null || string.CompareOrdinal(cell.Code, near.Code) < 0);
                        near = metres < near.Metres || isEqual ? (metres, cell.Code) : near;
                    }
                }
            }
        }

        return near.Code;
    }

    /// <summary>The centre of a cell, or null where it is not known.</summary>
    public GeoPoint? CentreOf(string code)
    {
        lock (gate)
        {
            return known.TryGetValue(code, out var cell) ? cell.Centre : null;
        }
    }

    /// <summary>Whether a position is at most so far from the centre of a cell of an area.</summary>
    public bool IsNear(GeoPoint position, string area, double metres)
    {
        lock (gate)
        {
            return known.Values.Any(cell => cell.Code.StartsWith(area, StringComparison.Ordinal) && LocalMetres.Between(position, cell.Centre) <= metres);
        }
    }

    private static (int Row, int Column) BucketOf(GeoPoint point) => (RowOf(point.Latitude), Around(ColumnOf(point.Longitude)));

    private static int RowOf(double latitude) => (int)Math.Floor(latitude / BucketDegrees);

    private static int ColumnOf(double longitude) => (int)Math.Floor(longitude / BucketDegrees);

    // East of the 180th meridian the columns begin again in the west.
    private static int Around(int column) => (column + Columns) % Columns;
}
