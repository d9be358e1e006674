namespace CityActors.Districts;

/// <summary>Divides a number of things by weight, so that the parts sum up to it.</summary>
internal static class Shares
{
    /// <summary>
    /// The whole parts by largest remainder, each at least one where <paramref name="least"/> says so
    /// (the sum is then never below the number of parts); of equal remainders the first wins.
    /// </summary>
    public static int[] Of(int total, IReadOnlyList<double> weights, int least = 0)
    {
        var spare = Math.Max(0, total - (least * weights.Count));
        var sum = weights.Sum();
        var exact = weights.Select(w => spare * w / sum).ToArray();
        var parts = exact.Select(e => (int)Math.Floor(e)).ToArray();
        var byRemainder = Enumerable.Range(0, parts.Length).OrderByDescending(i => exact[i] - parts[i]).ThenBy(i => i);
        foreach (var i in byRemainder.Take(spare - parts.Sum()))
        {
            parts[i]++;
        }

        return [.. parts.Select(p => p + least)];
    }

    /// <summary>Equal parts; the first ones take what is left over.</summary>
    public static int[] Even(int total, int count, int least = 0) =>
        Of(total, [.. Enumerable.Repeat(1.0, count)], least);
}
