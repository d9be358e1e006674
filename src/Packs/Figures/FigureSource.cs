using System.Diagnostics.CodeAnalysis;

namespace CityActors.Packs.Figures;

/// <summary>Over what a figure is: cases or lines of a type, work orders, alerts.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Type">The type of case, or empty.</param>
/// <param name="IsOfLines">Whether each line counts for itself.</param>
public readonly record struct FigureSource(FigureSubjectKind Kind, string Type, bool IsOfLines)
{
    /// <summary>What a file may say.</summary>
    public const string Words = "cases:<type>, lines:<type>, orders, lines:orders, alerts";

    private const string Cases = "cases:";
    private const string Lines = "lines:";
    private const string Orders = "orders";

    /// <summary>Reads what a file says; null: it is none of <see cref="Words"/>.</summary>
    public static FigureSource? Parse([NotNull] string over) => over switch
    {
        Orders => new(FigureSubjectKind.Order, "", false),
        Lines + Orders => new(FigureSubjectKind.Order, "", true),
        "alerts" => new(FigureSubjectKind.Alert, "", false),
        _ when over.StartsWith(Cases, StringComparison.Ordinal) && over.Length > Cases.Length => new(FigureSubjectKind.Case, over[Cases.Length..], false),
        _ when over.StartsWith(Lines, StringComparison.Ordinal) && over.Length > Lines.Length => new(FigureSubjectKind.Case, over[Lines.Length..], true),
        _ => null,
    };
}

/// <summary>What figures are made of.</summary>
public enum FigureSubjectKind
{
    /// <summary>Cases.</summary>
    Case,

    /// <summary>Work orders.</summary>
    Order,

    /// <summary>Alerts.</summary>
    Alert,
}
