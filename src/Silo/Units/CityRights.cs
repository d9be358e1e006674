using System.Collections.Immutable;
using CityActors.Packs.Format;
using CityActors.Rights;
using CityActors.Silo.Access;
using CityActors.Silo.Clock;

namespace CityActors.Silo.Units;

/// <summary>Asks the one function of roles for callers: with what is stored of their appointments at that moment, so that a right ends at its instant on every Silo.</summary>
/// <param name="units">Units, posts and appointments.</param>
/// <param name="roles">The roles of the packs.</param>
/// <param name="clock">The city's clock.</param>
internal sealed class CityRights(UnitTable units, RoleBook roles, DeclaredClock clock)
{
    /// <summary>A caller with its appointments.</summary>
    public async Task<RightsCaller> Of(Caller caller) => new(
        caller.Name, Enum.TryParse<RoleHolder>(caller.Role.ToString(), out var kind) ? kind : null, caller.Area, await units.HeldBy(caller.Name));

    /// <summary>The roles that a caller holds now for what belongs to an area.</summary>
    public ImmutableHashSet<string> RolesOf(RightsCaller caller, string area) => [.. RightsRules.RolesOf(caller, area, clock.Now, roles.Roles).Select(static held => held.Role.Role)];

    /// <summary>Whether a caller has a role now for what belongs to an area by a post there; what everybody's account has is none.</summary>
    public bool HoldsPost(RightsCaller caller, string area) => RightsRules.RolesOf(caller, area, clock.Now, roles.Roles).Any(static held => held.By is not null);

    /// <summary>Who a caller is, as far as its appointments tell.</summary>
    public string PersonOf(RightsCaller caller) => RightsRules.PersonOf(caller, clock.Now);

    /// <summary>Whether a caller may read or write records of an area now.</summary>
    public RightsAnswer Judge(RightsCaller caller, RecordAct act, string area) => RightsRules.Judge(caller, act, area, clock.Now, roles.Roles);

    /// <summary>The roles of the packs that are on, with whoever holds them now and where nobody does.</summary>
    /// <param name="area">Only what concerns this area.</param>
    public async Task<IReadOnlyList<RoleAnswer>> Roles(string area)
    {
        var (all, held, accounts) = (await units.Units(), await units.HeldAt(clock.Now), await units.Accounts());
        return [.. roles.On(clock.Now).Select(on =>
        {
            var role = on.Role;
            (string Area, string Unit)[] holders =
            [
                .. accounts.Where(account => role.HeldBy.Any(kind => kind.ToString() == account.Role)).Select(static account => (account.Area, "")),
                .. held.Where(one => one.Post.Role == role.Role && role.Posts.Contains(one.UnitKind)).Select(static one => (one.Post.Area, one.Post.Unit)),
            ];
            var areas = on.Areas.Select(code => code.StartsWith(area, StringComparison.Ordinal) ? code : area.StartsWith(code, StringComparison.Ordinal) ? area : null).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
            return new RoleAnswer(role.Role, on.Pack, role.Name.En ?? role.Role, role.Name.Zh ?? role.Role, [.. role.HeldBy], role.Posts, holders.Length, Vacancies.Of(role, areas, all, holders));
        }).OrderBy(static role => role.Role, StringComparer.Ordinal)];
    }
}

/// <summary>A role of a pack that is on.</summary>
/// <param name="Role">Its name.</param>
/// <param name="Pack">The pack.</param>
/// <param name="English">What people call it.</param>
/// <param name="Chinese">The same in Chinese.</param>
/// <param name="HeldBy">Whose accounts hold it.</param>
/// <param name="Posts">The kinds of unit whose posts may hold it.</param>
/// <param name="Holders">How many hold it now: places where accounts of people do, and appointments.</param>
/// <param name="Vacant">Where nobody does: codes of areas, <c>city</c> and codes of units.</param>
public sealed record RoleAnswer(string Role, string Pack, string English, string Chinese, IReadOnlyList<RoleHolder> HeldBy, IReadOnlyList<string> Posts, int Holders, IReadOnlyList<string> Vacant);
