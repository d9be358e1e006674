using CityActors.Packs.Format;

namespace CityActors.Figures;

/// <summary>A figure as it is shown: never without what it is made of.</summary>
/// <param name="Value">The figure: a share from 0 to 1, a number, a sum or a mean; null: there is nothing to divide by, or it is hidden.</param>
/// <param name="Numerator">How many count; of a sum or mean the sum. Null: hidden.</param>
/// <param name="Denominator">Of how many. Null: hidden.</param>
/// <param name="Exempt">How many are left out by rule. Null: hidden.</param>
/// <param name="Excluded">How many could not be judged. Null: hidden.</param>
/// <param name="RawValue">The figure with those that are left out by rule. Null: as for <paramref name="Value"/>.</param>
/// <param name="RawNumerator">The numerator with them. Null: hidden.</param>
/// <param name="RawDenominator">The denominator with them. Null: hidden.</param>
/// <param name="IsHidden">Whether it is not shown because it is over few, or could be worked out from one that is.</param>
public sealed record FigureAnswer(
    decimal? Value, decimal? Numerator, long? Denominator, long? Exempt, long? Excluded, decimal? RawValue, decimal? RawNumerator, long? RawDenominator, bool IsHidden)
{
    private const int Digits = 6;

    /// <summary>One that is not shown.</summary>
    public static FigureAnswer Hidden { get; } = new(null, null, null, null, null, null, null, null, true);

    /// <summary>The figure of a sum, or the hidden one where it is over few, but not over none.</summary>
    public static FigureAnswer Of(IndicatorSpec spec, FigureSum sum) => IsSmall(spec, sum) ? Hidden : Whole(spec, sum);

    /// <summary>Whether a sum is over too few to be shown.</summary>
    public static bool IsSmall(IndicatorSpec spec, FigureSum sum)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return spec.Small is { } small && sum.Raw + sum.Excluded is var all && all > 0 && (all < small || (sum.Of > 0 && sum.Of < small));
    }

    private static FigureAnswer Whole(IndicatorSpec spec, FigureSum sum)
    {
        var (numerator, raw) = spec.Is switch
        {
            IndicatorKind.Share => (sum.Count, (decimal)sum.RawCount),
            IndicatorKind.Count => (sum.Of, sum.Raw),
            _ => ((decimal)sum.Value / FigurePart.One, (decimal)sum.RawValue / FigurePart.One),
        };
        return new(Figure(spec.Is, numerator, sum.Of), numerator, sum.Of, sum.Exempt, sum.Excluded, Figure(spec.Is, raw, sum.Raw), raw, sum.Raw, false);
    }

    private static decimal? Figure(IndicatorKind kind, decimal numerator, long denominator) => kind switch
    {
        IndicatorKind.Count or IndicatorKind.Sum => numerator,
        _ => denominator == 0 ? null : Math.Round(numerator / denominator, Digits, MidpointRounding.AwayFromZero),
    };

    /// <summary>Compares two figures exactly, before they are rounded: more than zero where the first is higher.</summary>
    public static int Compare(IndicatorSpec spec, FigureAnswer one, FigureAnswer other)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        return spec.Is is IndicatorKind.Count or IndicatorKind.Sum
            ? one.Value!.Value.CompareTo(other.Value!.Value)
            : (one.Numerator!.Value * other.Denominator!.Value).CompareTo(other.Numerator!.Value * one.Denominator!.Value);
    }

    /// <summary>The places of figures, best first: equal ones share a place, and the next one counts them all. Null: it has no figure.</summary>
    public static IReadOnlyList<int?> Ranks(IndicatorSpec spec, IReadOnlyList<FigureAnswer> figures)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(figures);
        var sign = spec.Better == IndicatorBetter.High ? 1 : -1;
        return [.. figures.Select(one => one.Value is null ? (int?)null : 1 + figures.Count(other => other.Value is not null && sign * Compare(spec, other, one) > 0))];
    }

    /// <summary>Figures beside their total: if exactly one is hidden, the smallest other is, too, for the total would tell it.</summary>
    /// <param name="spec">The indicator.</param>
    /// <param name="sums">The parts of one total.</param>
    public static IReadOnlyList<FigureAnswer> Beside(IndicatorSpec spec, IReadOnlyList<FigureSum> sums)
    {
        ArgumentNullException.ThrowIfNull(sums);
        var shown = sums.Select(sum => Of(spec, sum)).ToArray();
        if (shown.Count(static one => one.IsHidden) == 1 && sums.Index().Where(one => !shown[one.Index].IsHidden && one.Item.Raw + one.Item.Excluded > 0).OrderBy(static one => one.Item.Raw).Select(static one => (int?)one.Index).FirstOrDefault() is { } next)
        {
            shown[next] = Hidden;
        }

        return shown;
    }
}
