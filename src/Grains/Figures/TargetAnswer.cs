using CityActors.Cases;
using CityActors.Packs.Format;

namespace CityActors.Figures;

/// <summary>How far a target is met.</summary>
/// <param name="Target">Its name.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Against">To what it measures: <c>value</c> or <c>year-before</c>.</param>
/// <param name="Aim">What it is to come to.</param>
/// <param name="Now">What it comes to; null: there is nothing to measure by.</param>
/// <param name="IsMet">Whether it is met; null: as for <paramref name="Now"/>.</param>
/// <param name="Points">The points for it; null: there are none.</param>
public sealed record TargetAnswer(string Target, CaseWord Name, string Against, decimal Aim, decimal? Now, bool? IsMet, decimal? Points)
{
    private const int Digits = 6;

    /// <summary>Measures a target.</summary>
    /// <param name="target">The target.</param>
    /// <param name="spec">Its indicator.</param>
    /// <param name="figure">The figure.</param>
    /// <param name="before">That of the same days of the year before.</param>
    public static TargetAnswer Of(TargetSpec target, IndicatorSpec spec, FigureAnswer figure, FigureAnswer before)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(figure);
        ArgumentNullException.ThrowIfNull(before);
        var now = target.Against == TargetAgainst.Value ? figure.Value : Change(figure, before);
        return new(
            target.Target,
            CaseViews.Word(target.Name, target.Target),
            target.Against == TargetAgainst.Value ? "value" : "year-before",
            target.Aim,
            now,
            now is null ? null : spec.Better == IndicatorBetter.High ? now >= target.Aim : now <= target.Aim,
            now is null ? null : target.Score.FirstOrDefault(row => row.UpTo is null || now <= row.UpTo)?.Points);
    }

    /// <summary>By which part a figure changed, for example -0.3; null: there is nothing to compare with.</summary>
    public static decimal? Change(FigureAnswer figure, FigureAnswer before)
    {
        ArgumentNullException.ThrowIfNull(figure);
        ArgumentNullException.ThrowIfNull(before);
        return figure.Value is { } now && before.Value is { } old && old != 0 ? Math.Round((now - old) / Math.Abs(old), Digits, MidpointRounding.AwayFromZero) : null;
    }
}
