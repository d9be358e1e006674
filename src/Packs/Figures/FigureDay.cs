using System.Diagnostics.CodeAnalysis;

namespace CityActors.Packs.Figures;

/// <summary>The instant by whose day something counts.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Names">The states of <see cref="FigureDayKind.First"/>, or the clock of <see cref="FigureDayKind.Due"/>.</param>
public sealed record FigureDay(FigureDayKind Kind, IReadOnlyList<string> Names)
{
    private const string First = "first:";
    private const string Due = "due:";

    /// <summary>Reads what a file says; null: it says nothing that there is.</summary>
    public static FigureDay? Parse([NotNull] string when) => when switch
    {
        "begun" => new(FigureDayKind.Begun, []),
        "ended" => new(FigureDayKind.Ended, []),
        "at" => new(FigureDayKind.At, []),
        "acknowledged" => new(FigureDayKind.Acknowledged, []),
        "responded" => new(FigureDayKind.Responded, []),
        "day" => new(FigureDayKind.Day, []),
        _ when when.StartsWith(First, StringComparison.Ordinal) => new(FigureDayKind.First, when[First.Length..].Split('|')),
        _ when when.StartsWith(Due, StringComparison.Ordinal) => new(FigureDayKind.Due, [when[Due.Length..]]),
        _ => null,
    };

    /// <summary>The words that go with what a figure is over.</summary>
    public static IReadOnlyList<FigureDayKind> Of(FigureSource source) => source switch
    {
        { IsOfLines: true } => [FigureDayKind.At],
        { Kind: FigureSubjectKind.Alert } => [FigureDayKind.Begun, FigureDayKind.Ended, FigureDayKind.Acknowledged, FigureDayKind.Responded],
        { Kind: FigureSubjectKind.Day } => [FigureDayKind.Day],
        _ => [FigureDayKind.Begun, FigureDayKind.Ended, FigureDayKind.First, FigureDayKind.Due],
    };
}

/// <summary>Instants by whose day something may count.</summary>
public enum FigureDayKind
{
    /// <summary>It began.</summary>
    Begun,

    /// <summary>It ended.</summary>
    Ended,

    /// <summary>It first got to one of some states.</summary>
    First,

    /// <summary>A clock's last deadline.</summary>
    Due,

    /// <summary>An alert was first taken on.</summary>
    Acknowledged,

    /// <summary>Somebody was on site of an alert, or had made sure otherwise.</summary>
    Responded,

    /// <summary>A line was written.</summary>
    At,

    /// <summary>It was measured.</summary>
    Day,
}
