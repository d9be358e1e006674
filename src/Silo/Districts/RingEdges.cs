namespace CityActors.Districts;

/// <summary>Tells whether two edges of a ring meet where they must not.</summary>
internal static class RingEdges
{
    /// <summary>True where edge i and edge j (i &lt; j) share a point that is not their common corner.</summary>
    public static bool Clash((double East, double North)[] ring, int i, int j)
    {
        var (a, b) = (ring[i], ring[(i + 1) % ring.Length]);
        var (c, d) = (ring[j], ring[(j + 1) % ring.Length]);
        if (j == i + 1)
        {
            return FoldsBack(a, b, d);
        }

        return i == 0 && j == ring.Length - 1 ? FoldsBack(c, d, b) : Meet(a, b, c, d);
    }

    private static bool Meet((double East, double North) a, (double East, double North) b, (double East, double North) c, (double East, double North) d)
    {
        var apart = Math.Max(a.East, b.East) < Math.Min(c.East, d.East) || Math.Max(c.East, d.East) < Math.Min(a.East, b.East)
            || Math.Max(a.North, b.North) < Math.Min(c.North, d.North) || Math.Max(c.North, d.North) < Math.Min(a.North, b.North);
        return !apart
            && Math.Sign(Turn(a, b, c)) * Math.Sign(Turn(a, b, d)) <= 0
            && Math.Sign(Turn(c, d, a)) * Math.Sign(Turn(c, d, b)) <= 0;
    }

    private static bool FoldsBack((double East, double North) from, (double East, double North) corner, (double East, double North) to) =>
        Turn(from, corner, to) == 0
        && ((from.East - corner.East) * (to.East - corner.East)) + ((from.North - corner.North) * (to.North - corner.North)) >= 0;

    private static double Turn((double East, double North) a, (double East, double North) b, (double East, double North) c) =>
        ((b.East - a.East) * (c.North - a.North)) - ((b.North - a.North) * (c.East - a.East));
}
