using CityActors.Watch;

namespace CityActors.Cases;

/// <summary>The forms by which cases begin, as the packs that are on have them: for doors, which show and check them before anything is done.</summary>
public sealed class CaseFormDesk
{
    private readonly ICaseTypes types;
    private readonly CityThings things;

    internal CaseFormDesk(ICaseTypes types, CityThings things) => (this.types, this.things) = (types, things);

    /// <summary>The types of case that may begin in an area, by name.</summary>
    public IReadOnlyList<CaseForm> Of(string area, DateTimeOffset at) =>
        [.. things.Packs.All.SelectMany(static pack => pack.Cases.Values).Select(spec => Find(spec.Case, area, at)).OfType<CaseForm>().OrderBy(static form => form.Type, StringComparer.Ordinal)];

    /// <summary>The form of a type, or null: no pack that is on there has it.</summary>
    public CaseForm? Find(string type, string area, DateTimeOffset at) => types.Current(type, area, at) is not { } program ? null : new(
        type,
        program.Pack.Name,
        program.Pack.Manifest.Version,
        CaseViews.Word(program.Spec.Name, type),
        [.. program.Spec.Fields.Where(static field => field.Value.Need != "never" || field.Value.Default is not null)
            .Select(field => new CaseFormItem(field.Key, CaseViews.Word(field.Value.Name, field.Key), field.Value.Is, field.Value.Need == "begin" && field.Value.Default is null, (CasePrivacy)(field.Value.Class ?? program.Spec.Class), ChoicesOf(program, field.Key)))],
        [.. program.Spec.Parties.Select(static party => new CaseFormParty(party.Key, CaseViews.Word(party.Value.Name, party.Key), party.Value.Is, party.Value.Least, party.Value.Most))]);

    // Codes that stand in the type itself have no names of their own: they are shown as they are.
    private static IReadOnlyList<CaseFormChoice> ChoicesOf(CaseProgram program, string field) =>
        [.. (program.Types[field].Type?.Codes ?? []).Select(static code => new CaseFormChoice(code.Code, new CaseWord(code.English ?? code.Code, code.Chinese ?? code.Code)))];

    /// <summary>The field of a type that says where it belongs, or null: it belongs to an area of a level. Empty: there is no such type in any pack.</summary>
    public string? PlaceFieldOf(string type) => things.Packs.All.SelectMany(static pack => pack.Cases.Values).FirstOrDefault(spec => spec.Case == type) is not { } spec
        ? ""
        : spec.Fields.ContainsKey(spec.Owner.Area) ? spec.Owner.Area : null;

    /// <summary>The area that a case of a type belongs to where it comes from one.</summary>
    public string OwnerOf(string type, string area) => things.Packs.All.SelectMany(static pack => pack.Cases.Values).FirstOrDefault(spec => spec.Case == type) is { } spec && HandedTo.Levels.Contains(spec.Owner.Area)
        ? HandedTo.Of(area, spec.Owner.Area)
        : area;

    /// <summary>What is wrong with a form; null: no pack that is on there has the type.</summary>
    public IReadOnlyList<CaseFormFault>? Check(string type, CaseBeginning beginning) =>
        types.Current(type, beginning.Area, beginning.At) is { } program ? [.. CaseForms.Begin(program, beginning)] : null;
}

/// <summary>The form by which a case begins.</summary>
/// <param name="Type">The type of case.</param>
/// <param name="Pack">The pack that has it.</param>
/// <param name="PackVersion">The pack's version there now.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Fields">Its fields.</param>
/// <param name="Parties">Whom it concerns.</param>
public sealed record CaseForm(string Type, string Pack, string PackVersion, CaseWord Name, IReadOnlyList<CaseFormItem> Fields, IReadOnlyList<CaseFormParty> Parties);

/// <summary>A field of the form.</summary>
/// <param name="Field">Its name.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Is">Its type, as docs/packs.md has them.</param>
/// <param name="IsNeeded">Whether it must be filled in.</param>
/// <param name="Privacy">Who may see it.</param>
/// <param name="Choices">Of a choice: what it may be, in the order of the pack; else empty.</param>
public sealed record CaseFormItem(string Field, CaseWord Name, string Is, bool IsNeeded, CasePrivacy Privacy, IReadOnlyList<CaseFormChoice> Choices);

/// <summary>What a field of the form may be.</summary>
/// <param name="Code">The value.</param>
/// <param name="Name">What people call it.</param>
public sealed record CaseFormChoice(string Code, CaseWord Name);

/// <summary>Somebody whom the case concerns.</summary>
/// <param name="Party">Its name.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Is">What it may be.</param>
/// <param name="Least">How many at least.</param>
/// <param name="Most">How many at most.</param>
public sealed record CaseFormParty(string Party, CaseWord Name, string Is, int Least, int Most);
