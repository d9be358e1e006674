using CityActors.Client.Evaluation.Data;
using CityActors.Client.Simulation;

namespace CityActors.Client.Evaluation.Silences;

/// <summary>Makes the day that a home would have shown, had nobody done anything from an instant on.</summary>
/// <param name="home">What it did show.</param>
internal readonly struct Silence(MeterHome home)
{
    private const double LeastRead = 0.8;
    private const int LoopDays = 3;
    private const int MixDays = 7;
    private const double FlatShare = 10.0 / 96;

    private readonly int perDay = home.PerDay;
    private readonly int fourHours = home.PerDay / 6;

    /// <summary>Where a silence may begin: from some place on, with four fifths of the day before and of the day after read.</summary>
    public IReadOnlyList<int> Places(int first)
    {
        var read = new int[home.Values.Length + 1];
        for (var index = 0; index < home.Values.Length; index++)
        {
            read[index + 1] = read[index] + (home.Has(index) ? 1 : 0);
        }

        var places = new List<int>();
        for (var onset = Math.Max(first, perDay); onset + perDay <= home.Values.Length; onset++)
        {
            if (read[onset] - read[onset - perDay] >= LeastRead * perDay && read[onset + perDay] - read[onset] >= LeastRead * perDay)
            {
                places.Add(onset);
            }
        }

        return places;
    }

    /// <summary>The readings of a day from an onset on.</summary>
    /// <param name="protocol">How quiet it is.</param>
    /// <param name="onset">One of the <see cref="Places"/>.</param>
    /// <param name="chance">Which days are drawn.</param>
    public double[] Day(QuietProtocol protocol, int onset, Chance chance) => protocol switch
    {
        QuietProtocol.Flat => Held(LowOf(onset)),
        QuietProtocol.Last => Held(Enumerable.Range(1, perDay).Select(LastBefore(onset)).First(static value => !double.IsNaN(value))),
        QuietProtocol.Loop => Repeated(Calmest(onset - (LoopDays * perDay), onset)),
        QuietProtocol.Mix => Mixed(onset, chance),
        _ => Held(0),
    };

    private Func<int, double> LastBefore(int onset)
    {
        var values = home.Values;
        return back => values[onset - back];
    }

    private double[] Held(double value)
    {
        var day = new double[perDay];
        Array.Fill(day, value);
        return day;
    }

    private double LowOf(int onset)
    {
        var before = home.Values[(onset - perDay)..onset].Where(static value => !double.IsNaN(value)).Order().ToArray();
        return before[(int)Math.Max(1, Math.Round(FlatShare * before.Length, MidpointRounding.AwayFromZero)) - 1];
    }

    private double[] Repeated(double[] hours)
    {
        var day = new double[perDay];
        for (var index = 0; index < day.Length; index++)
        {
            day[index] = hours[index % hours.Length];
        }

        return day;
    }

    private double[] Mixed(int onset, Chance chance)
    {
        var day = new double[perDay];
        var calm = new List<double[]>();
        for (var back = 1; back <= MixDays; back++)
        {
            if (TryCalmest(onset - (back * perDay), onset - ((back - 1) * perDay)) is { } hours)
            {
                calm.Add(hours);
            }
        }

        for (var from = 0; from < perDay; from += fourHours)
        {
            var hours = calm[(int)(chance.Unit(onset, from) * calm.Count)];
            hours.AsSpan(0, Math.Min(fourHours, perDay - from)).CopyTo(day.AsSpan(from));
        }

        return day;
    }

    // Four fifths of the day before were read, so four fifths of some 4 hours were.
    private double[] Calmest(int from, int to) => TryCalmest(from, to)!;

    // The 4 hours with the lowest mean; what was not read of them is that mean.
    private double[]? TryCalmest(int from, int to)
    {
        from = Math.Max(0, from);
        var (best, bestMean) = (-1, double.PositiveInfinity);
        var (sum, read) = (0.0, 0);
        for (var index = from; index < to; index++)
        {
            (sum, read) = home.Has(index) ? (sum + home.Values[index], read + 1) : (sum, read);
            var gone = index - fourHours;
            (sum, read) = gone >= from && home.Has(gone) ? (sum - home.Values[gone], read - 1) : (sum, read);
            if (gone + 1 >= from && read >= LeastRead * fourHours && sum / read < bestMean)
            {
                (best, bestMean) = (gone + 1, sum / read);
            }
        }

        if (best < 0)
        {
            return null;
        }

        var hours = home.Values[best..(best + fourHours)];
        for (var index = 0; index < hours.Length; index++)
        {
            hours[index] = double.IsNaN(hours[index]) ? bestMean : hours[index];
        }

        return hours;
    }
}
