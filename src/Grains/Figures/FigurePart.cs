using CityActors.Cases;

namespace CityActors.Figures;

/// <summary>What one case, line, order, alert or day of a device adds to one figure. What it added before is replaced by it, never added to.</summary>
/// <param name="Indicator">The indicator.</param>
/// <param name="Version">The indicator's version.</param>
/// <param name="Subject">The id of the case, order or alert; of a device's day <c>device/kind/day</c>.</param>
/// <param name="Line">The number of the line; 0: the whole.</param>
/// <param name="Day">The day of the city on which it counts.</param>
/// <param name="Area">The most exact area known.</param>
/// <param name="Cut">The values of the indicator's dimensions, in their order, as a JSON array; a value that is missing is empty.</param>
/// <param name="Counts">Whether it is in the numerator, but for <paramref name="IsExempt"/>.</param>
/// <param name="IsExempt">Whether it is left out by rule.</param>
/// <param name="IsExcluded">Whether it cannot be judged: its version of the type lacks what is asked, its number is missing, or it is of a drill.</param>
/// <param name="Value">Its number in millionths.</param>
/// <param name="Privacy">Who may know which it is.</param>
public sealed record FigurePart(
    string Indicator, int Version, string Subject, long Line, DateOnly Day, string Area, string Cut, bool Counts, bool IsExempt, bool IsExcluded, long Value, CasePrivacy Privacy)
{
    /// <summary>So much is 1 in <see cref="Value"/>.</summary>
    public const long One = 1_000_000;

    /// <summary>The sum that it alone makes.</summary>
    public FigureSum Sum => IsExcluded
        ? new FigureSum(0, 0, 0, 1, 0, 0, 0)
        : new FigureSum(1, Counts ? 1 : 0, IsExempt ? 1 : 0, 0, Counts && !IsExempt ? 1 : 0, Value, IsExempt ? 0 : Value);
}

/// <summary>Parts added up.</summary>
/// <param name="Raw">How many there are, exempt ones with them, excluded ones without.</param>
/// <param name="RawCount">Of these, those that count.</param>
/// <param name="Exempt">Of these, those left out by rule.</param>
/// <param name="Excluded">Those that could not be judged.</param>
/// <param name="Count">The numerator: those that count and are not exempt.</param>
/// <param name="RawValue">The sum of all numbers, in millionths.</param>
/// <param name="Value">The sum of those not exempt, in millionths.</param>
public readonly record struct FigureSum(long Raw, long RawCount, long Exempt, long Excluded, long Count, long RawValue, long Value)
{
    /// <summary>The denominator.</summary>
    public long Of => Raw - Exempt;

    /// <summary>Both together.</summary>
    public static FigureSum Add(FigureSum one, FigureSum other) => one + other;

    /// <summary>Both together.</summary>
    public static FigureSum operator +(FigureSum one, FigureSum other) => new(
        one.Raw + other.Raw, one.RawCount + other.RawCount, one.Exempt + other.Exempt, one.Excluded + other.Excluded, one.Count + other.Count, one.RawValue + other.RawValue, one.Value + other.Value);
}
