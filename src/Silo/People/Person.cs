using CityActors.Silo.Access;

namespace CityActors.Silo.People;

/// <summary>Somebody who signs in by name.</summary>
/// <param name="Name">The name, as it stands in histories.</param>
/// <param name="DisplayName">What others read.</param>
/// <param name="Role">What the person may do.</param>
/// <param name="Area">Where; empty: everywhere.</param>
/// <param name="Responder">The responder that the person is, or empty.</param>
/// <param name="CreatedAt">When the person was registered, UTC.</param>
/// <param name="DisabledAt">Since when the person is not let in, UTC, or null.</param>
/// <param name="LockedUntil">Until when no password is looked at, because too many were wrong, UTC, or null.</param>
/// <param name="HasPassword">Whether there is a password to sign in with.</param>
public sealed record Person(
    string Name, string DisplayName, Role Role, string Area, string Responder, DateTimeOffset CreatedAt, DateTimeOffset? DisabledAt,
    DateTimeOffset? LockedUntil, bool HasPassword);

/// <summary>A person to be registered.</summary>
/// <param name="Name">The name, as it is to stand in histories.</param>
/// <param name="Role">What the person may do.</param>
/// <param name="Area">Where; empty: everywhere.</param>
/// <param name="DisplayName">What others read; null: the name.</param>
/// <param name="Responder">The responder that the person is, or null.</param>
/// <param name="Password">The first password; null: none yet.</param>
public sealed record NewPerson(string Name, Role Role, string Area, string? DisplayName = null, string? Responder = null, string? Password = null);

/// <summary>What a person is to be from now on.</summary>
/// <param name="Role">What the person may do.</param>
/// <param name="Area">Where; empty: everywhere.</param>
/// <param name="Disabled">Whether the person is not let in.</param>
/// <param name="DisplayName">What others read; null: as before.</param>
/// <param name="Responder">The responder that the person is, empty: none; null: as before.</param>
public sealed record PersonChange(Role Role, string Area, bool Disabled, string? DisplayName = null, string? Responder = null);
