using System.Collections.Immutable;

namespace CityActors.Places;

/// <summary>
/// The ids of open matters by category and square of a thousandth of a degree (about 100 m), so that a look-up touches few.
/// Immutable: a change shares all other squares.
/// </summary>
internal sealed class MatterMap
{
    private const int SquaresPerDegree = 1000;
    private const int Columns = 360 * SquaresPerDegree;

    private readonly ImmutableDictionary<Square, ImmutableArray<string>> squares;

    private MatterMap(ImmutableDictionary<Square, ImmutableArray<string>> squares) => this.squares = squares;

    /// <summary>Nothing on it.</summary>
    public static MatterMap Empty { get; } = new(ImmutableDictionary<Square, ImmutableArray<string>>.Empty);

    /// <summary>The map with a matter on it.</summary>
    public MatterMap With(OpenMatter matter)
    {
        var square = PlaceOf(matter);
        var here = squares.GetValueOrDefault(square, []);
        return here.Contains(matter.Id) ? this : new(squares.SetItem(square, here.Add(matter.Id)));
    }

    /// <summary>The map without a matter.</summary>
    public MatterMap Without(OpenMatter matter)
    {
        var square = PlaceOf(matter);
        var here = squares.GetValueOrDefault(square, []).Remove(matter.Id);
        return new(here.IsEmpty ? squares.Remove(square) : squares.SetItem(square, here));
    }

    /// <summary>Every matter of the category within the radius, and some beyond it.</summary>
    public IEnumerable<string> Near(string category, GeoPoint around, double radiusMetres)
    {
        var (east, north) = Geography.BoundingDegrees(around, radiusMetres);
        var lowest = SquareOf(category, new GeoPoint(around.Longitude - east, around.Latitude - north));
        var highest = SquareOf(category, new GeoPoint(around.Longitude + east, around.Latitude + north));
        if ((highest.X - lowest.X + 1L) * (highest.Y - lowest.Y + 1L) > squares.Count)
        {
            // Of a wide reach more squares are empty than there are others.
            foreach (var matter in squares.Where(square => square.Key.Category == category).SelectMany(static square => square.Value))
            {
                yield return matter;
            }

            yield break;
        }

        for (var x = lowest.X; x <= highest.X; x++)
        {
            for (var y = lowest.Y; y <= highest.Y; y++)
            {
                foreach (var matter in squares.GetValueOrDefault(new Square(category, Around(x), y), []))
                {
                    yield return matter;
                }
            }
        }
    }

    private static Square PlaceOf(OpenMatter matter)
    {
        var square = SquareOf(matter.Category, matter.Position);
        return square with { X = Around(square.X) };
    }

    private static Square SquareOf(string category, GeoPoint at) =>
        new(category, (int)Math.Floor(at.Longitude * SquaresPerDegree), (int)Math.Floor(at.Latitude * SquaresPerDegree));

    // East of the 180th meridian the squares begin again in the west.
    private static int Around(int x) => x switch { >= Columns / 2 => x - Columns, < -Columns / 2 => x + Columns, _ => x };

    private readonly record struct Square(string Category, int X, int Y);
}
