using System.Diagnostics.CodeAnalysis;

namespace CityActors.Packs.Figures;

/// <summary>Over what a figure is: cases or lines of a type, work orders, alerts, what devices measured.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Type">The type of case, or the kind of observation, or empty.</param>
/// <param name="IsOfLines">Whether each line counts for itself.</param>
public readonly record struct FigureSource(FigureSubjectKind Kind, string Type, bool IsOfLines)
{
    /// <summary>What a file may say.</summary>
    public const string Words = "cases:<type>, lines:<type>, orders, lines:orders, alerts, observations:<kind>";

    private const string Cases = "cases:";
    private const string Lines = "lines:";
    private const string Orders = "orders";
    private const string Observations = "observations:";

    /// <summary>Reads what a file says; null: it is none of <see cref="Words"/>.</summary>
    public static FigureSource? Parse([NotNull] string over) => over switch
    {
        Orders => new(FigureSubjectKind.Order, "", false),
        Lines + Orders => new(FigureSubjectKind.Order, "", true),
        "alerts" => new(FigureSubjectKind.Alert, "", false),
        _ when over.StartsWith(Observations, StringComparison.Ordinal) && over.Length > Observations.Length => new(FigureSubjectKind.Day, over[Observations.Length..], false),
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

    /// <summary>Days of devices: what each measured of one kind on one day.</summary>
    Day,
}
