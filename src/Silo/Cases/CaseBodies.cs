using System.Collections.Immutable;
using System.Text.Json;
using CityActors.Cases;
using CityActors.Facts;

namespace CityActors.Silo.Cases;

/// <summary>How a case begins.</summary>
public sealed record CaseBody
{
    /// <summary>The type of case.</summary>
    public required string Type { get; init; }

    /// <summary>The code of the area that it belongs to; empty: that of its place.</summary>
    public string Area { get; init; } = "";

    /// <summary>Its fields.</summary>
    public SortedDictionary<string, JsonElement> Fields { get; init; } = [];

    /// <summary>Whom it concerns: ids by the name of the party.</summary>
    public SortedDictionary<string, IReadOnlyList<string>> Parties { get; init; } = [];
}

/// <summary>What is done about a case.</summary>
public sealed record CaseCommandBody
{
    /// <summary>The command, as the type has it; <c>answer</c> to an ask; <c>assign</c> to choose by hand who takes it.</summary>
    public required string Do { get; init; }

    /// <summary>The id of this command; empty: the request's key.</summary>
    public string CommandId { get; init; } = "";

    /// <summary>Why.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The fields of its form.</summary>
    public SortedDictionary<string, JsonElement> Form { get; init; } = [];

    /// <summary>Of an answer: which ask.</summary>
    public string Ask { get; init; } = "";

    /// <summary>Of an answer: yes or no.</summary>
    public bool Yes { get; init; }

    /// <summary>Of an assignment: as which holder.</summary>
    public string Holder { get; init; } = "";

    /// <summary>Of an assignment: whom.</summary>
    public IReadOnlyList<string> Who { get; init; } = [];
}

/// <summary>A form that is to be checked before it is sent.</summary>
public sealed record FormBody
{
    /// <summary>The code of the area; empty: that of its place.</summary>
    public string Area { get; init; } = "";

    /// <summary>Its fields.</summary>
    public SortedDictionary<string, JsonElement> Fields { get; init; } = [];

    /// <summary>Of a beginning: whom it concerns.</summary>
    public SortedDictionary<string, IReadOnlyList<string>> Parties { get; init; } = [];

    /// <summary>Of a command: the case.</summary>
    public string Case { get; init; } = "";

    /// <summary>Of a command: which one.</summary>
    public string Do { get; init; } = "";
}

/// <summary>Whether a form is complete.</summary>
/// <param name="IsComplete">Whether nothing is wrong with it.</param>
/// <param name="Faults">What is wrong with which field.</param>
public sealed record FormAnswer(bool IsComplete, IReadOnlyList<FormFaultAnswer> Faults);

/// <summary>What is wrong with a field.</summary>
/// <param name="Field">The field; of a party with a dollar sign; empty: the form as a whole.</param>
/// <param name="Code">A short stable name.</param>
/// <param name="English">What is wrong.</param>
/// <param name="Chinese">The same in Chinese.</param>
public sealed record FormFaultAnswer(string Field, string Code, string English, string Chinese);

/// <summary>The forms of an area.</summary>
/// <param name="Forms">One for each type of case that may begin there.</param>
public sealed record FormsAnswer(IReadOnlyList<CaseForm> Forms);

/// <summary>What a caller may do about a case now.</summary>
/// <param name="Version">The version that was asked: with another one the answer may differ.</param>
/// <param name="Commands">Every command of its type, and an answer for each ask that is put to the caller.</param>
public sealed record CaseMayAnswer(long Version, IReadOnlyList<CaseMayCommand> Commands);

/// <summary>Whether a caller may give a command now.</summary>
/// <param name="Do">The command.</param>
/// <param name="Name">What people call it.</param>
/// <param name="May">Whether it would be done, if its form is filled in.</param>
/// <param name="Form">The fields that it takes.</param>
/// <param name="NeedsReason">Whether it must say why.</param>
/// <param name="Ask">Of an answer: which ask; else empty.</param>
/// <param name="Code">The code of the refusal, or null.</param>
/// <param name="English">Why not, or null.</param>
/// <param name="Chinese">The same in Chinese, or null.</param>
public sealed record CaseMayCommand(string Do, CaseWord Name, bool May, IReadOnlyList<CaseFormField> Form, bool NeedsReason, string Ask, string? Code, string? English, string? Chinese);

/// <summary>Bodies as the grains take them.</summary>
internal static class CaseBodies
{
    /// <summary>Fields, each as JSON in one form, however it was sent.</summary>
    public static ImmutableSortedDictionary<string, string> Fields(IReadOnlyDictionary<string, JsonElement> fields) =>
        fields.ToImmutableSortedDictionary(static field => field.Key, static field => JsonSerializer.Serialize(field.Value, FactRecords.Json), StringComparer.Ordinal);

    /// <summary>Parties.</summary>
    public static ImmutableSortedDictionary<string, IReadOnlyList<string>> Parties(IReadOnlyDictionary<string, IReadOnlyList<string>> parties) =>
        parties.ToImmutableSortedDictionary(static party => party.Key, static party => party.Value, StringComparer.Ordinal);

    /// <summary>Why ids cannot be taken, or null.</summary>
    public static IResult? CheckIds(IEnumerable<string> ids, string member) => ids.FirstOrDefault(static id => id.Length is 0 or > 100 || id.Any(char.IsControl) || id.StartsWith("role:", StringComparison.Ordinal)) is { } wrong
        ? Problems.Bad("bad-id", $"'{member}' has '{wrong[..Math.Min(wrong.Length, 100)]}': an id has 1 to 100 characters, none of them a control character, and does not begin with 'role:'.", member, "标识须为1至100个字符，不得含控制字符，也不得以“role:”开头。")
        : null;
}
