using CityActors.Alerts;
using CityActors.Packs.Format;

namespace CityActors.Rights;

/// <summary>Who may what, where and when: the one function of roles, fed by accounts and by appointments in time. Pure.</summary>
/// <remarks>
/// An account holds the roles that name its kind, in its own area; who is appointed holds the role of his post, in the post's area, from the first instant of the appointment on and no more at its last.
/// A deputy holds it likewise, until the date that was given. A post holds a role only as long as the role names its unit's kind.
/// </remarks>
public static class RightsRules
{
    /// <summary>The roles that somebody holds for what belongs to an area, each once, with that by which he holds it.</summary>
    /// <param name="caller">Who.</param>
    /// <param name="area">The code of the area.</param>
    /// <param name="at">When.</param>
    /// <param name="roles">The roles of the packs.</param>
    public static IReadOnlyList<HeldRole> RolesOf(RightsCaller caller, string area, DateTimeOffset at, IReadOnlyCollection<RoleSpec> roles)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(area);
        ArgumentNullException.ThrowIfNull(roles);
        var isOfAccount = caller.Kind is not null && area.StartsWith(caller.Area, StringComparison.Ordinal);
        var posts = caller.Posts.Where(held => held.Appointment.Account == caller.Account && held.Appointment.HoldsAt(at) && area.StartsWith(held.Post.Area, StringComparison.Ordinal)).ToList();
        var held = new List<HeldRole>();
        foreach (var role in roles.Where(role => held.TrueForAll(known => known.Role.Role != role.Role)))
        {
            if (isOfAccount && role.HeldBy.Contains(caller.Kind!.Value))
            {
                held.Add(new(role, null));
            }
            else if (posts.Find(one => one.Post.Role == role.Role && role.Posts.Contains(one.UnitKind)) is { } post)
            {
                held.Add(new(role, post));
            }
        }

        return held;
    }

    /// <summary>Whether somebody may read or write records, and by which role; or why not.</summary>
    /// <param name="caller">Who.</param>
    /// <param name="act">What.</param>
    /// <param name="area">The code of the area that the record belongs to.</param>
    /// <param name="at">When.</param>
    /// <param name="roles">The roles of the packs.</param>
    public static RightsAnswer Judge(RightsCaller caller, RecordAct act, string area, DateTimeOffset at, IReadOnlyCollection<RoleSpec> roles)
    {
        ArgumentNullException.ThrowIfNull(act);
        var held = RolesOf(caller, area, at, roles);
        if (held.FirstOrDefault(role => role.Role.May.Any(act.IsGrantedBy)) is { } by)
        {
            return new(by, null);
        }

        string[] able = [.. roles.Where(role => role.May.Any(act.IsGrantedBy)).Select(static role => role.Role).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var (needed, has) = (able.Length == 0 ? "no role" : string.Join(" or ", able), held.Count == 0 ? "none" : string.Join(", ", held.Select(static role => role.Role.Role)));
        return new(null, new Refusal(
            "not-your-role",
            $"To {act.English} in {(area.Length == 0 ? "the whole city" : area)} is for {needed}; of the roles you hold there now: {has}.",
            $"{act.Chinese}须由{(able.Length == 0 ? "（无此角色）" : string.Join("或", able))}在{(area.Length == 0 ? "全市" : area)}办理；您目前在该处的角色：{(held.Count == 0 ? "无" : has)}。"));
    }

    /// <summary>Who somebody is, as far as his appointments tell; empty: nobody knows.</summary>
    public static string PersonOf(RightsCaller caller, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return caller.Posts.Where(held => held.Appointment.Account == caller.Account && held.Appointment.From <= at && held.Appointment.Person.Length > 0).OrderBy(static held => held.Appointment.Number).Select(static held => held.Appointment.Person).LastOrDefault("");
    }
}

/// <summary>Who wants to do something.</summary>
/// <param name="Account">By which account or key.</param>
/// <param name="Kind">Of what kind that is; null: one that holds no role.</param>
/// <param name="Area">The code of its area.</param>
/// <param name="Posts">Its appointments, past and future ones, too.</param>
public sealed record RightsCaller(string Account, RoleHolder? Kind, string Area, IReadOnlyList<HeldPost> Posts);

/// <summary>A role that somebody holds.</summary>
/// <param name="Role">The role.</param>
/// <param name="By">The post by which he does; null: by his account.</param>
public sealed record HeldRole(RoleSpec Role, HeldPost? By);

/// <summary>Something that is done with records of a register.</summary>
/// <param name="Register">The register.</param>
/// <param name="IsWrite">Whether they are written; else they are read.</param>
/// <param name="Class">Of reading: up to which class.</param>
public sealed record RecordAct(string Register, bool IsWrite, PrivacyClass Class)
{
    /// <summary>What it is, for a sentence.</summary>
    public string English => IsWrite ? $"write records of '{Register}'" : $"read what is {Class.ToString().ToLowerInvariant()} of '{Register}'";

    /// <summary>The same in Chinese.</summary>
    public string Chinese => IsWrite ? $"登记或修改“{Register}”" : Class == PrivacyClass.Personal ? $"查阅“{Register}”的个人信息" : $"查阅“{Register}”";

    /// <summary>Whether a grant covers it.</summary>
    public bool IsGrantedBy(GrantSpec grant)
    {
        ArgumentNullException.ThrowIfNull(grant);
        return IsWrite ? grant.Write == Register : grant.Read == Register && grant.Class >= Class;
    }
}

/// <summary>Whether somebody may do something.</summary>
/// <param name="By">The role by which he may; null: he may not.</param>
/// <param name="Refusal">Why not, or null.</param>
public sealed record RightsAnswer(HeldRole? By, Refusal? Refusal);
