using CityActors.Commits;
using CityActors.Deadlines;
using CityActors.Packs.Cases;
using CityActors.Packs.Expressions;
using CityActors.Packs.Format;
using CityActors.Packs.Registers;
using CityActors.Reactions;
using CityActors.Registers;
using CityActors.Watch;

namespace CityActors.Cases;

/// <summary>What people are told about cases, in the words of the packs.</summary>
public interface ICaseTexts
{
    /// <summary>A text as it is to be said after a line of a case; null: there is no such case, line or text here.</summary>
    /// <param name="caseId">The case.</param>
    /// <param name="version">The number of the line that told it.</param>
    /// <param name="text">The text's name.</param>
    Task<CaseWord?> Say(string caseId, long version, string text);
}

/// <summary>Fills the texts of cases from what they were when they were told: each time anew, so that no word about people is kept anywhere but in the case.</summary>
internal sealed class CaseTexts(ICityStorage storage, StateSerializer serializer, ICaseTypes types, CityThings things, IRegisters registers, WorkCalendar calendar) : ICaseTexts
{
    private const string Nothing = "–";
    private const string NameField = "name";
    private const string OrganisationField = "organisation";

    /// <inheritdoc/>
    public async Task<CaseWord?> Say(string caseId, long version, string text)
    {
        var stored = await storage.Read(Addresses.OfCase(caseId));
        if (stored.Head is not { } head || serializer.Deserialize<CaseState>(head.Span) is not { Terms: { } terms } || !things.Book.Versions.ContainsKey(terms.Digest))
        {
            return null;
        }

        var (program, history) = (types.Of(terms), CaseLines.Of(stored.Rows, serializer));
        var spec = program.Pack.Channels.Texts.Concat(things.Packs.Reach(program.Pack).SelectMany(static pack => pack.Channels.Texts)).FirstOrDefault(one => one.Text == text);
        if (spec is null || history.FindIndex(line => line.Version == version) is not (>= 0 and var last))
        {
            return null;
        }

        var told = CaseFold.Rebuild(program, caseId, terms, history.Take(last + 1), calendar);
        var members = await Members(program, told);
        var shown = new CaseTextHoles(program, told, history[last], members);
        return new CaseWord(TextHoles.Fill(spec.En ?? "", hole => shown.Say(hole, inChinese: false)), TextHoles.Fill(spec.Zh ?? "", hole => shown.Say(hole, inChinese: true)));
    }

    // Whoever has the case in hand, as the register says that the pool chooses from; what is personal there is left out.
    private async Task<Dictionary<string, CaseTextMember>> Members(CaseProgram program, CaseState told)
    {
        var members = new Dictionary<string, CaseTextMember>(StringComparer.Ordinal);
        foreach (var holder in (told.EndedAt is null ? told.Holders : told.HeldAtEnd).DistinctBy(static holder => holder.Name))
        {
            var pool = program.Spec.Holders.TryGetValue(holder.Name, out var spec) ? program.Pack.Pools.Pools.FirstOrDefault(one => one.Pool == spec.Pool) : null;
            var (name, organisation) = (holder.Who, Nothing);
            if (pool?.Of.Split(':') is [_, var register] && registers.Find(register) is { } type)
            {
                var fields = await FieldsOf(register, holder.Who);
                name = TextOf(type, fields, NameField) ?? name;
                organisation = TextOf(type, fields, OrganisationField) is { } key ? await NameOf(type, key) : organisation;
            }

            members[holder.Name] = new CaseTextMember(name, organisation);
        }

        return members;
    }

    private async Task<string> NameOf(RegisterType type, string key) =>
        type.Types[OrganisationField].Type?.Target is { } target && registers.Find(target) is { } other ? TextOf(other, await FieldsOf(target, key), NameField) ?? key : key;

    private async Task<IReadOnlyDictionary<string, string>> FieldsOf(string register, string key) =>
        (await storage.Read(Addresses.OfRecord(RecordIds.Read(key) is null ? RecordIds.Of(register, key) : key))).Head is { } head ? serializer.Deserialize<RecordState>(head.Span)!.Fields : new Dictionary<string, string>();

    private static string? TextOf(RegisterType type, IReadOnlyDictionary<string, string> fields, string field) =>
        type.Spec.Fields.ContainsKey(field) && RegisterType.ClassOf(type.Spec, field) < PrivacyClass.Personal && fields.TryGetValue(field, out var json)
            ? CaseValue.Read(json, type.Types[field], out _).AsText
            : null;

    /// <summary>Whoever has a case in hand, as texts name it.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Organisation">Where it belongs.</param>
    internal sealed record CaseTextMember(string Name, string Organisation);

    /// <summary>What stands in the holes of a text. Pure.</summary>
    internal sealed class CaseTextHoles(CaseProgram program, CaseState told, CaseLine line, IReadOnlyDictionary<string, CaseTextMember> members)
    {
        private readonly CaseValues values = new(program, told, "", line.At, CaseCity.Nowhere, new FieldReadings());

        private CaseWord Status => CaseViews.Word(program.Spec.States[told.Status].Name, told.Status);

        public string Say(string hole, bool inChinese) => hole.Split('.') switch
        {
            ["case", "id"] => told.Id,
            ["case", _] => inChinese ? Status.Chinese : Status.English,
            ["line", "until"] => line.OfferedUntil is { } until ? CaseDraft.Local(until) : Nothing,
            ["line", _] => line.Why.Length > 0 ? line.Why : Nothing,
            ["field", var field] => Expression.Check(field, program.Scope.Scope, null, mayBeMissing: true).Expression?.Say(values, inChinese) ?? Nothing,
            ["clock", var clock, _] => told.Clocks.FirstOrDefault(one => one.Name == clock)?.DueAt is { } due ? CaseDraft.Local(due) : Nothing,
            ["holder", var holder, var what] when members.TryGetValue(holder, out var member) => what == NameField ? member.Name : member.Organisation,
            _ => Nothing,
        };
    }
}
