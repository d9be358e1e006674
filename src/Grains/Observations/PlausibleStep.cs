namespace CityActors.Observations;

/// <summary>By how much a kind can change from one reading to the next, in the unit of the kind.</summary>
/// <remarks>
/// Only where more is impossible in the time between: a kettle, a burst pipe, a fire and a gas leak are steps, and refusing a step would refuse the alarm.
/// </remarks>
/// <param name="AtOnce">However short the time between.</param>
/// <param name="PerMinute">More for each minute between.</param>
public sealed record PlausibleStep(double AtOnce, double PerMinute)
{
    /// <summary>Whether a value can have become another one in a time.</summary>
    public bool Holds(double before, double after, TimeSpan between) => Math.Abs(after - before) <= AtOnce + (PerMinute * between.TotalMinutes);
}
