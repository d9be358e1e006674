using CityActors.Places;
using CityActors.Silo.Access;

namespace CityActors.Silo.Tests;

/// <summary>The one function that says who may what, of which area: all roles, needs, areas and kinds of subjects.</summary>
public sealed class AccessPolicyTests
{
    private const string Street = "430103002";
    private static readonly string[] areas = ["", "43", "430103", Street, "430103002001001", "430104", "430103003"];

    [Fact]
    public void Area_OutsideTheCallers_IsNeverAllowed_ExceptForWhatIsItsOwn()
    {
        foreach (var (role, need, area, privacy) in Everything())
        {
            var caller = new Caller("somebody", role, Street);
            var isInside = area.StartsWith(Street, StringComparison.Ordinal);

            Assert.True(isInside || !caller.May(need, new Subject(area, privacy)), $"{role} of {Street} may {need} in '{area}'");
            Assert.True(caller.May(need, new Subject(area, privacy, IsOwn: true)) is false || isInside || role is Role.Citizen or Role.Responder);
        }
    }

    [Fact]
    public void Home_IsSeenByNobodyBelowAnOfficer()
    {
        foreach (var (role, need, area, privacy) in Everything().Where(static one => one.Privacy == Privacy.Household && one.Need is not (Need.ReadMatter or Need.SendObservations or Need.ReportMatter or Need.ReadCatalogue or Need.BeKnown)))
        {
            Assert.True(
                role is Role.Officer or Role.Dispatcher or Role.Admin || !new Caller("somebody", role, "").May(need, new Subject(area, privacy)),
                $"{role} may {need} of a home");
        }
    }

    [Fact]
    public void Role_MoreThanAnother_MayAllThatTheOtherMay()
    {
        Role[] ladder = [Role.Viewer, Role.Officer, Role.Dispatcher, Role.Admin];
        foreach (var need in Enum.GetValues<Need>())
        {
            Assert.All(ladder.Zip(ladder.Skip(1)), pair => Assert.True(!AccessPolicy.MayEver(pair.First, need) || AccessPolicy.MayEver(pair.Second, need), $"{pair.Second} may not {need}"));
            Assert.True(AccessPolicy.MayEver(Role.Admin, need), $"nobody answers for {need}");
        }
    }

    [Fact]
    public void City_AsAWhole_IsOnlyForWhoHasAllOfIt()
    {
        Assert.Equal(Verdict.Allowed, AccessPolicy.AtTheDoor(new Caller("a", Role.Admin, ""), Need.RunCity));
        Assert.Equal(Verdict.NotYourArea, AccessPolicy.AtTheDoor(new Caller("a", Role.Admin, "430103"), Need.RunCity));
        Assert.Equal(Verdict.NotYourRole, AccessPolicy.AtTheDoor(new Caller("d", Role.Dispatcher, ""), Need.RunCity));
    }

    [Fact]
    public void Citizen_AndResponder_SeeTheirOwn_WhereverItIs_AndNothingElse()
    {
        foreach (var role in (Role[])[Role.Citizen, Role.Responder])
        {
            var caller = new Caller("somebody", role, Street);
            Assert.Equal(Verdict.Allowed, AccessPolicy.Judge(caller, Need.ReadMatter, new Subject("430104", Privacy.Household, IsOwn: true)));
            Assert.Equal(Verdict.Unseen, AccessPolicy.Judge(caller, Need.ReadMatter, new Subject(Street)));
        }
    }

    [Fact]
    public void Responder_NotAtWork_IsLocatedByWhoRegistersResponders_AndByItself()
    {
        foreach (var (role, _, area, _) in Everything().Where(static one => one is { Need: Need.LocateResponder, Privacy: Privacy.Public }))
        {
            var (caller, isInside) = (new Caller("somebody", role, Street, "resp-1"), area.StartsWith(Street, StringComparison.Ordinal));

            Assert.Equal(isInside && role is Role.Dispatcher or Role.Admin, caller.May(Need.LocateResponder, new Subject(area)));
            Assert.Equal(
                role == Role.Responder || (isInside && role is Role.Viewer or Role.Officer or Role.Dispatcher or Role.Admin),
                caller.May(Need.LocateResponder, new Subject(area, IsOwn: true)));
        }
    }

    private static IEnumerable<(Role Role, Need Need, string Area, Privacy Privacy)> Everything() =>
        from role in Enum.GetValues<Role>()
        from need in Enum.GetValues<Need>()
        from area in areas
        from privacy in Enum.GetValues<Privacy>()
        select (role, need, area, privacy);
}
