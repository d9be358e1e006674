using CityActors.Client.Evaluation.Data;

namespace CityActors.Client.Evaluation.Baselines;

/// <summary>
/// S. Wilhelm, F. Wahl, "Emergency Detection in Smart Homes Using Inactivity Score for Handling Uncertain Sensor Data", Sensors 24 (2024) 6583: a score grows with time
/// and falls with activity; it is an emergency where it exceeds what it was at this time of day.
/// </summary>
/// <remarks>
/// The limit: of each of the last 30 days of the same kind (work day, weekend) the highest score within an hour of this time of day; of these the highest, but no more than the
/// third quartile + 1.5 times the quartiles' distance; times 1.1. Ours: there is one sensor, the meter, whose activity is that of <see cref="ActivityGauge"/> and taken for certain, so
/// that it ends a silence and the score is its length in hours; time without readings does not count; an alarm stays until there is activity, so that a limit that
/// changes by the hour does not make several of one silence.
/// </remarks>
/// <param name="interval">From one reading to the next.</param>
/// <param name="quantity">What is measured.</param>
/// <param name="factor">How far the limit is above what was usual.</param>
internal sealed class InactivityScoreJudge(TimeSpan interval, Quantity quantity, double factor) : IRhythmJudge
{
    private const int Days = 30;

    private readonly int perDay = (int)(TimeSpan.TicksPerDay / interval.Ticks);
    private readonly int hour = (int)Math.Max(1, TimeSpan.TicksPerHour / interval.Ticks);

    private ActivityGauge gauge = new(interval, quantity);
    private float[] scores = [];
    private long newest;
    private double score;

    /// <inheritdoc/>
    public int LeastDays => 8;

    /// <inheritdoc/>
    public bool IsOpen { get; private set; }

    /// <inheritdoc/>
    public RhythmTurn Observe(DateTimeOffset at, double value)
    {
        var isActive = gauge.IsActive(at, value);
        score = isActive || !gauge.IsKnown ? 0 : score + interval.TotalHours;
        var number = at.DateTime.Ticks / interval.Ticks;
        var turn = Turn(at.DateTime - (interval / 2), number);
        Keep(number);
        return turn;
    }

    /// <inheritdoc/>
    public IRhythmJudge Copy()
    {
        var copy = (InactivityScoreJudge)MemberwiseClone();
        (copy.gauge, copy.scores) = (gauge.Copy(), (float[])scores.Clone());
        return copy;
    }

    /// <summary>The limit from the highest scores of the days that it is compared with, or null: there are none.</summary>
    internal static double? Limit(List<double> highest, double factor)
    {
        if (highest.Count == 0)
        {
            return null;
        }

        highest.Sort();
        var (low, high) = (Quantile(highest, 0.25), Quantile(highest, 0.75));
        return Math.Min(highest[^1], high + (1.5 * (high - low))) * factor;
    }

    private RhythmTurn Turn(DateTime middle, long number)
    {
        if (score == 0)
        {
            var wasOpen = IsOpen;
            IsOpen = false;
            return wasOpen ? RhythmTurn.Closed : RhythmTurn.None;
        }

        if (IsOpen || !(score > Limit(Highest(middle, number), factor)))
        {
            return RhythmTurn.None;
        }

        IsOpen = true;
        return RhythmTurn.Opened;
    }

    // The highest score around this time on each day before that is of the same kind and was read.
    private List<double> Highest(DateTime middle, long number)
    {
        var highest = new List<double>(Days);
        for (var back = 1; back < Days; back++)
        {
            if (IsRestDay(middle.AddDays(-back)) != IsRestDay(middle))
            {
                continue;
            }

            var most = -1f;
            for (var other = number - ((long)back * perDay) - hour; other <= Math.Min(newest, number - ((long)back * perDay) + hour); other++)
            {
                most = scores.Length > 0 && scores[other % scores.Length] > most ? scores[other % scores.Length] : most;
            }

            if (most >= 0)
            {
                highest.Add(most);
            }
        }

        return highest;
    }

    private void Keep(long number)
    {
        if (scores.Length == 0)
        {
            scores = new float[Days * perDay];
            Array.Fill(scores, float.NaN);
            newest = number;
        }

        for (var missed = Math.Max(newest + 1, number - scores.Length); missed < number; missed++)
        {
            scores[missed % scores.Length] = float.NaN;
        }

        (scores[number % scores.Length], newest) = ((float)score, number);
    }

    private static bool IsRestDay(DateTime day) => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;

    // With linear steps between neighbours.
    private static double Quantile(List<double> sorted, double share)
    {
        var place = share * (sorted.Count - 1);
        var below = (int)place;
        return below + 1 == sorted.Count ? sorted[below] : sorted[below] + ((place - below) * (sorted[below + 1] - sorted[below]));
    }
}
