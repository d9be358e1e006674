using System.Collections.Immutable;
using CityActors.Alerts;
using CityActors.Commits;
using CityActors.Deadlines;
using CityActors.Facts;
using CityActors.Packs.Format;
using CityActors.Packs.Registers;
using CityActors.Pools;
using CityActors.Texts;

namespace CityActors.Registers;

/// <summary>The life of a record: each write is a version with its difference, none is lost, and what was revoked is so for ever. Pure.</summary>
/// <param name="registers">The registers that there are.</param>
internal sealed class RecordRules(IRegisters registers) : ICityRules<RecordState>
{
    /// <summary>The fewest characters of a reason.</summary>
    public const int ShortestReason = 3;

    /// <summary>The most characters of a reason.</summary>
    public const int LongestReason = 300;

    /// <summary>The most versions of a record.</summary>
    public const int MostVersions = 1_000;

    private const string UntilDeadline = "until";
    private const int MostCharacters = 64 * 1024;

    public IReadOnlyList<RowKind<RecordState>> RowKinds { get; } = [new RecordLines()];

    /// <summary>Writes a version; what is refused or changes nothing leaves the record as it is.</summary>
    /// <param name="id">The record.</param>
    /// <param name="state">The record.</param>
    /// <param name="write">What is to be written.</param>
    public (Decision<RecordState> Decision, Refusal? Refusal) Write(string id, RecordState state, RecordWrite write)
    {
        var now = AsOf(state, write.At);
        var (line, type, faults) = Judge(id, now, write);
        if (line is null || type is null)
        {
            return (Decision.None(state), faults is [var first, ..] ? first.Why : null);
        }

        var next = now.With(line, type.Spec.Area);
        IEnumerable<CityFact> facts = now.Version == state.Version ? [FactOf(id, next, type)] : [FactOf(id, now, type), FactOf(id, next, type)];
        return (Decision.To(next, [.. facts, .. ShownRecords.Of(state, next, type, RecordIds.Read(id)!.Value.Key)]), null);
    }

    /// <summary>Everything for which a write would be refused; none: it would be done.</summary>
    public IReadOnlyList<RecordFault> Weigh(string id, RecordState state, RecordWrite write) => Judge(id, AsOf(state, write.At), write).Faults;

    /// <summary>The record at an instant: once its time is over it is not active, whether that was noted yet or not.</summary>
    public static RecordState AsOf(RecordState state, DateTimeOffset at) => state is { Status: RecordStatus.Active, Until: { } until } && until <= at ? Expired(state) : state;

    public Decision<RecordState> React(string key, RecordState state, CityFact fact, DateTimeOffset now) => Decision.None(state);

    public Decision<RecordState> Due(string key, RecordState state, Deadline deadline, DateTimeOffset now)
    {
        var expired = Expired(state);
        return RecordIds.Read(key) is var (register, name) && registers.Find(register) is { } type
            ? Decision.To(expired, [FactOf(key, expired, type), .. ShownRecords.Of(state, expired, type, name)])
            : Decision.To(expired);
    }

    public IEnumerable<DueTime> Deadlines(string key, RecordState state)
    {
        if (state is { Status: RecordStatus.Active, Until: { } until })
        {
            yield return new DueTime(UntilDeadline, until);
        }
    }

    /// <summary>The record as its versions make it.</summary>
    /// <param name="lines">The versions, oldest first.</param>
    /// <param name="areaField">The field that says where it belongs, or null.</param>
    public static RecordState Rebuild(IEnumerable<RecordLine> lines, string? areaField) => lines.Aggregate(new RecordState(), (state, line) => state.With(line, areaField));

    private static RecordState Expired(RecordState state) => state with
    {
        Version = state.Version + 1,
        Status = RecordStatus.Expired,
        History = state.History.Add(new RecordLine
        {
            Version = state.Version + 1,
            At = state.Until!.Value,
            Actor = "system",
            Why = "",
            Source = new RecordSource(RecordSourceKind.City),
            Status = RecordStatus.Expired,
            Until = state.Until,
            Changes = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal),
            WriteId = "",
            Digest = state.History[^1].Digest,
        }),
    };

    // A version, or why there is none; neither: it would change nothing.
    private (RecordLine? Line, RegisterType? Type, IReadOnlyList<RecordFault> Faults) Judge(string id, RecordState state, RecordWrite write)
    {
        if (RecordIds.Read(id) is not var (register, key) || !RecordKey.IsKey(key))
        {
            return (null, null, [new("", RecordRefusals.BadKey)]);
        }

        if (registers.Find(register) is not { } type)
        {
            return (null, null, [new("", RecordRefusals.UnknownRegister(register))]);
        }

        if (state.History.Find(line => line.WriteId == write.Id) is { } known)
        {
            var isSame = (known.Actor, known.Source, known.Why) == (write.Actor, write.Source, write.Why.Trim());
            return (null, type, isSame ? [] : [new("", CommandRefusals.IdReused(write.Id))]);
        }

        var status = write.Status ?? (state.Version == 0 ? RecordStatus.Active : state.Status);
        var until = write.Until?.ToUniversalTime() ?? state.Until;
        var fields = RecordForms.Merged(state.Fields, write.Fields);
        var faults = WhyNot(type, state, write, status, until) is { } refusal ? [new("", refusal)] : Faults(type, key, fields, status, write.At);
        var changes = write.Fields.Where(field => state.Fields.GetValueOrDefault(field.Key, RecordForms.Nothing) != field.Value).ToImmutableSortedDictionary(StringComparer.Ordinal);
        var isNothing = changes.IsEmpty && status == state.Status && until == state.Until && state.Version > 0;
        return faults.Count > 0 || isNothing ? (null, type, faults) : (new RecordLine
        {
            Version = state.Version + 1,
            At = write.At.ToUniversalTime(),
            Actor = write.Actor,
            Why = write.Why.Trim(),
            Source = write.Source,
            Status = status,
            Until = until,
            Changes = changes,
            WriteId = write.Id,
            Digest = type.Pack.Digest,
        }, type, faults);
    }

    private static Refusal? WhyNot(RegisterType type, RecordState state, RecordWrite write, RecordStatus status, DateTimeOffset? until) => state switch
    {
        _ when write.Expected is { } expected && expected != state.Version => RecordRefusals.ChangedMeanwhile(state.Version),
        { Version: > 0, Status: RecordStatus.Revoked } => RecordRefusals.Revoked,
        { Version: >= MostVersions } => RecordRefusals.TooManyVersions,
        _ when Characters.In(write.Why.Trim()) is < ShortestReason or > LongestReason => RecordRefusals.ReasonRequired,
        _ when write.Status == RecordStatus.Expired => RecordRefusals.ExpiredByHand,
        _ when write.Fields.Keys.FirstOrDefault(name => !type.Types.ContainsKey(name)) is { } unknown => RecordRefusals.FieldUnknown(type, unknown),
        _ when status == RecordStatus.Active && until <= write.At => RecordRefusals.UntilPassed,
        _ => null,
    };

    private IReadOnlyList<RecordFault> Faults(RegisterType type, string key, ImmutableSortedDictionary<string, string> fields, RecordStatus status, DateTimeOffset at)
    {
        var faults = RecordForms.Check(type, key, fields, out var values);
        if (faults.Count > 0)
        {
            return faults;
        }

        var area = type.Spec.Area is { } field ? RecordForms.AreaOf(fields.GetValueOrDefault(field)) : "";
        return fields.Sum(static field => (long)field.Value.Length) > MostCharacters ? [new("", RecordRefusals.TooLarge)]
            : !registers.IsOn(type, area, at) ? [new("", RecordRefusals.Off(type, area))]
            : status == RecordStatus.Active && type.Valid is { } valid && type.Values(values, at, WorkCalendar.Offset, registers.ParametersOf(type, area, at)) is var read && !valid.Holds(read) ? [new("", RecordRefusals.Invalid(valid.Explain(read)))]
            : [];
    }

    private static RecordChanged FactOf(string id, RecordState state, RegisterType type) => new()
    {
        Subject = id,
        Version = state.Version,
        At = state.History[^1].At,
        Area = state.Area,
        Register = type.Spec.Register,
        Key = RecordIds.Read(id)!.Value.Key,
        Status = state.Status,
        Until = state.Until,
        Fields = state.Fields.Where(field => type.Types.ContainsKey(field.Key) && type.ClassOf(field.Key) != PrivacyClass.Personal).ToImmutableSortedDictionary(StringComparer.Ordinal),
        Changed = [.. state.History[^1].Changes.Keys],
        Index = type.Indexed.Where(state.Fields.ContainsKey).ToImmutableSortedDictionary(static name => name, name => RecordForms.TextOf(state.Fields[name]), StringComparer.Ordinal),
        Privacy = type.Spec.Looks == LookRule.All ? RecordPrivacy.Personal : type.Spec.Class switch { RegisterClass.Public => RecordPrivacy.Public, RegisterClass.Internal => RecordPrivacy.Internal, _ => RecordPrivacy.Personal },
        Source = state.History[^1].Source,
    };
}
