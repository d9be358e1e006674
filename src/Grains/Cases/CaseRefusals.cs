using CityActors.Alerts;
using CityActors.Packs.Cases;
using CityActors.Packs.Format;

namespace CityActors.Cases;

/// <summary>Why something about a case is refused, in the words that officers and citizens read.</summary>
internal static class CaseRefusals
{
    public const string WrongValue = "wrong-value";

    public static readonly Refusal ReasonRequired = new("reason-required", "Say why: 'reason' is empty.", "须填写理由。");
    public static readonly Refusal ReasonTooLong = new("reason-too-long", "The reason may have at most 2,000 characters: shorten it.", "理由不得超过2000字，请精简。");
    public static readonly Refusal UnknownCategory = new("unknown-category", "The catalogue has no such category: choose one of GET /v1/catalogue.", "目录中没有该类别，请从目录中选择。");
    public static readonly Refusal TooLarge = new("too-large", "The fields of a case may have 64 KiB together: shorten what you send.", "事项内容合计不得超过64KiB，请精简。");
    public static readonly Refusal AnsweredBefore = new("answered-before", "You have answered already; an answer stands.", "您已答复，不能更改。");

    public static readonly Refusal KeyReused = new("key-reused", "A case has begun with this key and other content: use a new key for a new case.", "该幂等键已用于内容不同的事项，请更换。");
    public static readonly Refusal WhoMissing = new("who-missing", $"'who' names 1 to {CaseScope.MostParties} people, each once.", $"“who”须列出1至{CaseScope.MostParties}人，不得重复。");

    public static Refusal NotWanted(string holder, IEnumerable<string> wanted) => new(
        "not-wanted", $"Nobody is looked for as '{holder}' now; {(string.Join(", ", wanted) is { Length: > 0 } names ? $"looked for: {names}" : "nobody is looked for at all")}.", $"目前不需要指派“{holder}”。");

    public static readonly Refusal NotOffered = new("not-offered", "It is not offered to you: the offer has run out, or somebody else has it.", "该事项目前未派给您：派单已过期，或已由他人承接。");

    public static Refusal IsParty(string who) => new("is-party", $"'{who}' is one of those whom the case concerns, so it cannot be in that one's hands.", $"“{who}”是本事项当事人，须回避。");

    public static Refusal CalendarYearMissing(Deadlines.CalendarYearMissingException fault) => new("calendar-year-missing", fault.Message, "工作日历缺少该年份，无法计算时限。");

    public static Refusal NotFound(string id) => new("not-found", $"There is no case {id}.", $"没有事项{id}。");
    public static Refusal TooManyLines(int lines) => new("too-many-lines", $"The history has {lines} lines: lead it to its end, or end it and begin anew.", $"办理记录已达{lines}条：请办结，或作废后重新办理。");

    public static Refusal UnknownType(string type) => new("unknown-type", $"No pack that is on has a type of case '{type}'.", $"没有启用事项类型“{type}”。");

    public static Refusal UnknownCommand(CaseProgram program, string command) => new(
        "unknown-command",
        $"A {program.Spec.Name.En} has no command '{command}'; there are {string.Join(", ", program.Spec.Commands.Select(static one => one.Do).Distinct(StringComparer.Ordinal))}.",
        $"{program.Spec.Name.Zh}没有“{command}”这一操作。");

    public static Refusal NotAllowed(CaseProgram program, CaseState state, IReadOnlyList<CaseCommandSpec> variants)
    {
        var (here, command) = (program.Spec.States[state.Status].Name, variants[^1]);
        string[] open = variants.Any(static one => one.From is ["open"]) ? [] : [.. variants.SelectMany(static one => one.From).Distinct(StringComparer.Ordinal)];
        return new(
            "not-allowed",
            $"'{command.Name.En}' is not possible while it is {here.En}{(open.Length == 0 ? "" : $"; it is while it is {string.Join(" or ", open.Select(name => program.Spec.States[name].Name.En))}")}.",
            $"当前状态“{here.Zh}”下不能“{command.Name.Zh}”。");
    }

    public static Refusal NotYours(CaseProgram program, CaseCommandSpec command, IReadOnlyCollection<string> roles)
    {
        CaseWord[] may = [.. command.By.Select(who => NameOf(program, who))], held = [.. roles.Order(StringComparer.Ordinal).Select(who => NameOf(program, who))];
        return new(
            "not-your-role",
            $"'{command.Name.En}' is for {string.Join(" or ", may.Select(static one => one.English))}{(held.Length == 0 ? "" : $"; of the roles here you hold {string.Join(", ", held.Select(static one => one.English))}")}.",
            $"您无权“{command.Name.Zh}”，须由{string.Join("或", may.Select(static one => one.Chinese))}操作{(held.Length == 0 ? "" : $"；您在此处的角色为{string.Join("、", held.Select(static one => one.Chinese))}")}。");
    }

    // A role of another pack is told by its code.
    private static CaseWord NameOf(CaseProgram program, string who) => who switch
    {
        "$parties" => new("those whom it concerns", "当事人"),
        ['$', .. var name] when program.Spec.Parties.TryGetValue(name, out var party) => CaseViews.Word(party.Name, name),
        ['$', .. var name] when program.Spec.Holders.TryGetValue(name, out var holder) => CaseViews.Word(holder.Name, name),
        _ => program.Pack.Roles.Roles.FirstOrDefault(role => role.Role == who) is { } known ? CaseViews.Word(known.Name, who) : new(who, who),
    };

    public static Refusal FieldMissing(CaseProgram program, string field) => Field(program, field, "form-incomplete", new("is missing", "未填写"));

    public static Refusal FieldUnknown(CaseProgram program, string field) => new(
        "unknown-field", $"The form has no field '{field}'; fields of a {program.Spec.Name.En} are {string.Join(", ", program.Spec.Fields.Keys)}.", $"表单没有字段“{field}”。");

    public static Refusal Field(CaseProgram program, string field, string code, ValueFault fault)
    {
        var name = program.Spec.Fields.TryGetValue(field, out var spec) ? spec.Name : new LocalTextOf(field).Name;
        return new(code, $"{name.En} ('{field}') {fault.English}.", $"{name.Zh}（{field}）{fault.Chinese}。");
    }

    public static Refusal PartyUnknown(CaseProgram program, string party) => new(
        "unknown-party", $"A {program.Spec.Name.En} has no party '{party}'; there are {string.Join(", ", program.Spec.Parties.Keys)}.", $"{program.Spec.Name.Zh}没有当事方“{party}”。");

    public static Refusal PartyCount(CaseProgram program, string party, PartySpec spec) => new(
        "parties", $"{program.Spec.Parties[party].Name.En} ('${party}'): give {spec.Least} to {spec.Most}, each once.", $"{program.Spec.Parties[party].Name.Zh}（${party}）须为{spec.Least}至{spec.Most}方，不得重复。");

    public static Refusal Guard(string code, Packs.Expressions.Explanation why) => new(code, $"{Upper(why.InEnglish)}.", $"{why.InChinese}。");

    public static Refusal NotAsked(string ask) => new("not-asked", $"You are not asked '{ask}' now.", $"目前没有需要您答复的“{ask}”。");

    private static string Upper(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    private sealed record LocalTextOf(string Word)
    {
        public Packs.LocalText Name => new(Word, Word);
    }
}
