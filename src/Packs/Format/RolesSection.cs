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
    public required IReadOnlyList<RoleHolder> HeldBy { get; init; }
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
