namespace CityActors.Observations;

/// <summary>Which values of a kind can be true, in the unit of the kind.</summary>
/// <remarks>
/// There is no greatest step from one reading to the next: a kettle, a burst pipe, a gas leak and a flood are steps, and refusing a step would refuse the alarm.
/// </remarks>
/// <param name="Least">The least value.</param>
/// <param name="Most">The greatest value.</param>
/// <param name="NoValues">
/// Values between these by which devices say that they have none: a register of 16 bits that is all ones (65535), read in whole units, tenths, hundredths
/// or thousandths, and the greatest number with a sign (32767). Those of 32 bits (2147483647, 4294967295), −999 and −9999 are outside every range.
/// </param>
public sealed record PlausibleRange(double Least, double Most, params double[] NoValues)
{
    /// <summary>What has no value is not judged.</summary>
    public static PlausibleRange Any { get; } = new(double.NegativeInfinity, double.PositiveInfinity);

    /// <summary>Whether a value can be true.</summary>
    public bool Holds(double value) => value >= Least && value <= Most && !IsNoValue(value);

    /// <summary>Whether a value between least and most says that there is none.</summary>
    public bool IsNoValue(double value) => NoValues.AsSpan().Contains(value);
}
