using CityActors.Packs.Cases;
using CityActors.Packs.Expressions;
using CityActors.Packs.Format;
using CityActors.Packs.Registers;

namespace CityActors.Packs.Checks;

/// <summary>Registers: their shape (S1, S3, S5), names that are given once and known (N1, N2, F3), their condition (T0 to T6), and that nothing personal gets where it may not (P1, P4).</summary>
internal static class RegisterChecks
{
    /// <summary>What stands for a time without end.</summary>
    public const string ForEver = "for-ever";

    private const int MostFields = 64;
    private const int MostIndexed = 8;
    private const int LongestIndexed = 100;

    /// <summary>What a reference may name that is no register.</summary>
    private static readonly string[] known = ["case", "category", "unit", "party", "responder"];

    public static void Run(CheckRun run)
    {
        foreach (var (file, spec) in run.Pack.Registers)
        {
            Shape(run, file, spec);
            NotBuilt(run, file, spec);
            var types = Fields(run, file, spec);
            Key(run, file, spec, types);
            Personal(run, file, spec);
            Elements(run, file, spec);
            Texts(run, file, spec);
            if (spec.Valid is { } valid)
            {
                foreach (var fault in Expression.Check(valid, RegisterType.ScopeOf(spec, types, run.Pack.Manifest), ExpressionType.Flag).Faults)
                {
                    run.Fault(fault.Code, file, "$.valid", $"'{valid}', column {fault.Column}: {fault.Sentence}");
                }
            }
        }
    }

    private static void Shape(CheckRun run, string file, RegisterSpec spec)
    {
        NameChecks.Name(run, file, "$.register", spec.Register);
        run.Holds(file == $"registers/{spec.Register}.json", "S1", file, "$.register", $"The file is named after the register: '{spec.Register}.json'.");
        run.Holds(spec.Fields.Count <= MostFields, "S3", file, "$.fields", $"It has {spec.Fields.Count} fields; at most {MostFields} can be overlooked. Split it into two registers, one referring to the other.");
        run.Holds(spec.Fields.Count(static field => field.Value.Index) is var indexed && indexed <= MostIndexed, "S3", file, "$.fields", $"Records are found by {indexed} fields; at most {MostIndexed} have \"index\".");
        run.Holds(spec.Keep is null or ForEver || Span.Parse(spec.Keep) is not null, "S1", file, "$.keep", $"'{spec.Keep}' is no time: give a length such as \"1825 natural-days\", or \"{ForEver}\".");
        foreach (var name in spec.Fields.Keys)
        {
            NameChecks.Name(run, file, $"$.fields.{name}", name);
        }

        foreach (var other in run.All.All.Where(other => other.Name != run.Pack.Name && other.Registers.Values.Any(theirs => theirs.Register == spec.Register)))
        {
            run.Fault("N2", file, "$.register", $"The register '{spec.Register}' is that of the pack '{other.Name}': give it another name, or need that pack and use its.");
        }
    }

    private static void NotBuilt(CheckRun run, string file, RegisterSpec spec)
    {
        (string Member, bool IsThere)[] members = [("erase", spec.Erase is not null), ("sealed-by", spec.SealedBy is not null), ("licence", spec.Licence is not null), ("class", spec.Class == RegisterClass.Sealed)];
        foreach (var (member, _) in members.Where(static member => member.IsThere))
        {
            run.Fault("S5", file, $"$.{member}", $"'{(member == "class" ? "sealed" : member)}' belongs to a capability that this version does not have: take it out of the register.");
        }

        foreach (var (name, _) in spec.Fields.Where(static field => field.Value.From is not null))
        {
            run.Fault("S5", file, $"$.fields.{name}.from", "'from' belongs to a capability that this version does not have: take it out of the register.");
        }
    }

    private static Dictionary<string, FieldType> Fields(CheckRun run, string file, RegisterSpec spec)
    {
        var lists = run.ListsOf(run.Pack);
        var types = new Dictionary<string, FieldType>(StringComparer.Ordinal);
        foreach (var (name, field) in spec.Fields)
        {
            var path = $"$.fields.{name}";
            run.Holds(field.Need is "begin" or "never", "S1", file, $"{path}.need", "A field of a record is there in every version (\"begin\") or may be missing (\"never\").");
            run.Holds(field.Least is null || field.Most is null || field.Least <= field.Most, "S1", file, path, "Give 'least' and 'most' so that least ≤ most.");
            if (RegisterType.TypeOf(field, lists, out var fault) is not { } type)
            {
                run.Fault(fault!.StartsWith("There is no list", StringComparison.Ordinal) ? "N1" : "S1", file, $"{path}.is", fault);
                continue;
            }

            types[name] = type;
            run.Holds((field.Least ?? field.Most) is null || type.Type?.Kind is ExpressionKind.Whole or ExpressionKind.Number or ExpressionKind.Share or ExpressionKind.Money, "S1", file, path, "'least' and 'most' belong to a number.");
            run.Holds(!field.Index || IsIndexable(type), "S1", file, $"{path}.index", $"Records are found by codes, references, areas, days, flags, whole numbers, and texts of at most {LongestIndexed} characters.");
            foreach (var refers in References(type.Type))
            {
                run.Holds(known.Contains(refers) || run.Registers.ContainsKey(refers), "N1", file, $"{path}.is", $"There is no register '{refers}' in this pack or those that it needs; there are {CheckRun.Join(run.Registers.Keys)}, besides {CheckRun.Join(known)}.");
            }
        }

        return types;
    }

    private static IEnumerable<string> References(ExpressionType? type) => type switch
    {
        { Kind: ExpressionKind.Ref, Target: { } to } => [to],
        { Kind: ExpressionKind.List, Element: { } element } => References(element),
        _ => [],
    };

    private static bool IsIndexable(FieldType type) => type.Type?.Kind switch
    {
        ExpressionKind.Text => type.MostCharacters <= LongestIndexed,
        ExpressionKind.Choice or ExpressionKind.Ref or ExpressionKind.Area or ExpressionKind.Date or ExpressionKind.Flag or ExpressionKind.Whole => true,
        _ => false,
    };

    private static void Key(CheckRun run, string file, RegisterSpec spec, Dictionary<string, FieldType> types)
    {
        run.Holds(spec.Fields.TryGetValue(spec.Key, out var key), "N1", file, "$.key", $"There is no field '{spec.Key}'; there are {CheckRun.Join(spec.Fields.Keys)}.");
        if (key is not null && types.TryGetValue(spec.Key, out var type))
        {
            run.Holds(type is { Type.Kind: ExpressionKind.Text, MostCharacters: <= RecordKey.Longest } && key.Need == "begin", "S1", file, "$.key", $"A record is known by a text of at most {RecordKey.Longest} characters that every record has.");
            run.Holds(RegisterType.ClassOf(spec, spec.Key) != PrivacyClass.Personal, "P1", file, "$.key", $"'{spec.Key}' is personal, but the key of a record stands in facts, lists and addresses: number the records, and keep this as another field.");
        }

        var area = spec.Area is null ? null : types.GetValueOrDefault(spec.Area)?.Type?.Kind;
        run.Holds(spec.Area is null || (area is ExpressionKind.Area or ExpressionKind.Place && spec.Fields[spec.Area].Need == "begin"), "N1", file, "$.area", $"'{spec.Area}' is no field that says where every record belongs: name one that is an area or a place, with \"need\": \"begin\".");
        run.Holds(area is null || RegisterType.ClassOf(spec, spec.Area!) != PrivacyClass.Personal, "P1", file, "$.area", $"'{spec.Area}' is personal, but the area of a record stands in facts and lists: name a field that is not.");
    }

    private static void Personal(CheckRun run, string file, RegisterSpec spec)
    {
        string[] personal = [.. spec.Fields.Keys.Where(name => RegisterType.ClassOf(spec, name) == PrivacyClass.Personal)];
        run.Holds(personal.Length == 0 || spec.Keep is not null, "P4", file, "$", $"It holds what is personal ({CheckRun.Join(personal)}) and does not say how long: give 'keep'.");
        foreach (var name in personal.Where(name => spec.Fields[name].Index))
        {
            run.Fault("P1", file, $"$.fields.{name}.index", $"'{name}' is personal, and what records are found by stands in lists: take \"index\" out.");
        }
    }

    // An element has one type and class everywhere, and one register owns it.
    private static void Elements(CheckRun run, string file, RegisterSpec spec)
    {
        foreach (var (name, field) in spec.Fields.Where(static field => field.Value.As is not null))
        {
            var path = $"$.fields.{name}.as";
            run.Holds(field.As!.Split('.') is { Length: 2 } parts && parts.All(NameChecks.IsName), "S1", file, path, $"'{field.As}' is no element: give what it is about and what of that, for example \"person.phone\".");
            var others = from pack in run.All.All
                         from theirs in pack.Registers.Values
                         where theirs.Register != spec.Register
                         from other in theirs.Fields
                         where other.Value.As == field.As
                         select (pack.Name, Register: theirs, other.Key, other.Value);
            foreach (var (pack, theirs, theirName, _) in others)
            {
                run.Fault("F3", file, path, $"The element '{field.As}' is '{theirName}' of the register '{theirs.Register}' ('{pack}') already: refer to its record, or name another element.");
            }

            run.Holds(spec.Fields.First(other => other.Value.As == field.As).Key == name, "F3", file, path, $"The element '{field.As}' stands there twice.");
        }
    }

    private static void Texts(CheckRun run, string file, RegisterSpec spec)
    {
        TextChecks.Both(run, file, "$.name", spec.Name, TextChecks.LongestName);
        foreach (var (name, field) in spec.Fields)
        {
            TextChecks.Both(run, file, $"$.fields.{name}.name", field.Name, TextChecks.LongestName);
            var twin = spec.Fields.TakeWhile(other => other.Key != name).FirstOrDefault(other => (other.Value.Name.En is { Length: > 0 } english && english == field.Name.En) || (other.Value.Name.Zh is { Length: > 0 } chinese && chinese == field.Name.Zh)).Key;
            run.Holds(twin is null, "F3", file, $"$.fields.{name}.name", $"'{name}' and '{twin}' are called the same: nobody could tell which to fill in. Keep one, or name them apart.");
        }
    }
}
