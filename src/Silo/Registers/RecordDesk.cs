using System.Collections.Immutable;
using System.Text.Json;
using CityActors.Facts;
using CityActors.Packs.Format;
using CityActors.Packs.Registers;
using CityActors.Registers;
using CityActors.Rights;
using CityActors.Silo.Access;
using CityActors.Silo.Clock;
using CityActors.Silo.Units;
using CityActors.Texts;

namespace CityActors.Silo.Registers;

/// <summary>What callers may see of records, and which they may write: the class of each field decides, the role, the area, and for what is personal a purpose, which is logged before it is shown.</summary>
internal sealed class RecordDesk(RegisterDesk registers, CityRights rights, RecordLooks looks, IGrainFactory grains, DeclaredClock clock)
{
    /// <summary>The fewest characters of a purpose.</summary>
    public const int ShortestPurpose = 3;

    /// <summary>The most characters of a purpose.</summary>
    public const int LongestPurpose = 300;

    /// <summary>The registers that a caller may know of.</summary>
    public IEnumerable<RegisterType> Of(Caller caller) => registers.All.Where(type => MayKnow(caller, type));

    /// <summary>A register that a caller may know of, or null.</summary>
    public RegisterType? Find(Caller caller, string register) => registers.Find(register) is { } type && MayKnow(caller, type) ? type : null;

    /// <summary>Whether a caller may know that there are records of a register in an area.</summary>
    public static bool MayKnow(Caller caller, RegisterType type) => type.Spec.Class switch
    {
        RegisterClass.Public => true,
        RegisterClass.Internal => AccessPolicy.MayEver(caller.Role, Need.ReadArea),
        _ => caller.SeesHomes,
    };

    /// <summary>Reads a record for a caller.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="register">The register.</param>
    /// <param name="key">The record's key.</param>
    /// <param name="purpose">What for; without one nothing personal is shown.</param>
    public async Task<(RecordAnswer? Record, IResult? Refusal)> Read(Caller caller, string register, string key, string? purpose)
    {
        var id = RecordIds.Of(register, key);
        var asked = await rights.Of(caller);
        if (Find(caller, register) is not { } type || !RecordKey.IsKey(key) || await grains.GetGrain<IRecordGrain>(id).Read() is not { } view || !Reaches(caller, asked, type, view))
        {
            return (null, Problems.NotFound("record", id.Length <= 130 ? id : id[..130]));
        }

        var what = purpose?.Trim() ?? "";
        if (what.Length == 0 && type.Spec.Looks != LookRule.All)
        {
            return (Show(caller, type, view, isWhole: false), null);
        }

        if (Characters.In(what) is < ShortestPurpose or > LongestPurpose)
        {
            return (null, Problems.Bad("no-purpose", $"A look at what is personal needs '?purpose=' with {ShortestPurpose} to {LongestPurpose} characters; it is logged.", "purpose", $"查阅个人信息须填写用途（{ShortestPurpose}至{LongestPurpose}字），将记入日志。"));
        }

        var answer = rights.Judge(asked, new RecordAct(register, IsWrite: false, PrivacyClass.Personal), view.Area);
        var personal = view.Fields.Keys.Where(name => IsPersonal(type, name)).ToArray();
        await looks.Log(caller, view.Area, new LoggedRecordLook(0, id, caller.Name, answer.By?.Role.Role ?? "", what, personal, clock.Now, Refused: answer.By is null));
        return answer.Refusal is { } refusal ? (null, Problems.Refused(refusal)) : (Show(caller, type, view, isWhole: true), null);
    }

    /// <summary>Why a caller may not write a record as it would be, or null: it may.</summary>
    /// <param name="caller">Who wants to.</param>
    /// <param name="type">The register.</param>
    /// <param name="before">The record as it is, or null.</param>
    /// <param name="fields">The fields that are written, each as JSON.</param>
    public Alerts.Refusal? WhyNotWrite(RightsCaller caller, RegisterType type, RecordView? before, IReadOnlyDictionary<string, string> fields)
    {
        var act = new RecordAct(type.Spec.Register, IsWrite: true, PrivacyClass.Internal);
        var after = RegisterDesk.AreaOf(type, before, fields);
        return (before is null ? null : rights.Judge(caller, act, before.Area).Refusal) ?? rights.Judge(caller, act, after ?? "").Refusal;
    }

    /// <summary>A caller with its appointments.</summary>
    public Task<RightsCaller> Asked(Caller caller) => rights.Of(caller);

    /// <summary>Fields as grains take them.</summary>
    public static ImmutableSortedDictionary<string, string> Fields(RecordBody body) => (body.Fields ?? []).Select(static field => (field.Key, Json: JsonSerializer.Serialize(field.Value, FactRecords.Json)))
        .Concat((body.Remove ?? []).Select(static name => (Key: name, Json: "null"))).DistinctBy(static field => field.Key).ToImmutableSortedDictionary(static field => field.Key, static field => field.Json, StringComparer.Ordinal);

    private bool Reaches(Caller caller, RightsCaller asked, RegisterType type, RecordView view) =>
        type.Spec.Class == RegisterClass.Public || caller.Covers(view.Area) || rights.Judge(asked, new RecordAct(type.Spec.Register, IsWrite: false, PrivacyClass.Internal), view.Area).By is not null;

    /// <summary>A record as a caller may see it.</summary>
    public static RecordAnswer Show(Caller caller, RegisterType type, RecordView view, bool isWhole)
    {
        var shown = view.Fields.Where(field => isWhole || MaySee(caller, type, field.Key)).ToDictionary(static field => field.Key, static field => JsonElement.Parse(field.Value), StringComparer.Ordinal);
        return new RecordAnswer(
            new RecordSummary(view.Id, view.Register, view.Key, view.Version, view.Status, view.Area, view.Until, shown),
            [.. view.Fields.Keys.Where(name => !shown.ContainsKey(name))],
            AccessPolicy.MayEver(caller.Role, Need.ReadArea) ? [.. view.History.Select(Line)] : []);

        RecordVersionAnswer Line(RecordLine line) => new(
            line.Version, line.At, line.Actor, line.Why, line.Source.Kind, line.Source.Id, line.Status, line.Until, [.. line.Changes.Keys],
            line.Changes.Where(field => isWhole || MaySee(caller, type, field.Key)).ToDictionary(static field => field.Key, static field => JsonElement.Parse(field.Value), StringComparer.Ordinal));
    }

    private static bool MaySee(Caller caller, RegisterType type, string field) => type.Types.ContainsKey(field) && type.ClassOf(field) switch
    {
        PrivacyClass.Public => true,
        PrivacyClass.Internal => AccessPolicy.MayEver(caller.Role, Need.ReadArea),
        _ => false,
    };

    private static bool IsPersonal(RegisterType type, string field) => !type.Types.ContainsKey(field) || type.ClassOf(field) == PrivacyClass.Personal;
}
