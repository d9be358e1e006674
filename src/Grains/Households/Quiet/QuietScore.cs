namespace CityActors.Households;

/// <summary>Follows a home's power and says how sure it is that nobody is active.</summary>
/// <remarks>Pure. Readings finer than a quarter of an hour are taken together, coarser ones stand for each quarter that they cover: the score knows no interval.</remarks>
internal readonly struct QuietScore(TimeSpan interval, QuietJudge judge)
{
    private const int LeastHalfHours = 40; // Of a day that is learnt.
    private const long QuarterTicks = 15 * TimeSpan.TicksPerMinute;
    private const float FadeADay = 0.99f;
    private const float Smoothing = 0.6f;
    private const float NoScore = -20;
    private const int LongestHole = 12; // Half hours: what the score was before a longer one says nothing any more.
    private const int NeededFigure = 4; // The mean of 12 hours: what comes after a long hole or a meter's fault is too little to judge by.

    /// <summary>Whether enough is learnt for the score to be an alarm.</summary>
    public bool IsReady(QuietMemory memory) => memory.Days >= judge.LearningDays;

    /// <summary>The score above which a home is too quiet.</summary>
    public float Limit(QuietMemory memory) => Math.Max(judge.Limit, Math.Min(judge.HighestLimit, memory.UsualScore + judge.Margin));

    /// <summary>Takes one reading that is later than all before.</summary>
    /// <param name="memory">What is remembered.</param>
    /// <param name="at">The end of its interval, UTC.</param>
    /// <param name="watts">The mean power of its interval; NaN: not to be believed.</param>
    /// <param name="isReported">Whether this silence is an alarm already: it is not learnt.</param>
    /// <param name="features">Takes what the model was asked with, at the end of a half hour; empty: nobody asks.</param>
    /// <returns>What is remembered now, and whether a half hour ended with it and was scored.</returns>
    public (QuietMemory Memory, bool IsScored) Observe(QuietMemory memory, DateTime at, float watts, bool isReported, Span<float> features = default)
    {
        var end = at.Ticks + Deadlines.WorkCalendar.Offset.Ticks;
        var isScored = false;
        watts = Math.Clamp(watts, 0, LogScale.MostWatts); // NaN stays NaN.
        if (interval.Ticks <= QuarterTicks)
        {
            var quarter = (int)((end - (interval.Ticks / 2)) / QuarterTicks);
            memory = Enter(memory, quarter, isReported, features, ref isScored);
            memory = float.IsNaN(watts) ? memory : memory with { Sum = memory.Sum + watts, Count = (ushort)Math.Min(ushort.MaxValue, memory.Count + 1) };
            return (end >= (quarter + 1) * QuarterTicks ? Enter(memory, quarter + 1, isReported, features, ref isScored) : memory, isScored);
        }

        var last = (int)((end - 1) / QuarterTicks);
        for (var quarter = Math.Max(memory.Quarter, (int)((end - interval.Ticks) / QuarterTicks)); quarter <= last; quarter++)
        {
            memory = Enter(memory, quarter, isReported, features, ref isScored);
            memory = float.IsNaN(watts) ? memory : memory with { Sum = watts, Count = 1 };
        }

        return (Enter(memory, last + 1, isReported, features, ref isScored), isScored);
    }

    // Ends the quarters before one.
    private QuietMemory Enter(QuietMemory memory, int quarter, bool isReported, Span<float> features, ref bool isScored)
    {
        if (quarter <= memory.Quarter)
        {
            return memory;
        }

        var mean = memory.Count > 0 ? memory.Sum / memory.Count : float.NaN;
        var isFirst = memory.Quarter % 2 == 0;
        if (isFirst && quarter == memory.Quarter + 1)
        {
            return memory with { Quarter = quarter, Sum = 0, Count = 0, First = mean, Before = memory.Before };
        }

        var (first, second) = isFirst ? (mean, float.NaN) : (memory.First, mean);
        memory = EndHalf(memory, memory.Quarter / 2, first, second, isReported, features, ref isScored);
        return memory with { Quarter = quarter, Sum = 0, Count = 0, First = float.NaN, Before = quarter == memory.Quarter + 1 ? second : float.NaN };
    }

    private QuietMemory EndHalf(QuietMemory memory, int half, float first, float second, bool isReported, Span<float> features, ref bool isScored)
    {
        var mean = float.IsNaN(first) ? second : float.IsNaN(second) ? first : (first + second) / 2;
        if (half <= memory.Half || (float.IsNaN(mean) && memory.Ring.Length == 0))
        {
            return memory;
        }

        if (HalfHours.Day(half) != HalfHours.Day(memory.Half))
        {
            memory = EndDay(memory, HalfHours.Day(memory.Half)) with { IsDoubtful = isReported };
        }

        var ring = memory.Ring.Length == 0 ? new byte[QuietWindows.RingBytes] : (byte[])memory.Ring.Clone();
        for (var missed = Math.Max(memory.Half + 1, half - QuietWindows.RingLength); missed < half; missed++)
        {
            ring.AsSpan(3 * (missed % QuietWindows.RingLength), 3).Clear();
        }

        var cell = 3 * (half % QuietWindows.RingLength);
        ring[cell] = LogScale.Encode(mean);
        ring[cell + 1] = LogScale.Encode(float.IsNaN(second) ? first : float.IsNaN(first) ? second : Math.Max(first, second));
        ring[cell + 2] = float.IsNaN(mean) ? (byte)0 : LogScale.Encode(Rise(memory.Before, first) + Rise(first, second));
        memory = memory with { Ring = ring, Half = half, IsDoubtful = memory.IsDoubtful || isReported };
        if (float.IsNaN(mean) || memory.Usual.Length == 0)
        {
            return memory;
        }

        return Score(memory, half, isReported, features, out isScored);
    }

    private static float Rise(float from, float to) => to > from ? to - from : 0; // NaN is never more.

    private QuietMemory Score(QuietMemory memory, int half, bool isReported, Span<float> features, out bool isScored)
    {
        Span<float> figures = stackalloc float[QuietWindows.Count];
        Span<float> own = stackalloc float[QuietFeatures.Count];
        scoped var asked = features.IsEmpty ? own : features;
        QuietWindows.Read(memory.Ring, half, figures);
        isScored = !float.IsNaN(figures[0]) && !float.IsNaN(figures[NeededFigure]);
        if (!isScored)
        {
            return memory;
        }

        QuietFeatures.Read(memory, half, figures, asked);
        var raw = judge.Model.LogOdds(asked);
        var before = half - memory.ScoreOf <= LongestHole ? memory.Score : 0;
        var score = (Smoothing * before) + ((1 - Smoothing) * raw);
        var isUsual = memory.Days >= judge.UsualAfterDays && !isReported && score <= Limit(memory);
        return memory with
        {
            Score = score,
            ScoreOf = half,
            UsualScore = isUsual ? Math.Max(memory.UsualScore, score) : memory.UsualScore,
            Highest = isReported ? Math.Max(memory.Highest, score) : score,
        };
    }

    /// <summary>Whether a silence that was reported is over.</summary>
    public bool IsOver(QuietMemory memory) => memory.Score < judge.EndScore;

    /// <summary>A silence is reported.</summary>
    public static QuietMemory BeginSilence(QuietMemory memory) => memory with { ReportedOf = memory.ScoreOf, IsConfirmed = false };

    /// <summary>A silence that was reported is over: what the score came to is usual from now on, unless somebody was hurt or nobody was at home.</summary>
    public static QuietMemory EndSilence(QuietMemory memory) => memory with
    {
        UsualBefore = memory.UsualScore,
        ReportedHighest = memory.Highest,
        UsualScore = memory.IsConfirmed ? memory.UsualScore : Math.Max(memory.UsualScore, memory.Highest),
        Highest = 0,
    };

    /// <summary>Nothing is known any more of a time up to now: what the home drew then, and what the score made of it.</summary>
    public static QuietMemory Forget(QuietMemory memory, DateTime from)
    {
        var ring = (byte[])memory.Ring.Clone();
        for (var half = Math.Max(HalfHours.Of(from), memory.Half - QuietWindows.RingLength + 1); half <= memory.Half; half++)
        {
            ring.AsSpan(3 * (half % QuietWindows.RingLength), 3).Clear();
        }

        return memory with { Ring = ring, Sum = 0, Count = 0, First = float.NaN, Before = float.NaN, Score = 0, ScoreOf = 0, Highest = 0 };
    }

    /// <summary>What people found after a report, if it was the silence reported last; of an earlier one it is too late to learn.</summary>
    /// <param name="memory">What is remembered.</param>
    /// <param name="reportedAt">When it was reported, UTC.</param>
    /// <param name="isUsual">Whether the home is as quiet as that by itself at times.</param>
    /// <param name="isReported">Whether the silence goes on.</param>
    public static QuietMemory Heed(QuietMemory memory, DateTime reportedAt, bool isUsual, bool isReported)
    {
        if (memory.ReportedOf == 0 || HalfHours.Of(reportedAt.AddTicks(-1)) < memory.ReportedOf)
        {
            return memory;
        }

        return memory with
        {
            IsConfirmed = !isUsual,
            UsualScore = isReported ? memory.UsualScore
                : isUsual ? Math.Max(memory.UsualScore, memory.ReportedHighest)
                : Math.Min(memory.UsualScore, memory.UsualBefore),
        };
    }

    private static QuietMemory EndDay(QuietMemory memory, int day)
    {
        var usualScore = memory.UsualScore > 0 ? memory.UsualScore * FadeADay : memory.UsualScore;
        memory = memory with { UsualScore = memory.Days == 0 ? NoScore : usualScore };
        var from = day * HalfHours.PerDay;
        var known = 0;
        var sum = 0f;
        for (var half = from; half < from + HalfHours.PerDay && half <= memory.Half; half++)
        {
            var code = memory.Ring.Length == 0 ? (byte)0 : memory.Ring[3 * (half % QuietWindows.RingLength)];
            (known, sum) = code == 0 ? (known, sum) : (known + 1, sum + LogScale.Decode(code));
        }

        return memory.IsDoubtful || known < LeastHalfHours ? memory : Learn(memory, day, LogScale.Log(sum / known));
    }

    private static QuietMemory Learn(QuietMemory memory, int day, float level)
    {
        var usual = memory.Usual.Length == 0 ? new byte[UsualFigures.Bytes] : (byte[])memory.Usual.Clone();
        var from = day * HalfHours.PerDay;
        var isRest = HalfHours.IsRestDay(from);
        var typedDays = isRest ? memory.RestDays : memory.Days - memory.RestDays;
        Span<float> figures = stackalloc float[QuietWindows.Count];
        Span<float> lowest = stackalloc float[QuietFeatures.Kept.Length];
        lowest.Fill(float.PositiveInfinity);
        for (var half = from; half < from + HalfHours.PerDay && half <= memory.Half; half++)
        {
            if (memory.Ring[3 * (half % QuietWindows.RingLength)] == 0)
            {
                continue;
            }

            QuietWindows.Read(memory.Ring, half, figures);
            UsualFigures.Learn(usual, half, figures, memory.Days, typedDays);
            for (var kept = 0; kept < lowest.Length; kept++)
            {
                lowest[kept] = figures[QuietFeatures.Kept[kept]] < lowest[kept] ? figures[QuietFeatures.Kept[kept]] : lowest[kept];
            }
        }

        var rate = 1f / Math.Min(memory.Days + 1, 14);
        var calm = QuietWindows.Calmest(memory.Ring, day);
        var isFirst = memory.Days == 0;
        var (mean, peak) = calm ?? (memory.Calm, memory.CalmPeak);
        return memory with
        {
            Usual = usual,
            Days = (byte)Math.Min(byte.MaxValue, memory.Days + 1),
            RestDays = (byte)Math.Min(byte.MaxValue, memory.RestDays + (isRest ? 1 : 0)),
            Calm = isFirst ? mean : memory.Calm + (rate * (mean - memory.Calm)),
            CalmPeak = isFirst ? peak : memory.CalmPeak + (rate * (peak - memory.CalmPeak)),
            Level = isFirst ? level : memory.Level + (rate * (level - memory.Level)),
            Lowest = Lower(memory.Lowest, lowest),
        };
    }

    // Creeps up by a hundredth a day, so that an old low is forgotten in the end.
    private static float[] Lower(float[] before, ReadOnlySpan<float> day)
    {
        var next = new float[day.Length];
        for (var kept = 0; kept < next.Length; kept++)
        {
            var old = before.Length == 0 ? float.PositiveInfinity : before[kept] + 0.01f;
            next[kept] = Math.Min(old, day[kept]);
        }

        return next;
    }
}
