using CityActors.Cases;
using CityActors.Figures;
using CityActors.Packs.Format;

namespace CityActors.Silo.Figures;

/// <summary>The indicators of a city.</summary>
/// <param name="Indicators">Those of its packs, by name.</param>
public sealed record IndicatorsAnswer(IReadOnlyList<IndicatorAnswer> Indicators);

/// <summary>An indicator: what it counts.</summary>
/// <param name="Indicator">Its name.</param>
/// <param name="Version">Its version: what counts is the same in all figures of one version.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Pack">The pack that has it, or empty: of a version that no pack has any more.</param>
/// <param name="Is">Which kind of figure it is.</param>
/// <param name="Unit">Of a sum or mean: its unit.</param>
/// <param name="Over">Over what.</param>
/// <param name="When">On which day it counts.</param>
/// <param name="Of">What counts at all, or null: everything.</param>
/// <param name="Count">What of it counts, or null.</param>
/// <param name="Value">The number, or null.</param>
/// <param name="Exempt">What is left out by rule, or null.</param>
/// <param name="By">By what else than areas and days it may be broken down.</param>
/// <param name="Small">A figure over fewer is not shown; null: all are.</param>
/// <param name="Better">Which way is better.</param>
public sealed record IndicatorAnswer(
    string Indicator, int Version, CaseWord Name, string Pack, IndicatorKind Is, string? Unit, string Over, string When, string? Of, string? Count, string? Value, string? Exempt,
    IReadOnlyList<string> By, int? Small, IndicatorBetter Better)
{
    /// <summary>Shows an indicator.</summary>
    public static IndicatorAnswer Show(IndicatorSpec spec, string pack)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return new(
            spec.Indicator, spec.Version, new CaseWord(spec.Name.En ?? spec.Indicator, spec.Name.Zh ?? spec.Indicator), pack, spec.Is, spec.Unit, spec.Over, spec.When, spec.Of, spec.Count, spec.Value, spec.Exempt, spec.By, spec.Small, spec.Better);
    }
}

/// <summary>Figures of one indicator.</summary>
/// <param name="Indicator">The indicator and what it counts.</param>
/// <param name="Versions">The versions that there are figures of; between two of them a series breaks.</param>
/// <param name="Area">The area; empty: the whole city.</param>
/// <param name="From">The first day.</param>
/// <param name="Until">The first day that is not counted any more.</param>
/// <param name="Fact">The last fact that the figures hold.</param>
/// <param name="IsComplete">Whether they hold all that had happened when they were asked for.</param>
/// <param name="Total">The figure.</param>
/// <param name="YearBefore">That of the same days of the year before.</param>
/// <param name="Change">By which part it changed since, for example -0.3; null: there is nothing to compare with.</param>
/// <param name="Rows">Its parts, in the order of their codes; none where none were asked for.</param>
/// <param name="Targets">What it is to come to.</param>
public sealed record FiguresAnswer(
    IndicatorAnswer Indicator, IReadOnlyList<int> Versions, string Area, DateOnly From, DateOnly Until, long Fact, bool IsComplete, FigureAnswer Total, FigureAnswer YearBefore, decimal? Change,
    IReadOnlyList<FigureRow> Rows, IReadOnlyList<TargetAnswer> Targets);

/// <summary>A part of a figure.</summary>
/// <param name="Area">Its area, or empty.</param>
/// <param name="Name">The area's name, or empty.</param>
/// <param name="By">The value of the dimension that was asked for; empty: it has none, or none was asked for.</param>
/// <param name="Period">Its day or month, or empty.</param>
/// <param name="Figure">The figure.</param>
/// <param name="YearBefore">That of the same days of the year before; null for days and months.</param>
/// <param name="Change">By which part it changed since; null: there is nothing to compare with.</param>
/// <param name="Rank">Its place among the areas or units asked for, the best first; equal figures share one. Null: it has none.</param>
public sealed record FigureRow(string Area, string Name, string By, string Period, FigureAnswer Figure, FigureAnswer? YearBefore, decimal? Change, int? Rank);

/// <summary>Those that a figure is made of.</summary>
/// <param name="Items">Their ids, in order; those that the caller may not know of are left out.</param>
/// <param name="Next">The cursor of the next page, or null at the end.</param>
public sealed record FigureCasesAnswer(IReadOnlyList<string> Items, string? Next);
