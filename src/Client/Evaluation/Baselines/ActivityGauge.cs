using CityActors.Client.Evaluation.Data;

namespace CityActors.Client.Evaluation.Baselines;

/// <summary>Tells by a fixed rule whether a reading is somebody's doing: power above the home's base load + max(30 W, 3 σ), or more than half a litre of water.</summary>
/// <remarks>
/// The base load is learnt as the city's own detector does it, at any interval: the last reading of each half hour of a day (or of each interval, where that
/// is longer), of which the lowest third gives the day's base load (its median) and spread (1.4826 × median absolute deviation). A day counts of which five sixths are
/// there. Days are blended, down (0.4) faster than up (0.2). Until the first day is over nothing is known to be anybody's doing.
/// </remarks>
internal sealed class ActivityGauge(TimeSpan interval, Quantity quantity)
{
    private const double AboveBaseWatts = 30;
    private const double AboveBaseSigmas = 3;
    private const double AboveLitres = 0.5;
    private const double RiseADay = 0.2;
    private const double FallADay = 0.4;

    private readonly int slots = (int)(TimeSpan.TicksPerDay / Math.Max(interval.Ticks, 30 * TimeSpan.TicksPerMinute));

    private double[]? today;
    private long day;
    private double baseWatts = double.NaN;
    private double sigmaWatts;

    /// <summary>Whether it can say anything yet.</summary>
    public bool IsKnown => quantity == Quantity.Water || !double.IsNaN(baseWatts);

    /// <summary>Takes a reading and says whether it is somebody's doing.</summary>
    public bool IsActive(DateTimeOffset at, double value)
    {
        if (quantity == Quantity.Water)
        {
            return value > AboveLitres;
        }

        var middle = at.DateTime - (interval / 2);
        if (middle.Ticks / TimeSpan.TicksPerDay is var date && (today is null || date != day))
        {
            CloseDay();
            (today, day) = (new double[slots], date);
            Array.Fill(today, double.NaN);
        }

        today[middle.TimeOfDay.Ticks * slots / TimeSpan.TicksPerDay] = value;
        return IsKnown && value > baseWatts + Math.Max(AboveBaseWatts, AboveBaseSigmas * sigmaWatts);
    }

    /// <summary>One that knows the same and goes its own way from here.</summary>
    public ActivityGauge Copy()
    {
        var copy = (ActivityGauge)MemberwiseClone();
        copy.today = (double[]?)today?.Clone();
        return copy;
    }

    private void CloseDay()
    {
        var samples = (today ?? []).Where(static sample => !double.IsNaN(sample)).Order().ToArray();
        if (today is null || 6 * samples.Length < 5 * slots)
        {
            return;
        }

        var asleep = samples[..(samples.Length / 3)];
        var middle = asleep[asleep.Length / 2];
        var sigma = 1.4826 * asleep.Select(sample => Math.Abs(sample - middle)).Order().ElementAt(asleep.Length / 2);
        var isFirst = double.IsNaN(baseWatts);
        (baseWatts, sigmaWatts) = isFirst ? (middle, sigma) : (Blend(baseWatts, middle), Blend(sigmaWatts, sigma));
    }

    private static double Blend(double old, double day) => old + ((day > old ? RiseADay : FallADay) * (day - old));
}
