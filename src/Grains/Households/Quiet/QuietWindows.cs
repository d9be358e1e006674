namespace CityActors.Households;

/// <summary>
/// Twelve figures of the time before the end of a half hour: means over 1, 2, 4, 8, 12 and 24 hours, the highest quarter and the mean rise over 2, 4 and 12 hours; as logarithms,
/// NaN where less than seven tenths of the time is known.
/// </summary>
internal static class QuietWindows
{
    /// <summary>How many figures there are.</summary>
    public const int Count = 12;

    /// <summary>How many of them are means.</summary>
    public const int Means = 6;

    /// <summary>How many half hours a ring holds.</summary>
    public const int RingLength = 96;

    /// <summary>The bytes of a ring.</summary>
    public const int RingBytes = 3 * RingLength;

    private const float LeastKnown = 0.7f;

    // Lengths in half hours: of the means, and of peaks and rises; all at the figure of the same number.
    private static readonly int[] lengths = [2, 4, 8, 16, 24, 48];
    private static readonly int[] peaks = [1, 2, 4];

    /// <summary>Works the figures out.</summary>
    /// <param name="ring">The ring.</param>
    /// <param name="half">The half hour at whose end they are wanted.</param>
    /// <param name="figures">Takes them.</param>
    public static void Read(ReadOnlySpan<byte> ring, int half, Span<float> figures)
    {
        var (sum, known, peak, rise) = (0f, 0, 0f, 0f);
        var (next, nextPeak) = (0, 0);
        for (var back = 0; back < lengths[^1]; back++)
        {
            var cell = 3 * ((half - back) % RingLength);
            if (ring[cell] != 0)
            {
                sum += LogScale.Decode(ring[cell]);
                peak = Math.Max(peak, LogScale.Decode(ring[cell + 1]));
                rise += LogScale.Decode(ring[cell + 2]);
                known++;
            }

            if (back + 1 != lengths[next])
            {
                continue;
            }

            var isKnown = known >= LeastKnown * lengths[next];
            figures[next] = isKnown ? LogScale.Log(sum / known) : float.NaN;
            if (nextPeak < peaks.Length && peaks[nextPeak] == next)
            {
                figures[Means + nextPeak] = isKnown ? LogScale.Log(peak) : float.NaN;
                figures[Means + peaks.Length + nextPeak] = isKnown ? LogScale.Log(rise / known) : float.NaN;
                nextPeak++;
            }

            next++;
        }
    }

    /// <summary>The calmest four hours of a day that the ring holds: logarithms of mean and highest quarter.</summary>
    public static (float Mean, float Peak)? Calmest(ReadOnlySpan<byte> ring, int day)
    {
        const int Length = 8;
        var (best, bestEnd) = (float.PositiveInfinity, -1);
        for (var end = (day * HalfHours.PerDay) + Length - 1; end < (day + 1) * HalfHours.PerDay; end++)
        {
            var sum = 0f;
            for (var back = 0; back < Length; back++)
            {
                sum += LogScale.Decode(ring[3 * ((end - back) % RingLength)]); // NaN where a half hour is not known: never the best.
            }

            (best, bestEnd) = sum < best ? (sum, end) : (best, bestEnd);
        }

        if (bestEnd < 0)
        {
            return null;
        }

        var peak = 0f;
        for (var back = 0; back < Length; back++)
        {
            peak = Math.Max(peak, LogScale.Decode(ring[(3 * ((bestEnd - back) % RingLength)) + 1]));
        }

        return (LogScale.Log(best / Length), LogScale.Log(peak));
    }
}
