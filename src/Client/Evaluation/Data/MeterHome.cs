namespace CityActors.Client.Evaluation.Data;

/// <summary>What a meter measures.</summary>
internal enum Quantity
{
    /// <summary>Mean power of an interval, watts.</summary>
    Power,

    /// <summary>Water drawn in an interval, litres.</summary>
    Water,
}

/// <summary>One home's readings on an even grid.</summary>
/// <param name="Id">The home in its data.</param>
/// <param name="Quantity">What was measured.</param>
/// <param name="Start">When the first interval begins, on the wall clock where it was measured.</param>
/// <param name="Interval">From one reading to the next.</param>
/// <param name="Values">One for each interval; not a number: none was read.</param>
internal sealed record MeterHome(string Id, Quantity Quantity, DateTime Start, TimeSpan Interval, double[] Values)
{
    /// <summary>Readings of a day.</summary>
    public int PerDay => (int)(TimeSpan.TicksPerDay / Interval.Ticks);

    /// <summary>Whether a place has a reading.</summary>
    public bool Has(int index) => !double.IsNaN(Values[index]);

    /// <summary>When a reading's interval ends, on the wall clock where it was measured.</summary>
    public DateTime EndOf(int index) => Start + ((index + 1) * Interval);

    /// <summary>Whether it can be brought to an interval: a whole number of its own, and a whole number of them in a day.</summary>
    public bool Divides(TimeSpan interval) => interval >= Interval && interval.Ticks % Interval.Ticks == 0 && TimeSpan.TicksPerDay % interval.Ticks == 0;

    /// <summary>The same home at a longer interval: means of power, sums of water. An interval of which less than half was read has no reading.</summary>
    public MeterHome Resampled(TimeSpan interval)
    {
        if (interval == Interval)
        {
            return this;
        }

        var many = (int)(interval.Ticks / Interval.Ticks);
        var start = new DateTime(Start.Ticks - (Start.Ticks % interval.Ticks));
        var lead = (int)((Start - start).Ticks / Interval.Ticks);
        var values = new double[(lead + Values.Length + many - 1) / many];
        for (var bucket = 0; bucket < values.Length; bucket++)
        {
            var (sum, read) = (0.0, 0);
            for (var index = Math.Max(0, (bucket * many) - lead); index < Math.Min(Values.Length, ((bucket + 1) * many) - lead); index++)
            {
                (sum, read) = Has(index) ? (sum + Values[index], read + 1) : (sum, read);
            }

            values[bucket] = 2 * read < many ? double.NaN : Quantity == Quantity.Power ? sum / read : sum;
        }

        return this with { Start = start, Interval = interval, Values = values };
    }
}
