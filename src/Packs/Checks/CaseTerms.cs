using System.Text.Json;
using CityActors.Packs.Cases;
using CityActors.Packs.Expressions;
using CityActors.Packs.Format;

namespace CityActors.Packs.Checks;

/// <summary>Fields of a type of case, their types and lists (S1, N1), and all its expressions (T0 to T6), each over what it may read where it stands.</summary>
internal static class CaseTerms
{
    /// <summary>Where a case may be handed to without an expression.</summary>
    private static readonly ExpressionType levels = ExpressionType.Choice(((string[])["city", "district", "street", "community", "cell"]).Select(static level => new ChoiceCode(level)));

    private static readonly string[] handedTo = ["city", "district", "street", "community", "cell", "parent"];

    /// <summary>What an order can be given by the case that opens it.</summary>
    private static readonly Dictionary<string, ExpressionType> orderFields = new(StringComparer.Ordinal)
    {
        ["category"] = ExpressionType.Ref("category"),
        ["place"] = ExpressionType.Place,
        ["text"] = ExpressionType.Text,
    };

    /// <summary>Checks the lists of codes that fields take; other lists are none of codes.</summary>
    public static void Lists(CheckRun run)
    {
        var used = run.Pack.Cases.Values.SelectMany(static spec => spec.Fields.Values).SelectMany(static field => field.Of.Values.Append(field.Is)).Concat(run.Pack.Registers.Values.SelectMany(static spec => spec.Fields.Values).Select(static field => field.Is))
            .SelectMany(static type => type.Split(':')).Select(static word => $"lists/{word}.csv").ToHashSet(StringComparer.Ordinal);
        CodeLists.Of(run.Pack, (file, line, what) =>
        {
            if (used.Contains(file))
            {
                run.FaultIn("S1", file, line, what);
            }
        });
    }

    public static void Run(CheckRun run, CaseUnderCheck type)
    {
        var types = Types(run, type);
        if (!HasOneNameEach(run, type))
        {
            return; // What clashes is told as N2; nobody knows what its expressions mean.
        }

        var scope = CaseScope.Of(type.Full, types, run.Pack.Manifest);
        foreach (var (name, field) in type.Spec.Fields.Where(static field => field.Value.Need is not ("begin" or "never")))
        {
            Check(run, type, field.Need, scope.Scope, $"$.fields.{name}.need", ExpressionType.Flag);
        }

        foreach (var (name, clock) in type.Spec.Clocks.Where(static clock => clock.Value.Until is not null))
        {
            var path = $"$.clocks.{name}.until";
            var until = Check(run, type, clock.Until!, scope.Scope, path, null, mayBeMissing: true);
            run.Holds(until is null or { Type.Kind: ExpressionKind.Date or ExpressionKind.Instant }, "T2", type.File, path, $"'{clock.Until}' is a {until?.Type}, but a clock runs until a date or an instant.");
        }

        Effects(run, type, CaseRule.Flat(type.Spec.Begin, "$.begin", isOfTrait: false), scope.Scope, types);
        foreach (var rule in type.Rules)
        {
            // What the form must have is there once the command acts.
            var given = scope.Given(rule.Command?.Form ?? []);
            Command(run, type, rule, scope.Scope, given, types);
            if (rule.If is { } guard)
            {
                Check(run, type, guard, given, rule.At(".if"), ExpressionType.Flag);
            }

            Effects(run, type, rule.Effects, given, types);
        }
    }

    // What stands for a field that is left out reads what was there before; what must hold, what is there then.
    private static void Command(CheckRun run, CaseUnderCheck type, CaseRule rule, Scope before, Scope given, SortedDictionary<string, FieldType> types)
    {
        var form = rule.Command?.Form ?? [];
        for (var i = 0; i < form.Count; i++)
        {
            if (form[i].Else is { } instead && types.TryGetValue(form[i].Field, out var known) && known.Type is not null)
            {
                Check(run, type, instead, before, rule.At($".form[{i}].else"), known.Type, mayBeMissing: true);
            }
        }

        var must = rule.Command?.Must ?? [];
        for (var i = 0; i < must.Count; i++)
        {
            Check(run, type, must[i].That, given, rule.At($".must[{i}].that"), ExpressionType.Flag);
        }
    }

    private static SortedDictionary<string, FieldType> Types(CheckRun run, CaseUnderCheck type)
    {
        var lists = run.ListsOf(run.Pack);
        var types = new SortedDictionary<string, FieldType>(StringComparer.Ordinal);
        foreach (var (name, field) in type.Full.Fields)
        {
            var path = type.Spec.Fields.ContainsKey(name) ? $"$.fields.{name}" : "$.with";
            if (FieldType.Of(field, lists, out var fault) is { } known)
            {
                types[name] = known;
                Default(run, type, field, known, $"{path}.default");
            }
            else
            {
                run.Fault(fault!.StartsWith("There is no list", StringComparison.Ordinal) ? "N1" : "S1", type.File, $"{path}.is", fault);
            }
        }

        return types;
    }

    private static void Default(CheckRun run, CaseUnderCheck type, FieldSpec field, FieldType known, string path)
    {
        if (field.Default is { } value)
        {
            var json = value.Number is { } number ? JsonSerializer.SerializeToElement(number) : JsonSerializer.SerializeToElement(value.Text);
            CaseValue.Read(json, known, out var fault);
            run.Holds(fault is null, "T2", type.File, path, $"The default {value} does not fit: it {fault?.English}.");
        }
    }

    private static bool HasOneNameEach(CheckRun run, CaseUnderCheck type)
    {
        string[] names =
        [
            .. type.Full.Fields.Keys, .. type.Spec.Holders.Keys, .. type.Spec.Parties.Keys.Select(static name => $"${name}"), .. run.Pack.Manifest.Parameters.Keys.Select(static name => $"${name}"), "$me", "$parties", "at", "today",
            "case.id", "case.status", "case.area", "case.area.level", "case.unit", "case.lines", "case.escalated", .. type.Spec.Clocks.Keys.Select(static name => $"case.clock.{name}"),
        ];
        return names.Distinct(StringComparer.Ordinal).Count() == names.Length;
    }

    private static void Effects(CheckRun run, CaseUnderCheck type, IEnumerable<PlacedEffect> effects, Scope scope, SortedDictionary<string, FieldType> types)
    {
        foreach (var (effect, path, isOfTrait) in effects)
        {
            string At(string part) => isOfTrait ? path : path + part;
            if (effect.If is { } condition)
            {
                Check(run, type, condition, scope, At(".if"), ExpressionType.Flag);
            }

            if (effect is { Set: { } field, To: { } value } && types.TryGetValue(field, out var known) && known.Type is not null)
            {
                Check(run, type, value, scope, At(".to"), known.Type);
            }

            if (effect is { Hand: "unit" or "area", To: { } to } && (effect.Hand == "unit" || !handedTo.Contains(to)))
            {
                Check(run, type, to, scope, At(".to"), effect.Hand == "unit" ? ExpressionType.Ref("unit") : ExpressionType.Area, mayBeMissing: true);
            }

            if (effect is { Hand: "level", To: { } level })
            {
                Check(run, type, level, scope, At(".to"), levels, mayBeMissing: true);
            }

            if (effect.Who is { } who)
            {
                Check(run, type, who, scope, At(".who"), ExpressionType.Ref("party"), mayBeMissing: true);
            }

            if (effect.Open is { } child)
            {
                With(run, type, child, effect.With, scope, At(".with"));
            }
        }
    }

    private static void With(CheckRun run, CaseUnderCheck type, string child, SortedDictionary<string, string> with, Scope scope, string path)
    {
        var spec = run.Cases.GetValueOrDefault(child);
        var owner = spec is null ? null : run.Reach.First(pack => pack.Cases.Values.Contains(spec));
        var lists = owner is null ? null : run.ListsOf(owner);
        foreach (var (name, text) in with)
        {
            var at = $"{path}.{name}";
            if (name is ['$', .. var party])
            {
                type.Knows(spec?.Parties.ContainsKey(party) ?? (spec is null && child != CaseUnderCheck.Order), at, $"party of '{child}' named", party, spec?.Parties.Keys ?? Enumerable.Empty<string>());
                Check(run, type, text, scope, at, ExpressionType.List(ExpressionType.Ref("party"), CaseScope.MostParties));
            }
            else if (spec?.Fields.GetValueOrDefault(name) is { } field)
            {
                var wanted = FieldType.Of(field, lists!, out _)?.Type;
                type.Holds(wanted is not null || field.Is != "file", "T2", at, $"'{name}' of '{child}' is a file, which no expression gives: let a form ask for it.");
                Check(run, type, text, scope, at, wanted, mayBeMissing: field is not { Need: "begin", Default: null });
            }
            else if (spec is not null || child == CaseUnderCheck.Order)
            {
                type.Knows(spec is null && orderFields.ContainsKey(name), at, $"field of '{child}' named", name, spec?.Fields.Keys ?? orderFields.Keys.AsEnumerable());
                Check(run, type, text, scope, at, spec is null ? orderFields.GetValueOrDefault(name) : null, mayBeMissing: spec is not null);
            }
        }
    }

    private static CheckedExpression? Check(CheckRun run, CaseUnderCheck type, string text, Scope scope, string path, ExpressionType? wanted, bool mayBeMissing = false)
    {
        var check = Expression.Check(text, scope, wanted, mayBeMissing);
        foreach (var fault in check.Faults)
        {
            run.Fault(fault.Code, type.File, path, $"'{text}', column {fault.Column}: {fault.Sentence}");
        }

        return check.Expression;
    }
}
