using CityActors.Packs.Cases;
using CityActors.Packs.Expressions;
using CityActors.Packs.Format;

namespace CityActors.Packs.Registers;

/// <summary>A register, ready to be written: its types are read and its condition is checked. Immutable, one for each version of a pack.</summary>
public sealed class RegisterType
{
    private readonly IReadOnlyList<string> read;

    private RegisterType(PackFiles pack, RegisterSpec spec)
    {
        (Pack, Spec) = (pack, spec);
        var lists = CodeLists.Of(pack);
        Types = spec.Fields.ToDictionary(static field => field.Key, field => TypeOf(field.Value, lists, out var fault) ?? throw new ArgumentException($"{spec.Register}.{field.Key}: {fault}"), StringComparer.Ordinal);
        read = [.. Readable(spec, Types)];
        var scope = ScopeOf(spec, Types, pack.Manifest);
        var check = spec.Valid is null ? null : Expression.Check(spec.Valid, scope, ExpressionType.Flag);
        Valid = check is null ? null : check.Expression ?? throw new ArgumentException($"{spec.Register}: '{spec.Valid}': {check.Faults[0].Sentence}");
    }

    /// <summary>The pack that has it.</summary>
    public PackFiles Pack { get; }

    /// <summary>What its file says.</summary>
    public RegisterSpec Spec { get; }

    /// <summary>The types of its fields.</summary>
    public IReadOnlyDictionary<string, FieldType> Types { get; }

    /// <summary>What must hold for a record to be active, or null.</summary>
    public CheckedExpression? Valid { get; }

    /// <summary>The fields by which records are found.</summary>
    public IEnumerable<string> Indexed => Spec.Fields.Where(static known => known.Value.Index).Select(static known => known.Key);

    /// <summary>Prepares a register.</summary>
    /// <param name="pack">The pack that has it; it was checked.</param>
    /// <param name="register">Its name.</param>
    /// <exception cref="ArgumentException">It does not fit: the pack was not checked.</exception>
    public static RegisterType Of(PackFiles pack, string register)
    {
        ArgumentNullException.ThrowIfNull(pack);
        return new(pack, pack.Registers.Values.FirstOrDefault(spec => spec.Register == register) ?? throw new ArgumentException($"The pack '{pack.Name}' has no register '{register}'.", nameof(register)));
    }

    /// <summary>The type of a field.</summary>
    /// <param name="field">What the file says of it.</param>
    /// <param name="lists">The lists of codes by name.</param>
    /// <param name="fault">What is wrong with it; null where it has a type.</param>
    public static FieldType? TypeOf(RegisterFieldSpec field, IReadOnlyDictionary<string, IReadOnlyList<ChoiceCode>> lists, out string? fault)
    {
        ArgumentNullException.ThrowIfNull(field);
        return FieldType.Of(new FieldSpec { Is = field.Is, Name = field.Name }, lists, out fault);
    }

    /// <summary>What its condition may read: its fields that are no files, <c>at</c>, <c>today</c>, and the parameters of its pack.</summary>
    /// <param name="spec">The register.</param>
    /// <param name="types">The types of its fields; those that have none are left out.</param>
    /// <param name="manifest">For the parameters.</param>
    public static Scope ScopeOf(RegisterSpec spec, IReadOnlyDictionary<string, FieldType> types, PackManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(types);
        return new Scope(
        [
            .. Readable(spec, types).Select(name => new ScopeField(name, types[name].Type!)
            {
                MayBeMissing = spec.Fields[name].Need != "begin" && types[name].Type!.Kind != ExpressionKind.List,
                Class = (FieldClass)ClassOf(spec, name),
                Least = spec.Fields[name].Least,
                Most = spec.Fields[name].Most,
                English = spec.Fields[name].Name.En ?? name,
                Chinese = spec.Fields[name].Name.Zh ?? name,
            }),
            new("at", ExpressionType.Instant) { English = "now", Chinese = "当前时间" },
            new("today", ExpressionType.Date) { English = "today", Chinese = "今天" },
            .. Roots.Parameters(manifest).Fields,
        ]);
    }

    /// <summary>Who may see a field of a register.</summary>
    public static PrivacyClass ClassOf(RegisterSpec spec, string field)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return spec.Fields[field].Class ?? (spec.Class switch { RegisterClass.Public => PrivacyClass.Public, RegisterClass.Internal => PrivacyClass.Internal, _ => PrivacyClass.Personal });
    }

    /// <summary>Who may see a field.</summary>
    public PrivacyClass ClassOf(string field) => ClassOf(Spec, field);

    /// <summary>What its condition reads.</summary>
    /// <param name="fields">The fields that a record has.</param>
    /// <param name="at">When.</param>
    /// <param name="offset">How far the city's time is ahead of UTC.</param>
    /// <param name="parameters">The parameters of the pack, by the indices of their own scope.</param>
    public IValues Values(IReadOnlyDictionary<string, Value> fields, DateTimeOffset at, TimeSpan offset, IValues parameters) => new Held(read, fields, at, offset, parameters);

    private static IEnumerable<string> Readable(RegisterSpec spec, IReadOnlyDictionary<string, FieldType> types) => spec.Fields.Keys.Where(name => types.GetValueOrDefault(name)?.Type is not null);

    private sealed class Held(IReadOnlyList<string> names, IReadOnlyDictionary<string, Value> fields, DateTimeOffset at, TimeSpan offset, IValues parameters) : IValues
    {
        public Value this[int index] => index switch
        {
            _ when index < names.Count => fields.GetValueOrDefault(names[index]),
            _ when index == names.Count => Value.Of(at),
            _ when index == names.Count + 1 => Value.Of(DateOnly.FromDateTime(at.ToOffset(offset).DateTime)),
            _ => parameters[index - names.Count - 2],
        };
    }
}
