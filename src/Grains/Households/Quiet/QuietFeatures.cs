namespace CityActors.Households;

/// <summary>What the model is asked with, at the end of a half hour: the figures against what is usual then, against the home's calmest hours and against its latest lowest.</summary>
internal static class QuietFeatures
{
    /// <summary>The figures whose latest lowest is kept.</summary>
    public static ReadOnlySpan<int> Kept => [2, 3, 4, 5, 6, 7, 8];

    /// <summary>How many features there are.</summary>
    public const int Count = 12 + 6 + 7 + 7 + 6;

    private const int OfHalfDay = 4;
    private const int OfDay = 5;
    private const float LeastSpread = 0.08f;

    /// <summary>Works them out; NaN: not known. Where too little of 24 hours is known, what is known of 12 stands for it: the model has hardly seen a day with such a hole.</summary>
    public static void Read(QuietMemory memory, int half, ReadOnlySpan<float> figures, Span<float> features)
    {
        var next = 0;
        var day = float.IsNaN(figures[OfDay]) ? OfHalfDay : OfDay;
        for (var figure = 0; figure < QuietWindows.Count; figure++)
        {
            var known = figure == OfDay ? day : figure;
            features[next++] = Distance(figures[known], UsualFigures.Of(memory.Usual, known, half));
        }

        features[next++] = figures[0] - memory.Calm;
        features[next++] = figures[2] - memory.Calm;
        features[next++] = figures[4] - memory.Calm;
        features[next++] = figures[6] - memory.CalmPeak;
        features[next++] = figures[7] - memory.CalmPeak;
        features[next++] = figures[8] - memory.CalmPeak;
        for (var kept = 0; kept < Kept.Length; kept++)
        {
            var from = Kept[kept] == OfDay && day != OfDay ? kept - 1 : kept;
            features[next++] = figures[Kept[from]] - memory.Lowest[from];
        }

        features[next++] = HalfHours.OfDay(half);
        features[next++] = HalfHours.IsRestDay(half) ? 1 : 0;
        features[next++] = memory.CalmPeak - memory.Calm;
        features[next++] = memory.Level - memory.Calm;
        features[next++] = Math.Min(28, (int)memory.Days);
        features[next++] = UsualFigures.Of(memory.Usual, 2, half)?.Spread ?? float.NaN;
        features[next++] = figures[day] - memory.Level;
        for (var figure = 0; figure < QuietWindows.Means; figure++)
        {
            var known = figure == OfDay ? day : figure;
            features[next++] = Distance(figures[known], UsualFigures.OfDayType(memory.Usual, known, half) ?? UsualFigures.Of(memory.Usual, known, half));
        }
    }

    private static float Distance(float figure, (float Mean, float Spread)? usual) => usual is { } known ? (figure - known.Mean) / (known.Spread + LeastSpread) : float.NaN;
}
