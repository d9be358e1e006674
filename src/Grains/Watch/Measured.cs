namespace CityActors.Watch;

/// <summary>
/// Values are decimals, as devices write them. What binary numbers add or lose far behind their last digit counts for nothing: from 0.9 to 1.0 is a rise of 0.1, and 250 times 0.2 are 50.
/// </summary>
internal static class Measured
{
    private const int Digits = 9;
    private const double Least = 1e-12;

    /// <summary>Whether two values are at least so far apart.</summary>
    public static bool IsChange(double from, double to, double by) => Math.Abs(to - from) >= by - (Least * Math.Max(Math.Abs(from), Math.Abs(to)));

    /// <summary>What was meant by a sum or mean.</summary>
    public static double Exactly(double value) => Math.Round(value, Digits);
}
