namespace CityActors.Households;

/// <summary>What the figures usually are: of all days by the hour of day (those over 8 hours and more by three hours), the means also apart for work days and weekend days.</summary>
/// <remarks>
/// Each cell has a mean and a spread, two bytes. They are right in the mean although a byte is coarse: between two bytes the choice is even, by a number that
/// follows from day and cell alone.
/// </remarks>
internal static class UsualFigures
{
    private const int Hours = 24;
    private const int Parts = 8;
    private const float SpreadStep = 0.01f;
    private const int MemoryHalfHours = 42; // Three weeks of an hour's two.
    private const int TypedMemoryHalfHours = 26;
    private static readonly bool[] isLong = [false, false, false, true, true, true, false, false, true, false, false, true];
    private static readonly int[] offsets = Offsets(QuietWindows.Count, 0);
    private static readonly int[] typedOffsets = Offsets(QuietWindows.Means, SizeOf(QuietWindows.Count));

    /// <summary>The bytes of them all.</summary>
    public static int Bytes { get; } = 2 * (SizeOf(QuietWindows.Count) + (2 * SizeOf(QuietWindows.Means)));

    /// <summary>What a figure usually is at a half hour: mean and spread of its logarithm, or null: not learnt.</summary>
    public static (float Mean, float Spread)? Of(ReadOnlySpan<byte> usual, int figure, int half) => At(usual, Cell(figure, half));

    /// <summary>What a mean usually is at a half hour of such a day, or null: not learnt.</summary>
    public static (float Mean, float Spread)? OfDayType(ReadOnlySpan<byte> usual, int figure, int half) => At(usual, TypedCell(figure, half));

    /// <summary>Learns the figures of one half hour.</summary>
    /// <param name="usual">What is usual, changed in place.</param>
    /// <param name="half">The half hour.</param>
    /// <param name="figures">Its figures.</param>
    /// <param name="days">Days learnt before.</param>
    /// <param name="typedDays">How many of them were of this day's type.</param>
    public static void Learn(Span<byte> usual, int half, ReadOnlySpan<float> figures, int days, int typedDays)
    {
        for (var figure = 0; figure < QuietWindows.Count; figure++)
        {
            if (float.IsNaN(figures[figure]))
            {
                continue;
            }

            Learn(usual, Cell(figure, half), figures[figure], half, Rate(figure, days, MemoryHalfHours));
            if (figure < QuietWindows.Means)
            {
                Learn(usual, TypedCell(figure, half), figures[figure], half, Rate(figure, typedDays, TypedMemoryHalfHours));
            }
        }
    }

    private static float Rate(int figure, int days, int memory)
    {
        var ofADay = isLong[figure] ? 6 : 2;
        return 1f / Math.Min((days * ofADay) + 1, memory * ofADay / 2);
    }

    private static void Learn(Span<byte> usual, int cell, float log, int half, float rate)
    {
        var up = Even(half, cell);
        if (usual[cell] == 0)
        {
            (usual[cell], usual[cell + 1]) = (LogScale.EncodeLog(log, up), 5);
            return;
        }

        var (mean, spread) = At(usual, cell)!.Value;
        var step = log - mean;
        usual[cell] = LogScale.EncodeLog(mean + (rate * step), up);
        usual[cell + 1] = (byte)Math.Clamp(MathF.Floor((MathF.Sqrt((1 - rate) * ((spread * spread) + (rate * step * step))) / SpreadStep) + Even(cell, half)), 0, 255);
    }

    private static (float Mean, float Spread)? At(ReadOnlySpan<byte> usual, int cell) =>
        usual[cell] == 0 ? null : (LogScale.DecodeLog(usual[cell]), usual[cell + 1] * SpreadStep);

    private static int Cell(int figure, int half) => 2 * (offsets[figure] + Row(figure, half));

    private static int TypedCell(int figure, int half) =>
        2 * (typedOffsets[figure] + Row(figure, half) + (HalfHours.IsRestDay(half) ? SizeOf(QuietWindows.Means) : 0));

    private static int Row(int figure, int half) => isLong[figure] ? HalfHours.OfDay(half) / 6 : HalfHours.OfDay(half) / 2;

    private static int SizeOf(int figures) => isLong.Take(figures).Sum(static isLong => isLong ? Parts : Hours);

    private static int[] Offsets(int figures, int from) => [.. Enumerable.Range(0, figures).Select(figure => from + SizeOf(figure))];

    // Evenly spread over 0 to 1, and always the same.
    private static float Even(int a, int b)
    {
        var mixed = unchecked(((uint)a * 2654435761u) ^ ((uint)b * 2246822519u));
        mixed ^= mixed >> 15;
        mixed = unchecked(mixed * 2654435761u);
        return (mixed >> 8) / (float)(1 << 24);
    }
}
