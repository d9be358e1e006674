using CityActors.Alerts;
using CityActors.Packs.Cases;
using CityActors.Packs.Registers;

namespace CityActors.Registers;

/// <summary>Why a record is not written, in the words that officers read. Nothing personal is in them.</summary>
internal static class RecordRefusals
{
    public const string WrongValue = "wrong-value";

    public static readonly Refusal ReasonRequired = new("reason-required", $"Say why in {RecordRules.ShortestReason} to {RecordRules.LongestReason} characters: it stands in the history.", $"须填写{RecordRules.ShortestReason}至{RecordRules.LongestReason}字的理由，将记入历史。");
    public static readonly Refusal TooLarge = new("too-large", "The fields of a record may have 64 KiB together: shorten what you send.", "登记内容合计不得超过64KiB，请精简。");
    public static readonly Refusal TooManyVersions = new("too-many-versions", $"A record has at most {RecordRules.MostVersions} versions: revoke it, and register anew.", $"一条登记最多{RecordRules.MostVersions}个版本，请撤销后重新登记。");
    public static readonly Refusal Revoked = new("revoked", "The record was revoked, and that is for ever: register another one.", "该登记已撤销，不能恢复，请另行登记。");
    public static readonly Refusal ExpiredByHand = new("wrong-status", "A record expires by its time alone: give 'until', or suspend or revoke it.", "登记只能到期失效：请填写截止时间，或予以中止、撤销。");
    public static readonly Refusal UntilPassed = new("wrong-until", "'until' has passed: give a later instant, or another status.", "截止时间已过，请填写更晚的时间或其他状态。");

    public static Refusal UnknownRegister(string register) => new("unknown-register", $"No pack of the city has a register '{register}'; GET /v1/registers lists them.", $"没有登记簿“{register}”。");

    public static Refusal Off(RegisterType type, string area) => new(
        "register-off", $"'{type.Pack.Name}', whose register '{type.Spec.Register}' is, is not on in {(area.Length == 0 ? "the whole city" : area)}.", $"登记簿“{type.Spec.Name.Zh}”所属应用包“{type.Pack.Name}”在{(area.Length == 0 ? "全市" : area)}未启用。");

    public static Refusal BadKey { get; } = new("bad-key", $"The key of a record {RecordKey.Form}.", $"登记编号{RecordKey.FormChinese}。");

    public static Refusal ChangedMeanwhile(long version) => new("changed-meanwhile", version == 0 ? "There is no such record yet." : $"The record has version {version} by now: read it again, then write.", version == 0 ? "尚无该登记。" : $"该登记已是第{version}版，请重新读取后再修改。");

    public static Refusal KeyFixed(RegisterType type) => Field(type, type.Spec.Key, "key-fixed", new("is the record's key, which stands in its address and never changes", "是登记编号，须与地址一致且不得更改"));

    public static Refusal FieldUnknown(RegisterType type, string field) => new(
        "unknown-field", $"The register has no field '{Short(field)}'; there are {string.Join(", ", type.Spec.Fields.Keys)}.", $"登记簿没有字段“{Short(field)}”。");

    public static Refusal Field(RegisterType type, string field, string code, ValueFault fault)
    {
        var name = type.Spec.Fields[field].Name;
        return new(code, $"{name.En} ('{field}') {fault.English}.", $"{name.Zh}（{field}）{fault.Chinese}。");
    }

    public static Refusal Invalid(Packs.Expressions.Explanation why) => new("not-valid", $"An active record must hold what its register demands; {why.InEnglish}.", $"有效登记须符合登记簿的条件；{why.InChinese}。");

    private static string Short(string text) => text.Length <= 60 ? text : text[..60];
}
