using System.Collections.Immutable;
using System.Text.Json;
using CityActors.Cases;
using CityActors.Deadlines;
using CityActors.Facts;
using CityActors.Packs.Expressions;
using CityActors.Packs.Figures;
using CityActors.Packs.Format;

namespace CityActors.Figures;

/// <summary>An indicator, ready for the subjects of one scope. Pure: the same subject always gives the same parts.</summary>
internal sealed class IndicatorProgram
{
    private readonly IndicatorSpec spec;
    private readonly FigureSource source;
    private readonly FigureDay day;
    private readonly CheckedExpression? of, count, value, exempt;
    private readonly ImmutableArray<int> cuts;

    private IndicatorProgram(IndicatorSpec spec, FigureScope scope)
    {
        this.spec = spec;
        Scope = scope;
        source = FigureSource.Parse(spec.Over)!.Value;
        day = FigureDay.Parse(spec.When)!;
        (of, count, exempt, value) = (Term(spec.Of, ExpressionType.Flag), Term(spec.Count, ExpressionType.Flag), Term(spec.Exempt, ExpressionType.Flag), Term(spec.Value, null));
        cuts = [.. spec.By.Select(scope.Scope.IndexOf)];
        Fits = day.Names.All(name => (day.Kind == FigureDayKind.Due ? scope.Clocks : scope.States).Contains(name)) && cuts.All(static index => index >= 0)
            && new[] { (spec.Of, of), (spec.Count, count), (spec.Exempt, exempt), (spec.Value, value) }.All(static pair => pair.Item1 is null == pair.Item2 is null);
    }

    /// <summary>What its expressions read.</summary>
    public FigureScope Scope { get; }

    /// <summary>Whether the scope has all that it asks; where it has not, whatever is of that scope is excluded.</summary>
    private bool Fits { get; }

    /// <summary>Prepares an indicator.</summary>
    /// <param name="spec">The indicator; it was checked.</param>
    /// <param name="scope">What there is to read; of a version of a type older than the indicator it may lack something.</param>
    public static IndicatorProgram Of(IndicatorSpec spec, FigureScope scope) => new(spec, scope);

    /// <summary>The scope of a type of case for an indicator.</summary>
    public static FigureScope ScopeOf(CaseProgram program, bool isOfLines) => FigureScope.OfCases(program.Scope, program.Spec, isOfLines);

    /// <summary>What a subject adds; nothing where it does not count at all.</summary>
    public IEnumerable<FigurePart> Parts(FigureSubject subject)
    {
        if (subject.IsDrill || !Fits)
        {
            return source.IsOfLines ? [] : [Part(subject, 0, subject.Begun, null) with { IsExcluded = true, Cut = Cut(null) }];
        }

        return source.IsOfLines
            ? subject.Lines.Where(line => IsOf(line.Values)).Select(line => Part(subject, line.Number, line.At, line.Values))
            : subject.When(day) is { } at && IsOf(subject.Values) ? [Part(subject, 0, at, subject.Values)] : [];
    }

    private bool IsOf(IValues values) => of?.Holds(values) != false;

    private FigurePart Part(FigureSubject subject, long line, DateTimeOffset at, IValues? values)
    {
        var number = values is null ? null : value?.Evaluate(values).AsNumber;
        var isExcluded = values is not null && value is not null && !Millionths(number, out _);
        Millionths(number, out var millionths);
        return new FigurePart(
            spec.Indicator,
            spec.Version,
            subject.Id,
            line,
            DateOnly.FromDateTime(at.ToOffset(WorkCalendar.Offset).DateTime),
            subject.Area,
            Cut(values),
            values is not null && !isExcluded && count?.Holds(values) != false,
            subject.IsExempt || (values is not null && exempt?.Holds(values) == true),
            isExcluded,
            millionths,
            subject.Privacy);
    }

    // What is too large to be added up exactly cannot be judged.
    private static bool Millionths(decimal? number, out long millionths)
    {
        millionths = 0;
        if (number is not { } known || Math.Abs(known) > 1_000_000_000)
        {
            return false;
        }

        millionths = (long)decimal.Round(known * FigurePart.One);
        return true;
    }

    private string Cut(IValues? values) => JsonSerializer.Serialize(cuts.Select(index => values is null || index < 0 || values[index].IsMissing ? "" : values[index].ToString()), FactRecords.Json);

    private CheckedExpression? Term(string? text, ExpressionType? wanted) => text is null ? null : Expression.Check(text, Scope.Scope, wanted, mayBeMissing: wanted is null).Expression;
}
