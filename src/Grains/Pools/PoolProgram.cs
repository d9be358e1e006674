using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using CityActors.Cases;
using CityActors.Deadlines;
using CityActors.Packs;
using CityActors.Packs.Cases;
using CityActors.Packs.Expressions;
using CityActors.Packs.Format;
using CityActors.Packs.Pools;
using CityActors.Places;

namespace CityActors.Pools;

/// <summary>A pool as one type of case asks it, ready to choose: its expressions are checked. Immutable, one for each version of a pack.</summary>
internal sealed class PoolProgram
{
    private const string OfRecords = "record:";
    private readonly ConditionalWeakTable<ShownRecord, Value[]> read = [];
    private readonly IReadOnlyDictionary<string, FieldType> needTypes;
    private readonly PoolRecord record;
    private readonly ImmutableArray<PoolRecord> joins;
    private readonly ImmutableArray<int> joinAt;
    private readonly ImmutableHashSet<string> reads;

    private PoolProgram(PackFiles pack, CaseSpec type, PoolSpec spec)
    {
        (Pack, Spec, Type) = (pack, spec, type.Case);
        var lists = CodeLists.Of(pack);
        needTypes = type.Fields.Select(field => (field.Key, Type: FieldType.Of(field.Value, lists, out _))).Where(static field => field.Type is not null)
            .ToImmutableSortedDictionary(static field => field.Key, static field => field.Type!, StringComparer.Ordinal);
        record = RecordOf(pack, spec.Of[OfRecords.Length..], lists);
        joins = [.. spec.Joins.Select(join => RecordOf(pack, record.Spec.Fields[join].Is["ref:".Length..], lists))];
        Scope = PoolScope.Of(type, needTypes, record, [.. spec.Joins.Zip(joins)]);
        joinAt = [.. Scope.Joins.Select(join => Scope.Member.TakeWhile(name => name != join.Join).Count())];
        May = spec.May is null ? null : Term(spec.May, ExpressionType.Flag);
        Capacity = Term(spec.Capacity!, ExpressionType.Whole);
        Points = [.. spec.Points.Select(point => new CompiledPoint(Term(point.Points, null), point.If is null ? null : Term(point.If, ExpressionType.Flag), new PoolTexts(point.Why, Scope.Scope)))];
        Classes = [.. spec.Classes.Select(one => Term(one.If, ExpressionType.Flag))];
        Offer = TimeLimits.Of(spec.Offer);
        LongestWait = TimeLimits.Of(spec.LongestWait);
        reads = [.. Terms.SelectMany(static term => term.Reads).Concat(Points.SelectMany(static point => point.Why.Reads)).Select(index => Scope.Scope.Fields[index].Path)];
    }

    /// <summary>The pack that has it.</summary>
    public PackFiles Pack { get; }

    /// <summary>What its file says.</summary>
    public PoolSpec Spec { get; }

    /// <summary>The type of case that asks.</summary>
    public string Type { get; }

    /// <summary>What its expressions read.</summary>
    public PoolScope Scope { get; }

    /// <summary>Who may be chosen, or null: everybody.</summary>
    public CheckedExpression? May { get; }

    /// <summary>How many cases a member has at most.</summary>
    public CheckedExpression Capacity { get; }

    /// <summary>What speaks for a member.</summary>
    public ImmutableArray<CompiledPoint> Points { get; }

    /// <summary>The classes of a queue, the most urgent first.</summary>
    public ImmutableArray<CheckedExpression> Classes { get; }

    /// <summary>How long one has to take it, or null.</summary>
    public TimeLimit? Offer { get; }

    /// <summary>After how long a need goes before all classes, or null.</summary>
    public TimeLimit? LongestWait { get; }

    /// <summary>The register of the members.</summary>
    public string Register => record.Spec.Register;

    /// <summary>Whether who may be chosen changes with the day, though nobody does anything.</summary>
    public bool ReadsTime => reads.Contains("at") || reads.Contains("today");

    private IEnumerable<CheckedExpression> Terms => ((CheckedExpression?[])[May, Capacity]).OfType<CheckedExpression>().Concat(Classes)
        .Concat(Points.SelectMany(static point => ((CheckedExpression?[])[point.Points, point.If]).OfType<CheckedExpression>()));

    /// <summary>The pool of a holder; null: those are no records.</summary>
    /// <param name="pack">The pack; it was checked.</param>
    /// <param name="type">The type of case, its traits written out.</param>
    /// <param name="holder">As what somebody is looked for.</param>
    /// <exception cref="ArgumentException">It does not fit: the pack was not checked.</exception>
    public static PoolProgram? Of(PackFiles pack, CaseSpec type, string holder) =>
        pack.Pools.Pools.FirstOrDefault(pool => pool.Pool == type.Holders[holder].Pool) is { } spec && spec.Of.StartsWith(OfRecords, StringComparison.Ordinal) ? new(pack, type, spec) : null;

    /// <summary>The key of the pool that serves an area, or null: the area is larger than a pool's.</summary>
    public string? KeyOf(string area) => KeyOf(Spec, area);

    /// <summary>The key of the pool that serves an area, or null: the area is larger than a pool's.</summary>
    public static string? KeyOf(PoolSpec pool, string area) => AreaCodes.PoolKey(pool.Pool, area, pool.Per == PoolReach.City ? AreaLevel.City : AreaLevel.District);

    /// <summary>Of the fields of a case, those that the pool reads: no others leave the case.</summary>
    public ImmutableSortedDictionary<string, string> Shown(ImmutableSortedDictionary<string, string> fields) => fields.RemoveRange(fields.Keys.Where(name => !reads.Contains($"need.{name}")));

    /// <summary>Of the fields of a register's records, those that the pool reads; null: it reads no such records.</summary>
    public ImmutableHashSet<string>? FieldsOf(string register)
    {
        string[] roots = [.. Register == register ? (string[])["member"] : [], .. Spec.Joins.Where((_, i) => joins[i].Spec.Register == register)];
        return roots.Length == 0 ? null : [.. roots.SelectMany(root => reads.Where(path => path.StartsWith(root + ".", StringComparison.Ordinal)).Select(path => path[(root.Length + 1)..])), .. Register == register ? Spec.Joins : []];
    }

    /// <summary>What the expressions read of a need and a member.</summary>
    public IValues Values(PoolNeed need, ShownRecord member, int load, DateTimeOffset at, IReadOnlyDictionary<string, ShownRecord> records, Value[] asked) => new Read(this, need, member, load, at, records, asked);

    /// <summary>What the expressions read of a need alone.</summary>
    public Value[] Asked(PoolNeed need)
    {
        var values = new Value[Scope.Need.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = ValueOf(need.Fields, Scope.Need[i], needTypes);
        }

        return values;
    }

    private static PoolRecord RecordOf(PackFiles pack, string register, IReadOnlyDictionary<string, IReadOnlyList<ChoiceCode>> lists) =>
        PoolRecord.Of(pack.Registers.Values.FirstOrDefault(spec => spec.Register == register) ?? throw new ArgumentException($"The pack '{pack.Name}' has no register '{register}'.", nameof(register)), lists);

    private static Value ValueOf(ImmutableSortedDictionary<string, string> fields, string name, IReadOnlyDictionary<string, FieldType> types)
    {
        if (!fields.TryGetValue(name, out var json))
        {
            return types[name].Type!.Kind == ExpressionKind.List ? Value.Of(Array.Empty<Value>()) : Value.Missing;
        }

        using var document = JsonDocument.Parse(json);
        return CaseValue.Read(document.RootElement, types[name], out _);
    }

    private Value[] ValuesOf(ShownRecord shown, PoolRecord of, IReadOnlyList<string> names) => read.GetValue(shown, one => [.. names.Select(name => ValueOf(one.Fields, name, of.Types))]);

    private CheckedExpression Term(string text, ExpressionType? wanted)
    {
        var check = Expression.Check(text, Scope.Scope, wanted);
        return check.Expression ?? throw new ArgumentException($"{Spec.Pool}: '{text}': {check.Faults[0].Sentence}");
    }

    private sealed class Read(PoolProgram program, PoolNeed need, ShownRecord member, int load, DateTimeOffset at, IReadOnlyDictionary<string, ShownRecord> records, Value[] asked) : IValues
    {
        private Value[]? own;

        public Value this[int index]
        {
            get
            {
                if (index < PoolScope.Own.Count)
                {
                    return Own(index);
                }

                var scope = program.Scope;
                var rest = index - PoolScope.Own.Count;
                if (rest < scope.Need.Count)
                {
                    return asked[rest];
                }

                own ??= program.ValuesOf(member, program.record, scope.Member);
                if ((rest -= scope.Need.Count) < scope.Member.Count)
                {
                    return own[rest];
                }

                rest -= scope.Member.Count;
                for (var i = 0; i < scope.Joins.Count; i++)
                {
                    if (rest < scope.Joins[i].Fields.Length)
                    {
                        return Joined(i, rest);
                    }

                    rest -= scope.Joins[i].Fields.Length;
                }

                return Value.Missing;
            }
        }

        private Value Joined(int join, int field)
        {
            var (_, register, fields) = program.Scope.Joins[join];
            return own![program.joinAt[join]].AsText is { } key && records.TryGetValue($"{register}/{key}", out var other) && other.IsActive ? program.ValuesOf(other, program.joins[join], fields)[field] : Value.Missing;
        }

        private Value Own(int index) => index switch
        {
            0 => Value.Of(need.Case),
            1 => Value.Of(need.Type),
            2 => Value.Of(need.Area),
            3 => References(need.People),
            4 => References(need.Had),
            5 => Value.Of(need.At),
            6 => Value.Of(member.Key),
            7 => Value.Of((decimal)load),
            8 => Value.Of(at),
            _ => Value.Of(DateOnly.FromDateTime(at.ToOffset(WorkCalendar.Offset).DateTime)),
        };

        private static Value References(IReadOnlyList<string> ids) => Value.Of([.. ids.Select(static id => Value.Of(id))]);
    }
}

/// <summary>What speaks for a member, ready.</summary>
/// <param name="Points">How many points.</param>
/// <param name="If">Where, or null: always.</param>
/// <param name="Why">Why.</param>
internal sealed record CompiledPoint(CheckedExpression Points, CheckedExpression? If, PoolTexts Why);
