namespace CityActors.Client.Evaluation.Baselines;

/// <summary>
/// Y. Liu, T. Hu, C. Wang, "Timely Detection of Abnormal Inactivity Using Smart Meter Data" (2018): each half hour is compared with the same half hour of the
/// 30 days before, by the spread of the last day, the spread of the last 6 hours and its own consumption.
/// </summary>
/// <remarks>
/// A half hour whose Mahalanobis distance exceeds the cut of Grubbs' test is unusual, and so many in a row are an alarm (6 in the paper), which ends with the first
/// usual one. Ours: the plain distance, not the weighted one; both spreads include the half hour itself; a tiny ridge for homes that never change; where the meter reads
/// more seldom than every half hour, its interval takes the place of the half hour. A spread needs four fifths of its readings, and a half hour that cannot be
/// judged ends the run.
/// </remarks>
/// <param name="interval">From one reading to the next.</param>
/// <param name="most">So many unusual half hours in a row are an alarm.</param>
internal sealed class LiuJudge(TimeSpan interval, int most) : IRhythmJudge
{
    private const int Days = 30;
    private const int Features = 3;
    private const double Cut = 2.1001;
    private const double LeastRead = 0.8;

    private readonly long step = Math.Max(interval.Ticks, 30 * TimeSpan.TicksPerMinute);

    private readonly int perDay = (int)(TimeSpan.TicksPerDay / Math.Max(interval.Ticks, 30 * TimeSpan.TicksPerMinute));

    private double[]? day;
    private double[] history = [];
    private int[] learnt = [];
    private long point;
    private bool isClosed;
    private (double Sum, int Read) present;
    private int run;

    /// <inheritdoc/>
    public int LeastDays => Days + 1;

    /// <inheritdoc/>
    public bool IsOpen => run >= most;

    /// <inheritdoc/>
    public RhythmTurn Observe(DateTimeOffset at, double value)
    {
        var wasOpen = IsOpen;
        Enter((at.DateTime.Ticks - (interval.Ticks / 2)) / step);
        present = (present.Sum + value, present.Read + 1);
        if (at.DateTime.Ticks % step == 0)
        {
            Close();
        }

        return IsOpen == wasOpen ? RhythmTurn.None : IsOpen ? RhythmTurn.Opened : RhythmTurn.Closed;
    }

    /// <inheritdoc/>
    public IRhythmJudge Copy()
    {
        var copy = (LiuJudge)MemberwiseClone();
        (copy.day, copy.history, copy.learnt) = ((double[]?)day?.Clone(), (double[])history.Clone(), (int[])learnt.Clone());
        return copy;
    }

    /// <summary>Distance of a vector from the mean of others, in the measure of their covariance.</summary>
    /// <param name="vector">Three features.</param>
    /// <param name="others">Three features of each of the others, one after another.</param>
    internal static double Distance(ReadOnlySpan<double> vector, ReadOnlySpan<double> others)
    {
        var count = others.Length / Features;
        Span<double> mean = stackalloc double[Features];
        for (var index = 0; index < others.Length; index++)
        {
            mean[index % Features] += others[index] / count;
        }

        var (a, b, c, d, e, f) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
        for (var index = 0; index < others.Length; index += Features)
        {
            var (x, y, z) = (others[index] - mean[0], others[index + 1] - mean[1], others[index + 2] - mean[2]);
            (a, b, c, d, e, f) = (a + (x * x), b + (x * y), c + (x * z), d + (y * y), e + (y * z), f + (z * z));
        }

        var ridge = ((a + d + f) * 1e-9) + 1e-12;
        (a, d, f) = (a + ridge, d + ridge, f + ridge);
        var (p, q, r) = (vector[0] - mean[0], vector[1] - mean[1], vector[2] - mean[2]);
        var (aa, bb, cc) = ((d * f) - (e * e), (c * e) - (b * f), (b * e) - (c * d));
        var (dd, ee, ff) = ((a * f) - (c * c), (b * c) - (a * e), (a * d) - (b * b));
        var determinant = (a * aa) + (b * bb) + (c * cc);
        var square = ((p * p * aa) + (q * q * dd) + (r * r * ff) + (2 * ((p * q * bb) + (p * r * cc) + (q * r * ee)))) / determinant;
        return Math.Sqrt(Math.Max(0, square * (count - 1)));
    }

    private void Enter(long next)
    {
        if (day is null)
        {
            (day, history, learnt, point) = (new double[perDay], new double[perDay * Days * Features], new int[perDay], next);
            Array.Fill(day, double.NaN);
        }

        if (next == point)
        {
            return;
        }

        Close();
        for (var missed = Math.Max(point + 1, next - perDay); missed < next; missed++)
        {
            day[missed % perDay] = double.NaN;
            run = 0;
        }

        (point, present, isClosed) = (next, default, false);
    }

    // The half hour is over: it is judged by those of the days before, and becomes one of them.
    private void Close()
    {
        if (isClosed)
        {
            return;
        }

        isClosed = true;
        var slot = (int)(point % perDay);
        day![slot] = 2 * present.Read * interval.Ticks >= step ? present.Sum / present.Read : double.NaN;
        Span<double> vector = [Spread(perDay), Spread(perDay / 4), day[slot]];
        if (double.IsNaN(vector[0] + vector[1] + vector[2]))
        {
            run = 0;
            return;
        }

        var same = history.AsSpan(slot * Days * Features, Days * Features);
        run = learnt[slot] >= Days && Distance(vector, same) > Cut ? run + 1 : 0;
        vector.CopyTo(same[(learnt[slot] % Days * Features)..]);
        learnt[slot]++;
    }

    // Standard deviation of the last points, the present one included.
    private double Spread(int points)
    {
        var (sum, squares, read) = (0.0, 0.0, 0);
        for (var back = 0; back < points; back++)
        {
            var value = day![(int)((point - back) % perDay)];
            (sum, read) = double.IsNaN(value) ? (sum, read) : (sum + value, read + 1);
        }

        for (var back = 0; back < points; back++)
        {
            var off = day![(int)((point - back) % perDay)] - (sum / read);
            squares += double.IsNaN(off) ? 0 : off * off;
        }

        return read < LeastRead * points ? double.NaN : Math.Sqrt(squares / (read - 1));
    }
}
