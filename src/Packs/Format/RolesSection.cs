using System.Text.Json.Serialization;

namespace CityActors.Packs.Format;

/// <summary><c>roles.json</c>: as what people act on cases.</summary>
public sealed record RolesSection
{
    /// <summary>The roles.</summary>
    public IReadOnlyList<RoleSpec> Roles { get; init; } = [];

    /// <summary>For editors.</summary>
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }
}

/// <summary>A role.</summary>
public sealed record RoleSpec
{
    /// <summary>Its name.</summary>
    public required string Role { get; init; }

    /// <summary>What people call it.</summary>
    public required LocalText Name { get; init; }

    /// <summary>Whose accounts and keys hold it, each in its own area.</summary>
    public IReadOnlyList<RoleHolder> HeldBy { get; init; } = [];

    /// <summary>The kinds of unit whose posts may hold it, for example <c>district.court</c>.</summary>
    public IReadOnlyList<string> Posts { get; init; } = [];

    /// <summary>What whoever holds it may do besides what types of case say.</summary>
    public IReadOnlyList<GrantSpec> May { get; init; } = [];
}

/// <summary>Something that a role may do: exactly one of <c>read</c> and <c>write</c>.</summary>
public sealed record GrantSpec
{
    /// <summary>A register whose records it reads.</summary>
    public string? Read { get; init; }

    /// <summary>A register whose records it writes.</summary>
    public string? Write { get; init; }

    /// <summary>Of reading: up to which class.</summary>
    public PrivacyClass Class { get; init; } = PrivacyClass.Internal;
}

/// <summary>Who may hold a role: the roles of accounts and keys.</summary>
public enum RoleHolder
{
    /// <summary>Officers.</summary>
    Officer,

    /// <summary>Dispatchers.</summary>
    Dispatcher,

    /// <summary>Administrators.</summary>
    Admin,

    /// <summary>Responders.</summary>
    Responder,

    /// <summary>Citizens.</summary>
    Citizen,

    /// <summary>No account: parts of the city itself, such as a pool.</summary>
    City,
}
