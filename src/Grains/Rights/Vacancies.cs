using CityActors.Packs.Format;

namespace CityActors.Rights;

/// <summary>Where a role that a pack needs has nobody who holds it. Pure.</summary>
public static class Vacancies
{
    /// <summary>The places without a holder: codes of areas where the pack is on, and of units whose kind the role names.</summary>
    /// <param name="role">The role.</param>
    /// <param name="areas">The codes of the areas where its pack is on.</param>
    /// <param name="units">All units.</param>
    /// <param name="holders">Those who hold the role now: the code of the area, and of the unit where it is by a post, else empty.</param>
    /// <remarks>An area has a holder if one covers it, or if each of the units in it whose kind the role names has one.</remarks>
    public static IReadOnlyList<string> Of(RoleSpec role, IEnumerable<string> areas, IReadOnlyCollection<Unit> units, IReadOnlyCollection<(string Area, string Unit)> holders)
    {
        ArgumentNullException.ThrowIfNull(role);
        ArgumentNullException.ThrowIfNull(areas);
        if (role.HeldBy.Contains(RoleHolder.City) || role.HeldBy.Contains(RoleHolder.Citizen))
        {
            return [];
        }

        var empty = new List<string>();
        foreach (var area in areas.Where(area => !holders.Any(holder => area.StartsWith(holder.Area, StringComparison.Ordinal))))
        {
            var there = units.Where(unit => role.Posts.Contains(unit.Kind) && unit.Area.StartsWith(area, StringComparison.Ordinal)).ToList();
            empty.AddRange(there.Count == 0 ? [area.Length == 0 ? "city" : area] : there.Where(unit => !holders.Any(holder => holder.Unit == unit.Code || (holder.Unit.Length == 0 && unit.Area.StartsWith(holder.Area, StringComparison.Ordinal)))).Select(static unit => unit.Code));
        }

        return [.. empty.Distinct(StringComparer.Ordinal)];
    }
}
