using CityActors.Packs.Cases;
using CityActors.Packs.Expressions;
using CityActors.Packs.Figures;
using CityActors.Packs.Format;

namespace CityActors.Packs.Checks;

/// <summary>Indicators: their shape (S1), what they are over (N1), their expressions (T0 to T6), by what they are broken down (I2, P1, P6), their names (I4), their texts (X1 to X4).</summary>
internal static class IndicatorChecks
{
    /// <summary>The file.</summary>
    public const string File = "indicators.json";

    /// <summary>A figure over what is personal needs so many at least.</summary>
    private const int FewestOfPersons = 10;
    private const int MostDimensions = 4;

    public static void Run(CheckRun run)
    {
        var section = run.Pack.Indicators;
        for (var i = 0; i < section.Indicators.Count; i++)
        {
            var (spec, path) = (section.Indicators[i], $"$.indicators[{i}]");
            NameChecks.Name(run, File, $"{path}.indicator", spec.Indicator);
            run.Holds(spec.Indicator != "verify", "N5", File, $"{path}.indicator", "'verify' means something already where figures are read: choose another name.");
            TextChecks.Both(run, File, $"{path}.name", spec.Name, TextChecks.LongestName);
            run.Holds(section.Indicators.Take(i).All(other => other.Indicator != spec.Indicator), "I4", File, $"{path}.indicator", $"The indicator '{spec.Indicator}' is there twice: give one another name; of one name only the latest version stands in a pack.");
            var other = run.All.All.FirstOrDefault(other => other.Name != run.Pack.Name && other.Indicators.Indicators.Any(one => one.Indicator == spec.Indicator));
            run.Holds(other is null, "I4", File, $"{path}.indicator", $"The indicator '{spec.Indicator}' is that of the pack '{other?.Name}': give it another name.");
            run.Holds(spec.Version >= 1, "S1", File, $"{path}.version", "Versions count from 1.");
            run.Holds(spec.Small is null or >= 2, "S1", File, $"{path}.small", "Give at least 2, or leave it out: a figure over fewer is not shown.");
            Kind(run, spec, path);
            if (Source(run, spec, path) is { } source && Scope(run, spec, source, path) is { } scope)
            {
                Day(run, spec, source, scope, path);
                Terms(run, spec, scope, path);
                Dimensions(run, spec, scope, path);
            }

            Examples(run, spec, path);
        }

        TargetChecks.Run(run);
    }

    private static void Kind(CheckRun run, IndicatorSpec spec, string path)
    {
        var hasNumber = spec.Is is IndicatorKind.Sum or IndicatorKind.Mean;
        run.Holds(spec.Count is not null == spec.Is is IndicatorKind.Share, "S1", File, $"{path}.count", spec.Is == IndicatorKind.Share ? "A share needs 'count': what of it counts." : "Only a share has 'count'; what counts at all is said by 'of'.");
        run.Holds(spec.Value is not null == hasNumber, "S1", File, $"{path}.value", hasNumber ? "A sum or mean needs 'value': the number." : "Only a sum or mean has 'value'.");
        run.Holds(spec.Unit is not null == hasNumber, "S1", File, $"{path}.unit", hasNumber ? "A sum or mean needs its 'unit'; \"1\" where it has none." : "Only a sum or mean has 'unit'.");
    }

    private static FigureSource? Source(CheckRun run, IndicatorSpec spec, string path)
    {
        if (FigureSource.Parse(spec.Over) is { } source)
        {
            return source;
        }

        run.Fault("S1", File, $"{path}.over", $"'{spec.Over}' is nothing that figures are over; there are {FigureSource.Words}.");
        return null;
    }

    private static FigureScope? Scope(CheckRun run, IndicatorSpec spec, FigureSource source, string path)
    {
        if (source.Kind == FigureSubjectKind.Day)
        {
            return Days(run, source.Type, $"{path}.over");
        }

        if (source.Kind != FigureSubjectKind.Case)
        {
            return FigureScope.Of(source.Kind, source.IsOfLines);
        }

        var owner = run.Reach.FirstOrDefault(pack => pack.Cases.Values.Any(type => type.Case == source.Type));
        if (owner is null)
        {
            run.Fault("N1", File, $"{path}.over", $"There is no type of case '{source.Type}'; there are {CheckRun.Join(run.Cases.Keys)}.");
            return null;
        }

        return ScopeOf(owner, source, run.ListsOf(owner));
    }

    /// <summary>What an indicator over a kind of observation may read: a value that tells of no home.</summary>
    private static FigureScope? Days(CheckRun run, string name, string path)
    {
        if (run.Observations.GetValueOrDefault(name) is not { } kind)
        {
            run.Fault("N1", File, path, $"There is no kind of observation '{name}'; there are {CheckRun.Join(run.Observations.Keys)}.");
            return null;
        }

        run.Holds(kind.Shape == ObservationShape.Scalar, "T2", File, path, $"'{name}' is a track and no value: figures are over what is measured. Count the alerts that follow from it.");
        run.Holds(kind.Class < PrivacyClass.Personal, "P1", File, path, $"'{name}' is personal: what a home measures by the day tells how people live, and there are no figures of it.");
        return FigureScope.Days(kind.Unit);
    }

    /// <summary>What an indicator over cases of a pack may read; null: the type itself is wrong, which is told elsewhere.</summary>
    private static FigureScope? ScopeOf(PackFiles owner, FigureSource source, IReadOnlyDictionary<string, IReadOnlyList<ChoiceCode>> lists)
    {
        var full = CaseTraits.Expand(owner.Cases.Values.First(type => type.Case == source.Type));
        var types = full.Fields.Select(field => (field.Key, Type: FieldType.Of(field.Value, lists, out _))).Where(static field => field.Type is not null).ToDictionary(static field => field.Key, static field => field.Type!, StringComparer.Ordinal);
        try
        {
            return FigureScope.OfCases(CaseScope.Of(full, types, owner.Manifest), full, source.IsOfLines);
        }
        catch (ArgumentException)
        {
            return null; // Two of its names clash.
        }
    }

    private static void Day(CheckRun run, IndicatorSpec spec, FigureSource source, FigureScope scope, string path)
    {
        var day = FigureDay.Parse(spec.When);
        var words = FigureDay.Of(source);
        if (day is null || !words.Contains(day.Kind))
        {
            run.Fault("S1", File, $"{path}.when", $"'{spec.When}' is no instant of {spec.Over}; there are {CheckRun.Join(words.Select(static word => word switch { FigureDayKind.First => "first:<state>|<state>", FigureDayKind.Due => "due:<clock>", _ => word.ToString().ToLowerInvariant() }))}.");
            return;
        }

        foreach (var name in day.Names)
        {
            var known = day.Kind == FigureDayKind.Due ? scope.Clocks : scope.States;
            run.Holds(known.Contains(name), "N1", File, $"{path}.when", $"There is no {(day.Kind == FigureDayKind.Due ? "clock" : "state")} '{name}'; there are {CheckRun.Join(known)}.");
        }
    }

    private static void Terms(CheckRun run, IndicatorSpec spec, FigureScope scope, string path)
    {
        CheckedExpression?[] read =
        [
            Term(run, spec.Of, scope, $"{path}.of", ExpressionType.Flag), Term(run, spec.Count, scope, $"{path}.count", ExpressionType.Flag), Term(run, spec.Exempt, scope, $"{path}.exempt", ExpressionType.Flag),
            Number(run, spec, scope, $"{path}.value"),
        ];
        var highest = read.OfType<CheckedExpression>().Select(static term => term.Class).DefaultIfEmpty().Max();
        run.Holds(highest < FieldClass.Sealed, "P1", File, path, "It reads what is sealed, and no figure may.");
        run.Holds(highest < FieldClass.Personal || spec.Small >= FewestOfPersons, "P1", File, $"{path}.small", $"It reads what is personal, so a figure over few would tell of persons: give 'small' of at least {FewestOfPersons}.");
    }

    private static CheckedExpression? Number(CheckRun run, IndicatorSpec spec, FigureScope scope, string path)
    {
        var term = Term(run, spec.Value, scope, path, null, mayBeMissing: true);
        run.Holds(term is null or { Type.Kind: ExpressionKind.Whole or ExpressionKind.Number or ExpressionKind.Share or ExpressionKind.Money }, "T2", File, path, $"'{spec.Value}' is a {term?.Type}, but here stands a number: of spans take 'hours(from, to)'.");
        run.Holds(term?.Type.Unit is null || term.Type.Unit == spec.Unit, "T2", File, path, $"'{spec.Value}' is in {term?.Type.Unit}, but 'unit' says {spec.Unit}.");
        return term;
    }

    private static CheckedExpression? Term(CheckRun run, string? text, FigureScope scope, string path, ExpressionType? wanted, bool mayBeMissing = false)
    {
        if (text is null)
        {
            return null;
        }

        var check = Expression.Check(text, scope.Scope, wanted, mayBeMissing);
        foreach (var fault in check.Faults)
        {
            run.Fault(fault.Code, File, path, $"'{text}', column {fault.Column}: {fault.Sentence}");
        }

        return check.Expression;
    }

    private static void Dimensions(CheckRun run, IndicatorSpec spec, FigureScope scope, string path)
    {
        run.Holds(spec.By.Count <= MostDimensions, "I2", File, $"{path}.by", $"At most {MostDimensions} dimensions: more cut the city into figures over single cases.");
        for (var i = 0; i < spec.By.Count; i++)
        {
            var (name, at) = (spec.By[i], $"{path}.by[{i}]");
            run.Holds(spec.By.Take(i).All(other => other != name), "I2", File, at, $"'{name}' is there twice.");
            if (scope.Scope.IndexOf(name) is not (>= 0 and var index))
            {
                run.Fault("I2", File, at, $"There is no dimension '{name}'; there are {CheckRun.Join(scope.Scope.Fields.Where(IsDimension).Select(static field => field.Path))}. Areas and days are always there.");
                continue;
            }

            var field = scope.Scope.Fields[index];
            var isOfPersons = field.Type.Kind == ExpressionKind.Ref && field.Type.Target is null or "party" or "person" or "mediator";
            run.Holds(field.Type.Kind != ExpressionKind.Ref || !isOfPersons, "P6", File, at, $"'{name}' names persons, and there are no figures of persons.");
            run.Holds(field.Class < FieldClass.Personal, "P1", File, at, $"'{name}' is {field.Class.ToString().ToLowerInvariant()}, and figures are seen by more than may see it: leave it out, or give the field the class internal if it says nothing of a person.");
            run.Holds(isOfPersons || IsKey(field.Type), "I2", File, at, $"'{name}' is a {field.Type}: figures are broken down by codes only, such as a choice, a flag, a unit or a category.");
        }
    }

    private static bool IsDimension(ScopeField field) => field.Class < FieldClass.Personal && IsKey(field.Type) && field.Path[0] != '$';

    private static bool IsKey(ExpressionType type) =>
        type.Kind is ExpressionKind.Choice or ExpressionKind.Flag || (type.Kind == ExpressionKind.Ref && type.Target is "unit" or "category" or "alert-kind" or "pack");

    private static void Examples(CheckRun run, IndicatorSpec spec, string path)
    {
        var histories = run.Pack.Indicators.Histories;
        var wanted = FigureSource.Parse(spec.Over) switch { { Kind: FigureSubjectKind.Case } source => source.Type, { Kind: FigureSubjectKind.Order } => HistoryChecks.Order, _ => null };
        for (var i = 0; i < spec.Examples.Count; i++)
        {
            run.Holds(wanted is not null, "I3", File, $"{path}.examples[{i}]", "Examples are over histories of cases and of work orders; alerts and what devices measured have none.");
            foreach (var name in spec.Examples[i].Histories)
            {
                run.Holds(histories.ContainsKey(name), "N1", File, $"{path}.examples[{i}]", $"There is no history '{name}'; there are {CheckRun.Join(histories.Keys)}.");
            }
        }

        run.Holds(spec.Examples.Count > 0 || wanted is null, "I3", File, path, "Nothing says what comes out of it: give at least one of 'examples'.");
    }
}
