namespace CityActors.Places;

/// <summary>Open matters by category and square of a thousandth of a degree (about 100 m), so that a look-up touches few.</summary>
internal sealed class MatterMap
{
    private const double SquaresPerDegree = 1000;

    private readonly Dictionary<Square, List<OpenMatter>> squares = [];

    /// <summary>Puts a matter on the map.</summary>
    public void Add(OpenMatter matter)
    {
        var square = SquareOf(matter.Category, matter.Position);
        if (!squares.TryGetValue(square, out var here))
        {
            squares.Add(square, here = []);
        }

        here.Add(matter);
    }

    /// <summary>Takes a matter off the map.</summary>
    public void Remove(OpenMatter matter)
    {
        var square = SquareOf(matter.Category, matter.Position);
        if (squares.TryGetValue(square, out var here))
        {
            here.RemoveAll(m => m.Id == matter.Id);
            if (here.Count == 0)
            {
                squares.Remove(square);
            }
        }
    }

    /// <summary>Every matter of the category within the radius, and some beyond it.</summary>
    public IEnumerable<OpenMatter> Near(string category, GeoPoint around, double radiusMetres)
    {
        var (east, north) = Geography.BoundingDegrees(around, radiusMetres);
        var lowest = SquareOf(category, new GeoPoint(around.Longitude - east, around.Latitude - north));
        var highest = SquareOf(category, new GeoPoint(around.Longitude + east, around.Latitude + north));
        for (var x = lowest.X; x <= highest.X; x++)
        {
            for (var y = lowest.Y; y <= highest.Y; y++)
            {
                if (squares.TryGetValue(new Square(category, x, y), out var here))
                {
                    foreach (var matter in here)
                    {
                        yield return matter;
                    }
                }
            }
        }
    }

    private static Square SquareOf(string category, GeoPoint at) =>
        new(category, (int)Math.Floor(at.Longitude * SquaresPerDegree), (int)Math.Floor(at.Latitude * SquaresPerDegree));

    private readonly record struct Square(string Category, int X, int Y);
}
