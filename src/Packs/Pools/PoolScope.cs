using CityActors.Packs.Cases;
using CityActors.Packs.Expressions;
using CityActors.Packs.Format;
using CityActors.Packs.Registers;

namespace CityActors.Packs.Pools;

/// <summary>What the expressions of a pool may read of a need, a member and the time, and at which index each of it stands.</summary>
public sealed class PoolScope
{
    /// <summary>What every need and member has besides its fields; their indices come first, from 0.</summary>
    public static IReadOnlyList<string> Own { get; } = ["need.id", "need.type", "need.area", "need.people", "need.had", "need.asked", "member.id", "member.load", "at", "today"];

    private PoolScope(Scope scope, string[] need, string[] member, (string Join, string Register, string[] Fields)[] joins) => (Scope, Need, Member, Joins) = (scope, need, member, joins);

    /// <summary>The scope itself.</summary>
    public Scope Scope { get; }

    /// <summary>The fields of the case, whose indices come after <see cref="Own"/>.</summary>
    public IReadOnlyList<string> Need { get; }

    /// <summary>The fields of the member's record, whose indices come after those of the case.</summary>
    public IReadOnlyList<string> Member { get; }

    /// <summary>The records that the member's names: by which field, of which register, and their fields. Their indices come after the member's.</summary>
    public IReadOnlyList<(string Join, string Register, string[] Fields)> Joins { get; }

    /// <summary>The scope of a pool for one type of case.</summary>
    /// <param name="type">The type of case that asks.</param>
    /// <param name="types">The types of its fields.</param>
    /// <param name="register">What the members show.</param>
    /// <param name="joins">What the records show that members name, by the field that names them.</param>
    /// <exception cref="ArgumentException">Two of them have one name.</exception>
    public static PoolScope Of(CaseSpec type, IReadOnlyDictionary<string, FieldType> types, PoolRecord register, IReadOnlyList<(string Join, PoolRecord Of)> joins)
    {
        ArgumentNullException.ThrowIfNull(register);
        ArgumentNullException.ThrowIfNull(joins);
        var need = CaseScope.FieldsOf(type, types);
        var member = Under(register, "member", mayBeMissing: false).ToList();
        var joined = joins.Select(static join => (join.Join, join.Of.Spec.Register, Fields: Under(join.Of, join.Join, mayBeMissing: true).ToList())).ToList();
        var scope = new Scope(
        [
            new("need.id", ExpressionType.Ref("case")) { English = "the case", Chinese = "本事项" },
            new("need.type", ExpressionType.Text) { English = "type of case", Chinese = "事项类型" },
            new("need.area", ExpressionType.Area) { English = "area of the case", Chinese = "事项所属区域" },
            new("need.people", ExpressionType.List(ExpressionType.Ref(), CaseScope.MostParties)) { Class = FieldClass.Personal, English = "parties", Chinese = "当事人" },
            new("need.had", ExpressionType.List(ExpressionType.Ref(), CaseScope.MostParties)) { English = "who had it before", Chinese = "此前承办人" },
            new("need.asked", ExpressionType.Instant) { English = "since when somebody is looked for", Chinese = "提出需求时间" },
            new("member.id", ExpressionType.Ref(register.Spec.Register)) { English = "the one", Chinese = "本人" },
            new("member.load", ExpressionType.Whole) { Least = 0, English = "cases in hand", Chinese = "在办件数" },
            new("at", ExpressionType.Instant) { English = "now", Chinese = "当前时间" },
            new("today", ExpressionType.Date) { English = "today", Chinese = "今天" },
            .. need.Select(static field => field with { Path = $"need.{field.Path}" }),
            .. member.Select(static field => field.Field),
            .. joined.SelectMany(static join => join.Fields.Select(static field => field.Field)),
        ]);
        return new(
            scope,
            [.. need.Select(static field => field.Path)],
            [.. member.Select(static field => field.Name)],
            [.. joined.Select(static join => (join.Join, join.Register, (string[])[.. join.Fields.Select(static field => field.Name)]))]);
    }

    private static IEnumerable<(string Name, ScopeField Field)> Under(PoolRecord record, string root, bool mayBeMissing) =>
        from field in record.Spec.Fields
        let type = record.Types.GetValueOrDefault(field.Key)?.Type
        where type is not null
        select (field.Key, new ScopeField($"{root}.{field.Key}", type)
        {
            MayBeMissing = mayBeMissing || (field.Value.Need != "begin" && type.Kind != ExpressionKind.List),
            Class = (FieldClass)RegisterType.ClassOf(record.Spec, field.Key),
            Least = field.Value.Least,
            Most = field.Value.Most,
            English = field.Value.Name.En ?? field.Key,
            Chinese = field.Value.Name.Zh ?? field.Key,
        });
}

/// <summary>A register as a pool reads it.</summary>
/// <param name="Spec">What its file says.</param>
/// <param name="Types">The types of its fields.</param>
public sealed record PoolRecord(RegisterSpec Spec, IReadOnlyDictionary<string, FieldType> Types)
{
    /// <summary>A register with the types of its fields; those that have none are left out.</summary>
    public static PoolRecord Of(RegisterSpec spec, IReadOnlyDictionary<string, IReadOnlyList<ChoiceCode>> lists)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return new(spec, spec.Fields
            .Select(field => (field.Key, Type: RegisterType.TypeOf(field.Value, lists, out _)))
            .Where(static field => field.Type is not null)
            .ToDictionary(static field => field.Key, static field => field.Type!, StringComparer.Ordinal));
    }
}
