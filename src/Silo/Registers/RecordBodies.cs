using System.Text.Json;
using CityActors.Cases;
using CityActors.Packs.Format;
using CityActors.Registers;

namespace CityActors.Silo.Registers;

/// <summary>A version of a record to be written.</summary>
/// <param name="Reason">Why; it stands in the history.</param>
/// <param name="Fields">The fields that get a value; what is not named stays.</param>
/// <param name="Status">What the record is from now on; none: as before, and active if it is new.</param>
/// <param name="Until">Until when it is active; none: as before.</param>
/// <param name="Expected">The version that was read before: with another one nothing is written. 0: only if there is none yet.</param>
/// <param name="Remove">The fields that are taken out.</param>
public sealed record RecordBody(string Reason, SortedDictionary<string, JsonElement>? Fields = null, RecordStatus? Status = null, DateTimeOffset? Until = null, long? Expected = null, IReadOnlyList<string>? Remove = null);

/// <summary>A table of records.</summary>
/// <param name="Csv">Comma-separated values whose columns are fields of the register, its key among them.</param>
/// <param name="Batch">The id of this import: sent again, what is done is not done twice.</param>
/// <param name="Reason">Why; it stands in the history of each record.</param>
/// <param name="DryRun">Whether it is only to be checked.</param>
public sealed record RecordTableBody(string Csv, string Batch, string Reason, bool DryRun = false);

/// <summary>The registers that a caller may know of.</summary>
/// <param name="Registers">By name.</param>
public sealed record RegistersAnswer(IReadOnlyList<RegisterAnswer> Registers);

/// <summary>A register.</summary>
/// <param name="Register">Its name.</param>
/// <param name="Pack">The pack that has it.</param>
/// <param name="Name">What people call one of its records.</param>
/// <param name="Key">The field by which records are known.</param>
/// <param name="Class">Who may see a record.</param>
/// <param name="Keep">How long a record is kept after its end, or null: no end is said.</param>
/// <param name="Looks">Which looks need a purpose and are logged.</param>
/// <param name="Fields">Its fields.</param>
public sealed record RegisterAnswer(string Register, string Pack, CaseWord Name, string Key, RegisterClass Class, string? Keep, LookRule Looks, IReadOnlyList<RegisterFieldAnswer> Fields);

/// <summary>A field of a register.</summary>
/// <param name="Field">Its name.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Is">Its type, as docs/packs.md has them.</param>
/// <param name="Class">Who may see it.</param>
/// <param name="IsNeeded">Whether every record has it.</param>
/// <param name="IsIndexed">Whether records are found by it.</param>
public sealed record RegisterFieldAnswer(string Field, CaseWord Name, string Is, PrivacyClass Class, bool IsNeeded, bool IsIndexed);

/// <summary>A record in a list: nothing personal.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Register">Its register.</param>
/// <param name="Key">Its key.</param>
/// <param name="Version">Its version.</param>
/// <param name="Status">What it is.</param>
/// <param name="Area">The code of the area that it belongs to; empty: the city as a whole.</param>
/// <param name="Until">Until when it is active, UTC, or null.</param>
/// <param name="Fields">What is known of it and not personal.</param>
public sealed record RecordSummary(string Id, string Register, string Key, long Version, RecordStatus Status, string Area, DateTimeOffset? Until, IReadOnlyDictionary<string, JsonElement> Fields);

/// <summary>A record.</summary>
/// <param name="Record">What is known of it, as far as the caller may see it now.</param>
/// <param name="Hidden">The fields that are there and not shown.</param>
/// <param name="History">Its versions, oldest first; for whoever works for the city.</param>
public sealed record RecordAnswer(RecordSummary Record, IReadOnlyList<string> Hidden, IReadOnlyList<RecordVersionAnswer> History);

/// <summary>A version of a record.</summary>
/// <param name="Version">Its number.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Actor">Who wrote it.</param>
/// <param name="Why">Why.</param>
/// <param name="Source">What it comes from: a person, an import, a case, or the city because time has passed.</param>
/// <param name="SourceId">The batch or the case, or empty.</param>
/// <param name="Status">What the record is since.</param>
/// <param name="Until">Until when it is active, UTC, or null.</param>
/// <param name="Changed">The fields that changed.</param>
/// <param name="Changes">What they became, as far as the caller may see them now; null: the field went.</param>
public sealed record RecordVersionAnswer(
    long Version, DateTimeOffset At, string Actor, string Why, RecordSourceKind Source, string SourceId, RecordStatus Status, DateTimeOffset? Until, IReadOnlyList<string> Changed, IReadOnlyDictionary<string, JsonElement> Changes);

/// <summary>Looks at records.</summary>
/// <param name="Looks">Oldest first.</param>
public sealed record RecordLooksAnswer(IReadOnlyList<LoggedRecordLook> Looks);
