using System.Text.Json.Serialization;

namespace CityActors.Packs.Format;

/// <summary><c>registers/</c>: a register, that is records of one kind of which something is known, version by version.</summary>
public sealed record RegisterSpec
{
    /// <summary>Its name, which is also the file's.</summary>
    public required string Register { get; init; }

    /// <summary>The field by which a record is known for ever: a text that every record has.</summary>
    public required string Key { get; init; }

    /// <summary>Who may see a record, and whatever of it says nothing else.</summary>
    public RegisterClass Class { get; init; } = RegisterClass.Internal;

    /// <summary>What people call one of its records.</summary>
    public required LocalText Name { get; init; }

    /// <summary>The field that says to which area a record belongs, an area or a place; none: to the city as a whole.</summary>
    public string? Area { get; init; }

    /// <summary>What is known of a record.</summary>
    public SortedDictionary<string, RegisterFieldSpec> Fields { get; init; } = [];

    /// <summary>What must hold for a record to be active: an expression over its fields, <c>at</c>, <c>today</c> and parameters.</summary>
    public string? Valid { get; init; }

    /// <summary>How long a record is kept after it has ended: a length of time, or <c>for-ever</c>.</summary>
    public string? Keep { get; init; }

    /// <summary>Which looks need a purpose and are logged.</summary>
    public LookRule Looks { get; init; } = LookRule.Personal;

    /// <summary>How a record is erased. Not built: refused as S5.</summary>
    public PackValue? Erase { get; init; }

    /// <summary>Who seals a record. Not built: refused as S5.</summary>
    public PackValue? SealedBy { get; init; }

    /// <summary>Whether its records are licences. Not built: refused as S5.</summary>
    public PackValue? Licence { get; init; }

    /// <summary>For editors.</summary>
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }
}

/// <summary>Something that is known of a record.</summary>
public sealed record RegisterFieldSpec
{
    /// <summary>Its type, as a field of a case has one.</summary>
    public required string Is { get; init; }

    /// <summary>Who may see it; none: as the register.</summary>
    public PrivacyClass? Class { get; init; }

    /// <summary>When it must be there: <c>begin</c>, in every version; <c>never</c>.</summary>
    public string Need { get; init; } = "begin";

    /// <summary>Whether records are found by it.</summary>
    public bool Index { get; init; }

    /// <summary>Of a number: the least that it may be.</summary>
    public decimal? Least { get; init; }

    /// <summary>Of a number: the most that it may be.</summary>
    public decimal? Most { get; init; }

    /// <summary>The element of the data dictionary that it is: one meaning, one type and one class in the whole city, and one register that owns it.</summary>
    public string? As { get; init; }

    /// <summary>Where it comes from by itself. Not built: refused as S5.</summary>
    public PackValue? From { get; init; }

    /// <summary>What people call it.</summary>
    public required LocalText Name { get; init; }
}

/// <summary>Who may see a record.</summary>
public enum RegisterClass
{
    /// <summary>Everybody.</summary>
    Public,

    /// <summary>Whoever works for the city.</summary>
    Internal,

    /// <summary>Whoever has a role for it, and a purpose, which is logged.</summary>
    Personal,

    /// <summary>Whoever a case links to the record. Not built: refused as S5.</summary>
    Sealed,
}

/// <summary>Which looks at a record need a purpose and are logged.</summary>
public enum LookRule
{
    /// <summary>Those at personal fields.</summary>
    Personal,

    /// <summary>All.</summary>
    All,
}
