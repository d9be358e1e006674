using CityActors.Packs.Format;
using CityActors.Watch;

namespace CityActors.Rights;

/// <summary>The roles of the packs of a city: as the newest versions have them, and those that only older versions have, by which cases go on.</summary>
public sealed class RoleBook(CityThings things)
{
    /// <summary>The roles, each name once.</summary>
    public IReadOnlyList<RoleSpec> Roles => [.. things.Packs.All.SelectMany(static pack => pack.Roles.Roles).Concat(things.Book.Versions.Values.SelectMany(static pack => pack.Roles.Roles)).DistinctBy(static role => role.Role)];

    /// <summary>The roles of the packs that are on somewhere at an instant, each with its pack and the codes of the areas.</summary>
    public IEnumerable<(RoleSpec Role, string Pack, IReadOnlyList<string> Areas)> On(DateTimeOffset at) =>
        from pack in things.Packs.All
        let areas = things.Book.Where(pack.Name, at).Where(static place => place.Digest is not null).Select(static place => place.Area).ToList()
        where areas.Count > 0
        from role in pack.Roles.Roles
        select (role, pack.Name, (IReadOnlyList<string>)areas);
}
