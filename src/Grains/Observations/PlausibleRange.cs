namespace CityActors.Observations;

/// <summary>Which values of a kind can be true, in the unit of the kind.</summary>
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

    private static readonly double[] ErrorCodes = [-99, -99.9, -999, -999.9, -9_999, -32_768];

    /// <summary>Whether a value below zero is one by which devices say that they have none.</summary>
    public static bool IsErrorCode(double value) => ErrorCodes.AsSpan().Contains(value);

    /// <summary>Whether a value can be true.</summary>
    public bool Holds(double value) => value >= Least && value <= Most && !IsNoValue(value);

    /// <summary>Whether a value between least and most says that there is none.</summary>
    public bool IsNoValue(double value) => NoValues.AsSpan().Contains(value);
}
