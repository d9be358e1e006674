using CityActors.Alerts;
using CityActors.Packs.Format;
using CityActors.Packs.Registers;

namespace CityActors.Rights;

/// <summary>Whether a post may be set up, and whether somebody may be appointed to it. Pure.</summary>
public static class PostRules
{
    /// <summary>The most seats of a post.</summary>
    public const int MostSeats = 1_000;

    /// <summary>Why a post may not be as it is wanted, or null.</summary>
    /// <param name="post">The post.</param>
    /// <param name="unit">Its unit, or null: there is none of that code.</param>
    /// <param name="roles">The roles of the packs.</param>
    /// <param name="known">Its appointments.</param>
    /// <param name="at">When.</param>
    public static Refusal? WhyNot(Post post, Unit? unit, IReadOnlyCollection<RoleSpec> roles, IReadOnlyCollection<Appointment> known, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(post);
        ArgumentNullException.ThrowIfNull(roles);
        ArgumentNullException.ThrowIfNull(known);
        var named = roles.Where(role => role.Role == post.Role).ToList();
        string[] kinds = [.. named.SelectMany(static role => role.Posts).Distinct(StringComparer.Ordinal)];
        return post switch
        {
            _ when !RecordKey.IsKey(post.Code) => new("bad-post", $"The code of a post {RecordKey.Form}.", $"岗位编码{RecordKey.FormChinese}。"),
            _ when unit is null => new("unknown-unit", $"There is no unit '{post.Unit}': import it first.", $"没有单位“{post.Unit}”，请先导入。"),
            _ when named.Count == 0 => new("unknown-role", $"No pack of the city has a role '{post.Role}'; GET /v1/roles lists them.", $"没有角色“{post.Role}”。"),
            _ when !kinds.Contains(unit.Kind) => new(
                "role-not-of-unit",
                $"'{post.Role}' is held by posts of {(kinds.Length == 0 ? "no kind of unit" : string.Join(" or ", kinds))}, and '{unit.Code}' is a '{unit.Kind}'.",
                $"角色“{post.Role}”只能设在{(kinds.Length == 0 ? "（无）" : string.Join("或", kinds))}，而“{unit.Code}”为“{unit.Kind}”。"),
            _ when !post.Area.StartsWith(unit.Area, StringComparison.Ordinal) => new(
                "post-outside-unit", $"The area {post.Area} does not lie in {unit.Area}, which the unit '{unit.Code}' serves.", $"区域{post.Area}不在单位“{unit.Code}”的辖区{unit.Area}内。"),
            { Seats: < 1 or > MostSeats } => new("bad-seats", $"A post has 1 to {MostSeats} seats.", $"岗位职数为1至{MostSeats}。"),
            _ when MostAtOnce(known.Where(one => one.DeputyOf is null && !(one.Until <= at))) is var most && most > post.Seats => new(
                "seats-taken", $"{most} hold it at once, now or later: end appointments first.", $"现任或拟任人数已达{most}人，请先免去。"),
            _ => null,
        };
    }

    /// <summary>Why an appointment may not be made, or null.</summary>
    /// <param name="wanted">The appointment; its number does not count.</param>
    /// <param name="post">The post.</param>
    /// <param name="known">All appointments of the post.</param>
    public static Refusal? WhyNot(Appointment wanted, Post post, IReadOnlyCollection<Appointment> known)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        ArgumentNullException.ThrowIfNull(post);
        ArgumentNullException.ThrowIfNull(known);
        var principal = wanted.DeputyOf is { } number ? known.FirstOrDefault(one => one.Number == number) : null;
        return wanted switch
        {
            _ when wanted.Until <= wanted.From => new("wrong-until", "'until' is not after 'from'.", "结束时间须晚于开始时间。"),
            { DeputyOf: not null } when principal is null || principal.DeputyOf is not null => new(
                "unknown-appointment", $"Appointment {wanted.DeputyOf} is none of this post that could be stood in for.", $"第{wanted.DeputyOf}号任职不属于该岗位或本身为代理。"),
            { DeputyOf: not null, Until: null } => new("until-missing", "A deputy stands in until a date: give 'until'.", "代理须有截止时间。"),
            { DeputyOf: not null } when IsSame(principal!, wanted) => new("deputy-of-himself", "Nobody is his own deputy.", "本人不能代理自己。"),
            _ when known.Any(one => one.Meets(wanted) && IsSame(one, wanted)) => new("holds-it", "He holds the post then, or stands in for somebody there.", "该人员在此期间已任该岗位。"),
            { DeputyOf: null } when MostAtOnce([.. known.Where(one => one.DeputyOf is null && one.Meets(wanted)), wanted]) > post.Seats => new(
                "seats-taken", $"All {post.Seats} seats are taken at some instant of that time: end an appointment first.", $"该期间{post.Seats}个职数已满，请先免去。"),
            _ => null,
        };
    }

    private static bool IsSame(Appointment one, Appointment other) => one.Account == other.Account || (one.Person.Length > 0 && one.Person == other.Person);

    // The most that hold at one instant: it is reached as one of them begins.
    private static int MostAtOnce(IEnumerable<Appointment> appointments)
    {
        var all = appointments.ToList();
        return all.Count == 0 ? 0 : all.Max(one => all.Count(other => other.HoldsAt(one.From)));
    }
}
