using System.Globalization;
using CityActors.Packs;
using CityActors.Packs.Format;
using CityActors.Rights;

namespace CityActors.Tests.Rights;

/// <summary>Who may what, where and when: the rules against a plain evaluator that knows no short cut, and the instants at which rights begin and end.</summary>
public sealed class RightsRulesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 4, 0, 0, TimeSpan.Zero);

    private static readonly RoleSpec[] Roles =
    [
        Role("clerk", [RoleHolder.Officer], ["township.station"], []),
        Role("head", [], ["township.station", "district.centre"], [new GrantSpec { Read = "person", Class = PrivacyClass.Personal }]),
        Role("registrar", [RoleHolder.Admin], ["district.registry"], [new GrantSpec { Write = "person" }, new GrantSpec { Read = "person" }]),
        Role("judge", [], ["district.court"], [new GrantSpec { Read = "agreement" }]),
    ];

    [Fact]
    public void RolesOf_WhoLeavesAPost_LosesItsRoleAtThatInstant()
    {
        var caller = Caller(null, "", Held("p", "head", "430103", "district.centre", 1, Noon, Noon.AddDays(1)));
        Assert.Empty(RightsRules.RolesOf(caller, "430103002", Noon.AddTicks(-1), Roles));
        Assert.Equal("head", Assert.Single(RightsRules.RolesOf(caller, "430103002", Noon, Roles)).Role.Role);
        Assert.Single(RightsRules.RolesOf(caller, "430103002", Noon.AddDays(1).AddTicks(-1), Roles));
        Assert.Empty(RightsRules.RolesOf(caller, "430103002", Noon.AddDays(1), Roles));
        Assert.Empty(RightsRules.RolesOf(caller, "430104", Noon, Roles));
        Assert.Empty(RightsRules.RolesOf(caller, "4301", Noon, Roles));
    }

    [Fact]
    public void RolesOf_PostWhoseUnitTheRoleDoesNotName_HoldsNothing() =>
        Assert.Empty(RightsRules.RolesOf(Caller(null, "", Held("p", "judge", "430103", "district.centre", 1, Noon, null)), "430103", Noon, Roles));

    [Fact]
    public void Judge_Refusal_NamesWhatIsNeededAndWhatIsHeld()
    {
        var caller = Caller(RoleHolder.Officer, "4301");
        var answer = RightsRules.Judge(caller, new RecordAct("person", IsWrite: false, PrivacyClass.Personal), "430103", Noon, Roles);
        Assert.Null(answer.By);
        Assert.Equal("not-your-role", answer.Refusal?.Code);
        Assert.Contains("is for head; of the roles you hold there now: clerk", answer.Refusal!.English, StringComparison.Ordinal);
        Assert.Contains("clerk", answer.Refusal.Chinese, StringComparison.Ordinal);
        Assert.Equal("registrar", RightsRules.Judge(Caller(RoleHolder.Admin, ""), new RecordAct("person", IsWrite: true, PrivacyClass.Internal), "430103", Noon, Roles).By?.Role.Role);
    }

    [Fact]
    public void Judge_RandomTriples_IsWhatAPlainEvaluatorSays()
    {
        var count = int.Parse(Environment.GetEnvironmentVariable("RIGHTS_TRIPLES") ?? "100000", CultureInfo.InvariantCulture);
        var random = new Random(20260302);
        string[] areas = ["", "4301", "430103", "430104", "430103002", "430103003", "430103002001"];
        string[] kinds = ["township.station", "district.centre", "district.registry", "district.court"];
        var (allowed, byDeputy) = (0, 0);
        for (var i = 0; i < count; i++)
        {
            var posts = Enumerable.Range(1, random.Next(5)).Select(number => Held(
                $"post-{number}", Pick(random, Roles).Role, Pick(random, areas), Pick(random, kinds), number,
                Noon.AddHours(random.Next(-5, 5)), random.Next(3) == 0 ? null : Noon.AddHours(random.Next(-3, 6)), random.Next(4) == 0 ? 99 : null, random.Next(5) == 0 ? "somebody-else" : "me")).ToArray();
            var caller = new RightsCaller("me", random.Next(3) == 0 ? null : Pick(random, Enum.GetValues<RoleHolder>()), Pick(random, areas), posts);
            var act = new RecordAct(random.Next(4) == 0 ? "agreement" : "person", random.Next(2) == 0, Pick(random, Enum.GetValues<PrivacyClass>()));
            var (area, at) = (Pick(random, areas), Noon.AddHours(random.Next(-6, 7)));
            var expected = Plain(caller, act, area, at);
            var answer = RightsRules.Judge(caller, act, area, at, Roles);
            Assert.True(expected == answer.By is not null && expected == answer.Refusal is null, $"triple {i}: {act} in {area} at {at:u}");
            Assert.Equal(Roles.Where(role => PlainHolds(caller, role, area, at)).Select(static role => role.Role), RightsRules.RolesOf(caller, area, at, Roles).Select(static held => held.Role.Role));
            allowed += expected ? 1 : 0;
            byDeputy += answer.By?.By?.Appointment.DeputyOf is not null ? 1 : 0;
        }

        Assert.True(allowed > count / 50 && allowed < count / 2 && byDeputy > count / 2_000, $"{allowed} of {count} allowed, {byDeputy} by deputies: the triples say little.");
    }

    [Fact]
    public void WhyNot_Appointments_KeepSeatsAndDates()
    {
        var post = new Post("head-1", "station-1", "head", "430103002", 1);
        var first = new Appointment(1, "head-1", "an", "P-1", Noon, Noon.AddDays(10), null);
        Assert.Null(PostRules.WhyNot(first, post, []));
        Assert.Equal("seats-taken", Refused(first with { Account = "bo", Person = "P-2", From = Noon.AddDays(9) }));
        Assert.Null(PostRules.WhyNot(first with { Account = "bo", Person = "P-2", From = Noon.AddDays(10), Until = null }, post, [first]));
        Assert.Equal("holds-it", Refused(first with { Account = "an-two", Until = null }));
        Assert.Equal("wrong-until", Refused(first with { Account = "bo", Until = Noon }));
        Assert.Equal("until-missing", Refused(new Appointment(0, "head-1", "bo", "P-2", Noon, null, 1)));
        Assert.Equal("unknown-appointment", Refused(new Appointment(0, "head-1", "bo", "P-2", Noon, Noon.AddDays(1), 7)));
        Assert.Equal("deputy-of-himself", Refused(new Appointment(0, "head-1", "an-two", "P-1", Noon, Noon.AddDays(1), 1)));
        var deputy = new Appointment(2, "head-1", "bo", "P-2", Noon.AddDays(2), Noon.AddDays(4), 1);
        Assert.Null(PostRules.WhyNot(deputy, post, [first]));
        Assert.Equal("unknown-appointment", PostRules.WhyNot(deputy with { Account = "cy", Person = "P-3", DeputyOf = 2 }, post, [first, deputy])?.Code);

        string? Refused(Appointment wanted) => PostRules.WhyNot(wanted, post, [first])?.Code;
    }

    [Fact]
    public void WhyNot_Posts_AreOfUnitsThatTheRoleNames()
    {
        var unit = new Unit("station-1", "", "Station", "解忧站", "430103002", "township.station");
        var post = new Post("clerk-1", "station-1", "clerk", "430103002", 2);
        Assert.Null(PostRules.WhyNot(post, unit, Roles, [], Noon));
        Assert.Equal("bad-post", PostRules.WhyNot(post with { Code = "a b" }, unit, Roles, [], Noon)?.Code);
        Assert.Equal("unknown-unit", PostRules.WhyNot(post, null, Roles, [], Noon)?.Code);
        Assert.Equal("unknown-role", PostRules.WhyNot(post with { Role = "king" }, unit, Roles, [], Noon)?.Code);
        Assert.Equal("role-not-of-unit", PostRules.WhyNot(post with { Role = "judge" }, unit, Roles, [], Noon)?.Code);
        Assert.Equal("post-outside-unit", PostRules.WhyNot(post with { Area = "430103003" }, unit, Roles, [], Noon)?.Code);
        Assert.Equal("bad-seats", PostRules.WhyNot(post with { Seats = 0 }, unit, Roles, [], Noon)?.Code);
        var two = new[] { new Appointment(1, "clerk-1", "an", "", Noon, null, null), new Appointment(2, "clerk-1", "bo", "", Noon, null, null) };
        Assert.Equal("seats-taken", PostRules.WhyNot(post with { Seats = 1 }, unit, Roles, two, Noon)?.Code);
    }

    [Fact]
    public void Vacancies_RoleWithoutHolder_IsNamedByAreaOrUnit()
    {
        Unit[] units = [new("court", "", "Court", "法院", "430103", "district.court"), new("court-2", "", "Court", "法院", "430104", "district.court")];
        var judge = Roles[3];
        Assert.Equal(["court", "court-2"], Vacancies.Of(judge, [""], units, []));
        Assert.Equal(["court-2"], Vacancies.Of(judge, [""], units, [("430103", "court")]));
        Assert.Empty(Vacancies.Of(judge, ["430103"], units, [("430103", "court")]));
        Assert.Equal(["430105"], Vacancies.Of(judge, ["430105"], units, []));
        Assert.Equal(["city"], Vacancies.Of(Roles[0], [""], [], [("430103", "")]));
        Assert.Empty(Vacancies.Of(Roles[0], ["", "430103"], units, [("", "")]));
    }

    private static bool Plain(RightsCaller caller, RecordAct act, string area, DateTimeOffset at)
    {
        foreach (var role in Roles)
        {
            foreach (var grant in role.May)
            {
                var covers = act.IsWrite ? grant.Write == act.Register : grant.Read == act.Register && (int)act.Class <= (int)grant.Class;
                if (covers && PlainHolds(caller, role, area, at))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool PlainHolds(RightsCaller caller, RoleSpec role, string area, DateTimeOffset at)
    {
        if (caller.Kind is { } kind && role.HeldBy.Any(one => one == kind) && Lies(area, caller.Area))
        {
            return true;
        }

        foreach (var held in caller.Posts)
        {
            var isNow = at >= held.Appointment.From && (held.Appointment.Until is null || at < held.Appointment.Until.Value);
            if (isNow && held.Appointment.Account == caller.Account && held.Post.Role == role.Role && role.Posts.Any(one => one == held.UnitKind) && Lies(area, held.Post.Area))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Lies(string area, string inside) => area.Length >= inside.Length && area[..inside.Length] == inside;

    private static T Pick<T>(Random random, IReadOnlyList<T> items) => items[random.Next(items.Count)];

    private static RightsCaller Caller(RoleHolder? kind, string area, params HeldPost[] posts) => new("me", kind, area, posts);

    private static HeldPost Held(string post, string role, string area, string kind, long number, DateTimeOffset from, DateTimeOffset? until, long? deputyOf = null, string account = "me") =>
        new(new Post(post, "unit", role, area, 9), kind, new Appointment(number, post, account, "", from, until, deputyOf));

    private static RoleSpec Role(string name, RoleHolder[] heldBy, string[] posts, GrantSpec[] may) => new() { Role = name, Name = new LocalText(name, name), HeldBy = heldBy, Posts = posts, May = may };
}
